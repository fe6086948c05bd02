public import WireFormat

/// The one reply of a unary or client-streaming call, encoded.
public struct Reply<M: Message>: Sendable {
  let frame: MessageFrame

  /// The message, encoded here.
  public init(_ message: M) {
    frame = MessageFrame(message)
  }

  /// A message that is encoded already, such as one from a cache.
  public init(encoded: [UInt8]) {
    frame = MessageFrame(encoded: encoded)
  }

  /// An encoded message with the fields of another merged into it: the bytes of two protobuf messages in a row are
  /// their merge.
  public init(encoded: [UInt8], appending suffix: some Message) {
    frame = MessageFrame(encoded: encoded, suffix: suffix.serializedBytes())
  }
}
