import Testing
import WireFormat

/// The categories PrematureEof, IllegalZeroFieldNum, RejectInvalidUtf8, BadTag and the like of protobuf's own suite.
@Suite("Binary conformance: what is refused", .timeLimit(.minutes(1)))
struct BinaryRefusalConformanceTests {
  private func shortened(_ rule: ScalarRule) -> [UInt8] {
    rule.wireType == 2 ? [5, 97] : rule.wireType == 0 ? [0x80] : [0, 0, 0]
  }

  @Test("an end before, inside and after the tag of every kind of field", arguments: ScalarRule.all)
  func prematureEnd(rule: ScalarRule) {
    for number in [rule.single, rule.packed, rule.member, rule.loose ?? rule.packed, 1_000] {
      let tag = Wire.tag(number, rule.wireType)
      #expect(isRefused(tag), "before the value of field \(number)")
      #expect(isRefused(tag + shortened(rule)), "inside the value of field \(number)")
    }
    #expect(isRefused(Array(Wire.tag(rule.member, rule.wireType).prefix(1))))
  }

  @Test("an end inside a value in a message, a map and a packed list", arguments: ScalarRule.all)
  func prematureEndInside(rule: ScalarRule) {
    let cut = Wire.tag(rule.single, rule.wireType) + shortened(rule)
    #expect(isRefused(Wire.block(17, cut)))
    #expect(isRefused(Wire.block(37, cut)))
    #expect(isRefused(Wire.block(77, cut)))
    #expect(isRefused(Wire.block(rule.map.number, Wire.tag(2, rule.wireType) + shortened(rule))))
    #expect(isRefused(Wire.tag(17, 2) + [100]))
    if rule.wireType != 2 {
      #expect(isRefused(Wire.block(rule.packed, shortened(rule))))
      #expect(isRefused(Wire.tag(rule.packed, 2) + [100] + rule.zero))
    }
  }

  @Test("field number zero, with every wire type", arguments: UInt8(0)..<8)
  func fieldNumberZero(wireType: UInt8) {
    #expect(isRefused([wireType, 0, 0, 0, 0, 0, 0, 0, 0]))
    #expect(isRefused(Wire.block(17, [wireType, 0, 0, 0, 0, 0, 0, 0, 0])))
  }

  @Test("tags and varints that are too long or too large")
  func tooLong() {
    #expect(isRefused([0x88] + [UInt8](repeating: 0x80, count: 9) + [0, 1]))
    #expect(isRefused([0x18] + [UInt8](repeating: 0x80, count: 10) + [0]))
    #expect(isRefused([0x18] + [UInt8](repeating: 0xFF, count: 9) + [2]))
    #expect(isRefused(Wire.varint(1 << 32 | 8) + [1]))
    #expect(isRefused(Wire.tag(14, 2) + Wire.varint(1 << 31)))
    #expect(isRefused(Wire.tag(14, 2) + Wire.varint(.max)))
    for wireType in [UInt64(6), 7] { #expect(isRefused(Wire.tag(1, wireType) + [0])) }
  }

  @Test("tags that are written longer than they must be are read")
  func paddedTags() throws {
    #expect(try rewritten([0x98, 0x80, 0x80, 0x80, 0x00, 0x05]) == [0x18, 0x05])
    #expect(try rewritten([0xF2, 0x00, 0x81, 0x00, 0x61]) == Wire.block(14, [97]))
  }

  @Test("UTF-8 that is not valid, wherever a string may be")
  func invalidUTF8() {
    let bad: [[UInt8]] = [
      [0x80], [0xC3], [0xC3, 0x28], [0xC0, 0xAF], [0xE0, 0x80, 0xAF], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80],
      [0xF5, 0x80, 0x80, 0x80], [0xFF], [97, 97, 97, 97, 97, 97, 97, 97, 97, 0xC3],
    ]
    for text in bad {
      let places = [
        Wire.block(14, text), Wire.block(34, Array("ok".utf8)) + Wire.block(34, text), Wire.block(74, text),
        Wire.block(92, Wire.block(1, text)), Wire.block(92, Wire.block(2, text)), Wire.block(17, Wire.block(14, text)),
      ]
      for bytes in places { #expect(fault(EveryForm.self, bytes)?.reason == .invalidUTF8) }
      #expect(throws: Never.self) { try EveryForm(serializedBytes: Wire.block(15, text)) }
    }
  }

  @Test("groups that do not end, end twice or end as another")
  func groups() {
    let (start, end) = (Wire.tag(1_000, 3), Wire.tag(1_000, 4))
    #expect(isRefused(start))
    #expect(isRefused(end))
    #expect(isRefused(start + Wire.tag(1_001, 4)))
    #expect(isRefused(start + end + end))
    #expect(isRefused(start + Wire.tag(1_001, 3) + end))
    #expect(isRefused(start + [0x18] + end.prefix(1)))
    #expect(isRefused(Wire.block(17, start) + end))
  }
}
