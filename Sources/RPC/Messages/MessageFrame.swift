internal import EventLoop
internal import WireFormat

/// One message as gRPC sends it: a flag byte (1 if compressed), the length in four big-endian bytes, the message.
struct MessageFrame: Sendable, Hashable {
  /// The bytes before the message.
  static let prefixLength = 5

  /// Prefix and message.
  let bytes: [UInt8]
  /// Whether the message is to be compressed on its way out.
  let compression: CompressionChoice

  /// Bytes of the message alone.
  var messageLength: Int { bytes.count - Self.prefixLength }

  /// The message alone.
  var message: [UInt8] { Array(bytes.dropFirst(Self.prefixLength)) }

  /// Whether the length fits the four bytes of the prefix.
  var isRepresentable: Bool { messageLength <= Int(UInt32.max) }

  /// Whether the message is compressed.
  var isCompressed: Bool { bytes.first == 1 }

  /// The frame of a message.
  init(_ message: borrowing some Message, compression: CompressionChoice = .automatic) {
    var bytes = message.withSerializedBytes(prefix: Self.prefixLength) { written in
      unsafe written.withUnsafeBytes { unsafe SpareArrays.copy($0) }
    }
    let length = bytes.count - Self.prefixLength
    for position in 1...4 { bytes[position] = Self.lengthByte(length, position) }
    self.bytes = bytes
    self.compression = compression
  }

  /// The frame of a message that is encoded already, followed by more of its fields.
  init(encoded: [UInt8], suffix: [UInt8] = [], compression: CompressionChoice = .automatic) {
    let length = encoded.count + suffix.count
    var bytes: [UInt8] = []
    bytes.reserveCapacity(Self.prefixLength + length)
    bytes.append(0)
    for position in 1...4 { bytes.append(Self.lengthByte(length, position)) }
    bytes.append(contentsOf: encoded)
    bytes.append(contentsOf: suffix)
    self.bytes = bytes
    self.compression = compression
  }

  /// A frame whose prefix has been written: at least ``prefixLength`` bytes.
  init(whole bytes: [UInt8]) {
    self.bytes = bytes
    compression = .off
  }

  /// Writes the prefix of a message of this length to the front of the buffer.
  @unsafe static func writePrefix(_ buffer: UnsafeMutableRawBufferPointer, length: Int, isCompressed: Bool) {
    unsafe buffer[0] = isCompressed ? 1 : 0
    for position in 1...4 { unsafe buffer[position] = lengthByte(length, position) }
  }

  private static func lengthByte(_ length: Int, _ position: Int) -> UInt8 {
    UInt8(truncatingIfNeeded: length >> (8 * (4 - position)))
  }
}
