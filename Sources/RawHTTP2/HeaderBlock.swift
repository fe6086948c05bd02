/// Header blocks written by hand (RFC 7541), right ones and wrong ones.
package enum HeaderBlock {
  /// Literals that are neither indexed nor compressed (section 6.2.2): `0000 0000`, name, value.
  package static func literals(_ fields: [(String, String)]) -> [UInt8] {
    fields.flatMap { literal(Array($0.0.utf8), Array($0.1.utf8)) }
  }

  /// One such literal of any bytes.
  package static func literal(_ name: [UInt8], _ value: [UInt8]) -> [UInt8] { [0] + text(name) + text(value) }

  /// A literal that enters the dynamic table (section 6.2.1).
  package static func indexedLiteral(_ name: String, _ value: String) -> [UInt8] {
    [0x40] + text(Array(name.utf8)) + text(Array(value.utf8))
  }

  /// A reference to the field at `index` (section 6.1); the dynamic table begins at 62.
  package static func reference(_ index: Int) -> [UInt8] { integer(index, prefix: 7, first: 0x80) }

  /// A change of the dynamic table's size (section 6.3).
  package static func tableSize(_ size: Int) -> [UInt8] { integer(size, prefix: 5, first: 0x20) }

  /// A string without Huffman code (section 5.2).
  package static func text(_ bytes: [UInt8]) -> [UInt8] { integer(bytes.count, prefix: 7, first: 0) + bytes }

  /// An integer behind the bits of `first` (section 5.1).
  package static func integer(_ value: Int, prefix: Int, first: UInt8) -> [UInt8] {
    let limit = (1 << prefix) - 1
    guard value >= limit else { return [first | UInt8(value)] }
    var bytes = [first | UInt8(limit)]
    var rest = value - limit
    while rest >= 128 {
      bytes.append(UInt8(rest & 127 | 128))
      rest >>= 7
    }
    return bytes + [UInt8(rest)]
  }

  /// The fields of a request, with more behind them.
  package static func request(
    _ path: String, method: String = "POST", scheme: String = "http", _ more: [(String, String)] = []
  ) -> [UInt8] {
    literals([(":method", method), (":scheme", scheme), (":path", path), (":authority", "localhost")] + more)
  }
}
