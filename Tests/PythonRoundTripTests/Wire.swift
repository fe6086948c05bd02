/// Fields in the binary form, put together by hand.
struct Wire {
  private(set) var bytes: [UInt8] = []

  private mutating func raw(_ value: UInt64) {
    var rest = value
    while rest > 127 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 128)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }

  private mutating func tag(_ number: Int32, _ wireType: UInt64) { raw(UInt64(number) << 3 | wireType) }

  mutating func varint(_ number: Int32, _ value: UInt64) {
    tag(number, 0)
    raw(value)
  }

  mutating func integer(_ number: Int32, _ value: Int64) { varint(number, UInt64(bitPattern: value)) }

  mutating func fixed64(_ number: Int32, _ value: UInt64) {
    tag(number, 1)
    bytes += (0..<8).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
  }

  mutating func fixed32(_ number: Int32, _ value: UInt32) {
    tag(number, 5)
    bytes += (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
  }

  mutating func bytes(_ number: Int32, _ value: [UInt8]) {
    tag(number, 2)
    delimited(value)
  }

  /// Bytes behind their length.
  mutating func delimited(_ value: [UInt8]) {
    raw(UInt64(value.count))
    bytes += value
  }
}
