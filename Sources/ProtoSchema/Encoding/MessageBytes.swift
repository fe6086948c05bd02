/// A protobuf message in its binary form in the making.
struct MessageBytes {
  /// The bytes written up to now.
  private(set) var bytes: [UInt8] = []

  /// Seven bits a byte, the lowest first.
  mutating func varint(_ value: UInt64) {
    var rest = value
    while rest > 0x7F {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(truncatingIfNeeded: rest))
  }

  /// The lowest bytes of a value, the lowest first.
  mutating func fixed(_ value: UInt64, width: Int) {
    for index in 0..<width { bytes.append(UInt8(truncatingIfNeeded: value >> (8 * UInt64(index)))) }
  }

  /// A field's number with its wire type.
  mutating func tag(_ number: Int32, wireType: UInt64) {
    varint(UInt64(UInt32(bitPattern: number)) << 3 | wireType)
  }

  /// Bytes that are encoded already.
  mutating func raw(_ part: [UInt8]) { bytes += part }

  /// A length and the bytes.
  mutating func delimited(_ part: [UInt8]) {
    varint(UInt64(part.count))
    bytes += part
  }

  /// An integer field.
  mutating func integer(_ number: Int32, _ value: Int64) {
    tag(number, wireType: 0)
    varint(UInt64(bitPattern: value))
  }

  /// A string field.
  mutating func text(_ number: Int32, _ value: String) { field(number, Array(value.utf8)) }

  /// A field of bytes or of a message that is encoded already.
  mutating func field(_ number: Int32, _ value: [UInt8]) {
    tag(number, wireType: 2)
    delimited(value)
  }

  /// A field of bytes, left out when there are none to tell of.
  mutating func optional(_ number: Int32, _ value: [UInt8]?) {
    if let value { field(number, value) }
  }

  /// A message field.
  mutating func message(_ number: Int32, _ body: (inout MessageBytes) -> Void) {
    var inner = MessageBytes()
    body(&inner)
    field(number, inner.bytes)
  }
}
