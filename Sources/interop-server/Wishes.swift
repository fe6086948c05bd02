import RPC

extension Payload {
  /// The most bytes a caller may ask for: 16 MiB.
  static let largestSize: Int32 = 16 << 20

  /// A payload as a caller asked for it.
  /// - Throws: INVALID_ARGUMENT for a kind there is not, and for a size that is negative or too large.
  init(_ type: PayloadType, size: Int32) throws(RPCError) {
    guard type == .compressable else { throw .invalidArgument("response_type is \(type); COMPRESSABLE (0) is allowed") }
    guard (0...Self.largestSize).contains(size) else {
      throw .invalidArgument("a payload of \(size) bytes was asked for; 0 to \(Self.largestSize) are allowed")
    }
    self.init()
    body = [UInt8](repeating: 0, count: Int(size))
  }
}

extension EchoStatus {
  /// Ends the call with this status, unless it is OK: then the call goes on.
  func end() throws(RPCError) {
    guard code != 0 else { return }
    throw RPCError(StatusCode(rawValue: Int(code)) ?? .unknown, message)
  }
}

extension BoolValue {
  /// Checks that the request taken last came compressed, or did not, as its caller says.
  func check(_ context: ServerContext) throws(RPCError) {
    guard value != context.requestWasCompressed else { return }
    throw .invalidArgument("expect_compressed is \(value); the request came \(value ? "un" : "")compressed")
  }
}

extension CompressionChoice {
  /// What a caller wishes for one reply: one who says nothing wants it as it is.
  init(_ wish: BoolValue?) {
    self = wish?.value == true ? .on : .off
  }
}
