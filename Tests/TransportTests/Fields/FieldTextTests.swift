import Testing
import Transport

@Suite("Text of received fields", .timeLimit(.minutes(2)))
struct FieldTextTests {
  @Test("text is UTF-8, and Latin-1 where it is not that")
  func text() {
    func parse(_ bytes: [UInt8]) -> String { bytes.withUnsafeBytes { FieldText.string($0) } }
    #expect(parse([]) == "")
    #expect(parse(Array("application/grpc".utf8)) == "application/grpc")
    #expect(parse(Array("grüße, 世界".utf8)) == "grüße, 世界")
    #expect(parse(Array("S".utf8) + [0xE3, 0x6F]) == "São")
    #expect(parse([0xC3, 0x28]) == "Ã(")
    #expect(parse(Array("12345678".utf8) + [0xFF]) == "12345678ÿ")
    let high = (0x80...0xFF).map { UInt8($0) }
    #expect(parse(high).unicodeScalars.map(\.value) == high.map { UInt32($0) })
  }
}
