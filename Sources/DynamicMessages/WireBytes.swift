/// Fields in the protobuf binary format.
enum WireBytes {
  /// A varint field.
  static func varint(_ value: UInt64, number: Int32) -> [UInt8] { varint(tag(number, 0)) + varint(value) }

  /// A field of four bytes.
  static func fixed32(_ value: UInt32, number: Int32) -> [UInt8] { varint(tag(number, 5)) + little(value) }

  /// A field of eight bytes.
  static func fixed64(_ value: UInt64, number: Int32) -> [UInt8] { varint(tag(number, 1)) + little(value) }

  /// A length-prefixed field.
  static func lengthPrefixed(_ bytes: [UInt8], number: Int32) -> [UInt8] {
    varint(tag(number, 2)) + varint(UInt64(bytes.count)) + bytes
  }

  private static func tag(_ number: Int32, _ wireType: UInt64) -> UInt64 {
    UInt64(UInt32(bitPattern: number)) << 3 | wireType
  }

  private static func varint(_ value: UInt64) -> [UInt8] {
    var bytes: [UInt8] = []
    var rest = value
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(truncatingIfNeeded: rest))
    return bytes
  }

  private static func little(_ value: some FixedWidthInteger) -> [UInt8] {
    withUnsafeBytes(of: value.littleEndian) { Array($0) }
  }
}
