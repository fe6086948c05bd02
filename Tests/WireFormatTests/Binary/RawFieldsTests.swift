import Testing
import WireFormat

@Suite("Fields without their type", .timeLimit(.minutes(1)))
struct RawFieldsTests {
  /// Field 1 = 150, field 2 = "hi", field 2 = "ho", field 1 = 3, field 3 = a fixed32 of 7, field 4 = a fixed64 of 9.
  private let message: [UInt8] =
    [
      0x08, 0x96, 0x01, 0x12, 2, 0x68, 0x69, 0x12, 2, 0x68, 0x6F, 0x08, 3, 0x1D, 7, 0, 0, 0, 0x21, 9, 0, 0, 0, 0, 0, 0,
      0,
    ]

  @Test("numbers and texts are the last of their field, lists are whole")
  func values() throws {
    let fields = try RawFields(message)
    #expect(fields.number(1) == 3)
    #expect(fields.number(3) == 7)
    #expect(fields.number(4) == 9)
    #expect(fields.text(2) == "ho")
    #expect(fields.all(2) == [[0x68, 0x69], [0x68, 0x6F]])
    #expect(fields.number(5) == nil && fields.text(1) == nil && fields.all(1).isEmpty)
  }

  @Test("a message that is cut off anywhere within a field is refused")
  func cut() throws {
    let ends: Set = [3, 7, 11, 13, 18, 27]
    for count in 1..<message.count where !ends.contains(count) {
      #expect(throws: WireFault.self) { try RawFields(Array(message.prefix(count))) }
    }
    for count in ends { _ = try RawFields(Array(message.prefix(count))) }
  }

  @Test("groups, field 0 and unknown wire types are refused", arguments: [[0x0B, 0x0C], [0x00, 0x00], [0x0E, 0x00]])
  func refused(bytes: [UInt8]) {
    #expect(throws: WireFault.self) { try RawFields(bytes) }
  }

  @Test("text that is not UTF-8 is none")
  func notText() throws {
    #expect(try RawFields([0x0A, 1, 0xFF]).text(1) == nil)
  }
}
