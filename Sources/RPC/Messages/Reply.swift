public import WireFormat

/// The one reply of a unary or client-streaming call, encoded.
public struct Reply<M: Message>: Sendable {
  let frame: MessageFrame

  /// The message, encoded here.
  public init(_ message: borrowing M, compression: CompressionChoice = .automatic) {
    frame = MessageFrame(message, compression: compression)
  }

  /// A message that is encoded already, such as one from a cache.
  public init(encoded: [UInt8], compression: CompressionChoice = .automatic) {
    frame = MessageFrame(encoded: encoded, compression: compression)
  }

  /// An encoded message with the fields of another merged into it: the bytes of two protobuf messages in a row are
  /// their merge.
  public init(encoded: [UInt8], appending suffix: borrowing some Message, compression: CompressionChoice = .automatic) {
    frame = MessageFrame(encoded: encoded, suffix: suffix.serializedBytes(), compression: compression)
  }
}
