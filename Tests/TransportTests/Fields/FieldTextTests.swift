import Testing
import Transport

@Suite("Text of received fields", .timeLimit(.minutes(2)))
struct FieldTextTests {
  @Test("text is strict UTF-8")
  func text() {
    func parse(_ bytes: [UInt8]) -> String? { bytes.withUnsafeBytes { FieldText.string($0) } }
    #expect(parse([]) == "")
    #expect(parse(Array("application/grpc".utf8)) == "application/grpc")
    #expect(parse(Array("grüße, 世界".utf8)) == "grüße, 世界")
    #expect(parse([0xC3, 0x28]) == nil)
    #expect(parse(Array("12345678".utf8) + [0xFF]) == nil)
  }
}
