/// The fields of a message in its binary form, at the top, where they lie.
struct FieldSlices: Sendable {
  /// The number of each and where it lies with its tag, in the order of the bytes.
  private(set) var slices: [(number: Int32, range: Range<Int>)] = []

  /// The fields in the bytes; nil when these are no message, or one with groups, which proto3 does not have.
  init?(_ bytes: ArraySlice<UInt8>) {
    var cursor = bytes.startIndex
    while cursor < bytes.endIndex {
      let start = cursor
      guard let tag = Self.varint(bytes, &cursor), let number = Int32(exactly: tag >> 3), number > 0 else { return nil }
      guard Self.skip(tag & 7, bytes, &cursor) else { return nil }
      slices.append((number, start..<cursor))
    }
  }

  /// The numbers that occur.
  var numbers: Set<Int32> { Set(slices.map(\.number)) }

  /// The bytes of the fields with these numbers, and those of the others.
  static func split(_ bytes: ArraySlice<UInt8>, _ numbers: Set<Int32>) -> (these: [UInt8], others: [UInt8])? {
    guard let fields = FieldSlices(bytes) else { return nil }
    var (these, others): ([UInt8], [UInt8]) = ([], [])
    for (number, range) in fields.slices {
      if numbers.contains(number) { these += bytes[range] } else { others += bytes[range] }
    }
    return (these, others)
  }

  private static func skip(_ wireType: UInt64, _ bytes: ArraySlice<UInt8>, _ cursor: inout Int) -> Bool {
    let length: UInt64?
    switch wireType {
    case 0: return varint(bytes, &cursor) != nil
    case 1: length = 8
    case 2: length = varint(bytes, &cursor)
    case 5: length = 4
    default: return false
    }
    guard let length, length <= UInt64(bytes.endIndex - cursor) else { return false }
    cursor += Int(length)
    return true
  }

  private static func varint(_ bytes: ArraySlice<UInt8>, _ cursor: inout Int) -> UInt64? {
    var value: UInt64 = 0
    for shift in stride(from: UInt64(0), to: 64, by: 7) {
      guard cursor < bytes.endIndex else { return nil }
      let byte = bytes[cursor]
      cursor += 1
      value |= UInt64(byte & 0x7F) << shift
      if byte < 0x80 { return value }
    }
    return nil
  }
}
