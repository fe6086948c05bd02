internal import WireFormat

/// The types of a method's messages.
struct MessagePair: Sendable {
  /// What the caller sends.
  let request: any Message.Type
  /// What it gets.
  let reply: any Message.Type
}

/// The messages of a method in JSON: proto3's mapping on one side, the binary form that handlers take on the other.
///
/// A request is read strictly: a member that its message does not have is an error that names those it has. A reply is
/// written with the names of JSON, and without what is at its default.
struct MethodJSON: Sendable {
  private let messages: MessagePair
  private let types: MessageTypes

  /// The JSON of these messages, in which an `Any` may contain those types.
  init(_ messages: MessagePair, types: MessageTypes) {
    self.messages = messages
    self.types = types
  }

  /// The binary form of a request.
  /// - Throws: INVALID_ARGUMENT naming the message, the place and what is allowed there.
  func request(_ json: [UInt8]) throws(RPCError) -> [UInt8] {
    do {
      return try messages.request.init(jsonUTF8Bytes: json, types: types).serializedBytes()
    } catch {
      throw .invalidArgument("the request is not a \(messages.request.messageName): \(error)")
    }
  }

  /// The binary form of a request that may have been written in another order, or with fields that nobody knows.
  /// - Throws: INVALID_ARGUMENT naming the message, the field and the reason.
  func canonical(_ bytes: [UInt8]) throws(RPCError) -> [UInt8] {
    do {
      return try messages.request.init(serializedBytes: bytes).serializedBytes()
    } catch {
      throw .invalidArgument("the request is not a \(messages.request.messageName): \(error)")
    }
  }

  /// The JSON of a reply.
  /// - Throws: INTERNAL when the reply has none, such as one with a moment outside of what JSON can say.
  func reply(_ bytes: [UInt8]) throws(RPCError) -> [UInt8] {
    do {
      let reply = try messages.reply.init(serializedBytes: bytes)
      return try reply.jsonUTF8Bytes(options: JSONEncodingOptions(types: types))
    } catch {
      throw .internal("the reply, a \(messages.reply.messageName), cannot be written as JSON: \(error)")
    }
  }

  /// The members of a reply's JSON, without the braces around them.
  /// - Throws: as ``reply(_:)``.
  func members(_ bytes: [UInt8]) throws(RPCError) -> [UInt8] {
    bytes.isEmpty ? [] : Array(try reply(bytes).dropFirst().dropLast())
  }

  /// Whether a reply is an object with a member for each field.
  var hasMembers: Bool { !messages.reply.hasOwnJSONForm }

  /// The number of a reply's field; nil when it has none of that name.
  func number(_ field: String) -> Int32? { messages.reply.fieldTable.number(field) }
}
