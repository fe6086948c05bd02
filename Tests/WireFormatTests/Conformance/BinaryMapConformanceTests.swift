import Testing
import WireFormat

/// The category ValidDataMap of protobuf's own suite.
@Suite("Binary conformance: maps", .timeLimit(.minutes(1)))
struct BinaryMapConformanceTests {
  /// Bytes of a key of the type, or of a string where the type can be no key.
  private func key(_ rule: ScalarRule, _ value: (given: [UInt8], written: [UInt8])) -> [UInt8] {
    rule.map.hasOwnKey ? Wire.tag(1, rule.wireType) + value.given : Wire.block(1, [107])
  }

  private func zeroKey(_ rule: ScalarRule) -> [UInt8] {
    rule.map.hasOwnKey ? Wire.tag(1, rule.wireType) + rule.zero : Wire.block(1, [])
  }

  private func value(_ rule: ScalarRule, _ bytes: [UInt8]) -> [UInt8] { Wire.tag(2, rule.wireType) + bytes }

  @Test("key and value of every type, in any order in their entry", arguments: ScalarRule.all)
  func entries(rule: ScalarRule) throws {
    let one = try #require(rule.values.first { $0.given == $0.written })
    let written = Wire.block(rule.map.number, key(rule, one) + value(rule, one.written))
    #expect(try rewritten(written) == written)
    #expect(try rewritten(Wire.block(rule.map.number, value(rule, one.given) + key(rule, one))) == written)
  }

  @Test("an absent key or value is zero", arguments: ScalarRule.all)
  func absent(rule: ScalarRule) throws {
    let one = try #require(rule.values.first { $0.given == $0.written })
    let number = rule.map.number
    let empty = Wire.block(number, zeroKey(rule) + value(rule, rule.zero))
    #expect(try rewritten(Wire.block(number, [])) == empty)
    #expect(
      try rewritten(Wire.block(number, value(rule, one.given)))
        == Wire.block(number, zeroKey(rule) + value(rule, one.written)))
    #expect(
      try rewritten(Wire.block(number, key(rule, one))) == Wire.block(number, key(rule, one) + value(rule, rule.zero)))
  }

  @Test("of two entries of a key, and of two keys or values of an entry, the last counts", arguments: ScalarRule.all)
  func duplicates(rule: ScalarRule) throws {
    let one = try #require(rule.values.first { $0.given == $0.written })
    let number = rule.map.number
    let written = Wire.block(number, key(rule, one) + value(rule, one.written))
    let zero = Wire.block(number, key(rule, one) + value(rule, rule.zero))
    #expect(try rewritten(zero + written) == written)
    #expect(try rewritten(written + zero) == zero)
    #expect(try rewritten(Wire.block(number, zeroKey(rule) + key(rule, one) + value(rule, one.given))) == written)
    #expect(
      try rewritten(Wire.block(number, key(rule, one) + value(rule, rule.zero) + value(rule, one.given))) == written)
  }

  @Test("an entry's unknown fields are dropped and its groups stepped over")
  func unknownInEntry() throws {
    let entry =
      Wire.block(1, [97]) + Wire.tag(2, 1) + Wire.fixed64(1) + [0x2B, 0x08, 0x01, 0x2C] + Wire.tag(9, 0) + [1]
    #expect(
      try rewritten(Wire.block(93, entry)) == Wire.block(93, Wire.block(1, [97]) + Wire.tag(2, 1) + Wire.fixed64(1)))
  }

  @Test("message values of an entry merge, of two entries the last counts")
  func messageValues() throws {
    let first = Wire.block(1, [97]) + Wire.block(2, Wire.tag(3, 0) + [1])
    let second = Wire.block(2, Wire.tag(4, 0) + [2])
    let merged = Wire.block(97, Wire.block(1, [97]) + Wire.block(2, Wire.tag(3, 0) + [1] + Wire.tag(4, 0) + [2]))
    #expect(try rewritten(Wire.block(97, first + second)) == merged)
    let replaced = Wire.block(97, Wire.block(1, [97]) + second)
    #expect(try rewritten(Wire.block(97, first) + replaced) == replaced)
  }

  @Test("an enum value that is not known is kept in a map")
  func unknownEnum() throws {
    let bytes = Wire.block(96, Wire.block(1, [97]) + Wire.tag(2, 0) + [77])
    #expect(try rewritten(bytes) == bytes)
  }
}
