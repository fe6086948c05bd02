internal import WireFormat

/// One message as gRPC sends it: a flag byte (0, not compressed), the length in four big-endian bytes, the message.
struct MessageFrame: Sendable, Hashable {
  /// The bytes before the message.
  static let prefixLength = 5

  /// Prefix and message.
  let bytes: [UInt8]

  /// Bytes of the message alone.
  var messageLength: Int { bytes.count - Self.prefixLength }

  /// Whether the length fits the four bytes of the prefix.
  var isRepresentable: Bool { messageLength <= Int(UInt32.max) }

  /// The frame of a message.
  init(_ message: some Message) {
    var bytes = message.serializedBytes(prefix: Self.prefixLength)
    let length = bytes.count - Self.prefixLength
    for position in 1...4 { bytes[position] = Self.lengthByte(length, position) }
    self.bytes = bytes
  }

  /// The frame of a message that is encoded already, followed by more of its fields.
  init(encoded: [UInt8], suffix: [UInt8] = []) {
    let length = encoded.count + suffix.count
    var bytes: [UInt8] = []
    bytes.reserveCapacity(Self.prefixLength + length)
    bytes.append(0)
    for position in 1...4 { bytes.append(Self.lengthByte(length, position)) }
    bytes.append(contentsOf: encoded)
    bytes.append(contentsOf: suffix)
    self.bytes = bytes
  }

  private static func lengthByte(_ length: Int, _ position: Int) -> UInt8 {
    UInt8(truncatingIfNeeded: length >> (8 * (4 - position)))
  }
}
