internal import WireFormat

/// The request in these bytes.
/// - Throws: INVALID_ARGUMENT naming the message, the field and the reason. (The gRPC list says INTERNAL; but the
///   caller is at fault and can mend it, and INTERNAL is kept for faults of the server.)
func decodeRequest<M: Message>(_ bytes: [UInt8]) throws(RPCError) -> M {
  do {
    return try M(serializedBytes: bytes)
  } catch {
    throw RPCError.invalidArgument("the request is not a \(M.messageName): \(error)")
  }
}

/// The reply in these bytes.
/// - Throws: INTERNAL naming the message, the field and the reason.
func decodeReply<M: Message>(_ bytes: [UInt8]) throws(RPCError) -> M {
  do {
    return try M(serializedBytes: bytes)
  } catch {
    throw RPCError.internal("the reply is not a \(M.messageName): \(error)")
  }
}
