import HTTP2
import RawHTTP2
import Transport

extension ConformanceCase {
  /// A header block behind the four pseudo-headers of a request.
  private static func block(_ section: String, _ rule: String, _ outcome: Outcome, _ more: [UInt8]) -> ConformanceCase {
    ConformanceCase("7541 \(section)", rule, outcome) { $0.headers(1, HeaderBlock.request("/unary") + more) }
  }

  /// A field `x-a` whose value has the Huffman flag.
  private static func huffman(_ bytes: [UInt8]) -> [UInt8] {
    [0] + HeaderBlock.text(Array("x-a".utf8)) + [0x80 | UInt8(bytes.count)] + bytes
  }

  private static let broken = Outcome.connectionError(Code.compression)

  /// RFC 7541: HPACK.
  static let compression: [ConformanceCase] = [
    block("2.3.3", "index 0", broken, [0x80]),
    block("2.3.3", "an index beyond the tables", broken, HeaderBlock.reference(70)),
    block(
      "2.3.3", "the name of an index beyond the tables", broken, HeaderBlock.integer(70, prefix: 4, first: 0) + [0]),
    ConformanceCase("7541 2.3.2", "a field of the dynamic table", .served(3)) {
      $0.headers(
        1, HeaderBlock.request("/silent") + HeaderBlock.indexedLiteral("x-a", "b"))
      $0.headers(3, HeaderBlock.request("/unary") + HeaderBlock.reference(62))
    },
    ConformanceCase("7541 4.2", "a smaller table at the beginning of a block", .served(1)) {
      $0.headers(1, HeaderBlock.tableSize(0) + HeaderBlock.tableSize(4096) + HeaderBlock.request("/unary"))
    },
    block("4.2", "a change of the table behind fields", broken, HeaderBlock.tableSize(100)),
    ConformanceCase("7541 4.3", "a smaller table forgets its fields", broken) {
      $0.headers(1, HeaderBlock.request("/silent") + HeaderBlock.indexedLiteral("x-a", "b"))
      $0.headers(3, HeaderBlock.tableSize(0) + HeaderBlock.request("/unary") + HeaderBlock.reference(62))
    },
    ConformanceCase("7541 4.4", "a field larger than the table empties it", broken) {
      $0.headers(1, HeaderBlock.request("/silent") + HeaderBlock.indexedLiteral("x-a", "b"))
      let large = HeaderBlock.indexedLiteral("x-b", String(repeating: "c", count: 4100))
      $0.headers(3, HeaderBlock.request("/unary") + large + HeaderBlock.reference(62))
    },
    block("5.1", "an integer of too many bytes", broken, [0xFF] + [UInt8](repeating: 0x80, count: 12) + [0x01]),
    block("5.1", "an integer that does not end", broken, [0xFF, 0x80]),
    block("5.2", "a string longer than the block", broken, [0, 3, 0x78, 0x2D, 0x61, 20, 0x62]),
    // `a` is 00011 in the Huffman code: five bits and three of padding.
    block("5.2", "Huffman code with a padding of ones", .served(1), huffman([0x1F])),
    block("5.2", "Huffman code with a padding of zeros", broken, huffman([0x18])),
    block("5.2", "Huffman code with a whole byte of padding", broken, huffman([0x1F, 0xFF])),
    block("5.2", "Huffman code with the end-of-string symbol", broken, huffman([0xFF, 0xFF, 0xFF, 0xFF])),
    block("6.2.3", "a literal that must never be indexed", .served(1), [0x10, 3, 0x78, 0x2D, 0x61, 1, 0x62]),
    ConformanceCase("7541 6.3", "a table larger than was allowed", broken) {
      $0.headers(1, HeaderBlock.tableSize(4097) + HeaderBlock.request("/unary"))
    },
    block("6.2", "a literal that is cut off", broken, [0, 3, 0x78]),
  ]
}
