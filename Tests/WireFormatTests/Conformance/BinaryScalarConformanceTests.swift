import Testing
import WireFormat

/// The categories ValidDataScalar, ValidDataRepeated and ValidDataOneof of protobuf's own suite.
@Suite("Binary conformance: valid data of every type", .timeLimit(.minutes(1)))
struct BinaryScalarConformanceTests {
  @Test("a single value", arguments: ScalarRule.all)
  func single(rule: ScalarRule) throws {
    let tag = Wire.tag(rule.single, rule.wireType)
    for (given, written) in rule.values { #expect(try rewritten(tag + given) == tag + written) }
    #expect(try rewritten(tag + rule.zero) == [])
  }

  @Test("of several single values the last counts", arguments: ScalarRule.all)
  func lastCounts(rule: ScalarRule) throws {
    let tag = Wire.tag(rule.single, rule.wireType)
    let all = rule.values.flatMap { tag + $0.given }
    let last = try #require(rule.values.last).written
    #expect(try rewritten(all) == tag + last)
    #expect(try rewritten(all + tag + rule.zero) == [])
  }

  @Test("packed and unpacked lists are read alike and written as declared", arguments: ScalarRule.packable)
  func lists(rule: ScalarRule) throws {
    let loose = try #require(rule.loose)
    let (given, written) = (rule.values.flatMap(\.given), rule.values.flatMap(\.written))
    let packed = Wire.block(rule.packed, written)
    let unpacked = rule.values.flatMap { Wire.tag(loose, rule.wireType) + $0.written }
    func loosely(_ number: Int) -> [UInt8] { rule.values.flatMap { Wire.tag(number, rule.wireType) + $0.given } }
    #expect(try rewritten(Wire.block(rule.packed, given)) == packed)
    #expect(try rewritten(loosely(rule.packed)) == packed)
    #expect(try rewritten(Wire.block(loose, given)) == unpacked)
    #expect(try rewritten(loosely(loose)) == unpacked)
  }

  @Test("a list may be packed in parts, unpacked in others, with other fields between", arguments: ScalarRule.packable)
  func mixedLists(rule: ScalarRule) throws {
    let (number, other) = (rule.packed, Wire.block(14, [97]))
    let value = rule.values[0]
    let given =
      Wire.tag(number, rule.wireType) + value.given + other + Wire.block(number, value.given + value.given)
      + Wire.block(number, []) + other + Wire.tag(number, rule.wireType) + value.given
    let four = value.written + value.written + value.written + value.written
    #expect(try rewritten(given) == other + Wire.block(number, four))
    #expect(try rewritten(Wire.block(number, [])) == [])
  }

  @Test("lists of strings and bytes", arguments: ScalarRule.all.filter { $0.wireType == 2 })
  func lengthPrefixedLists(rule: ScalarRule) throws {
    let all = (rule.values.map(\.given) + [[0]]).flatMap { Wire.tag(rule.packed, 2) + $0 }
    #expect(try rewritten(all) == all)
  }

  @Test("a oneof's member is kept even when it is zero, and the last member counts", arguments: ScalarRule.all)
  func members(rule: ScalarRule) throws {
    let tag = Wire.tag(rule.member, rule.wireType)
    for (given, written) in rule.values { #expect(try rewritten(tag + given) == tag + written) }
    #expect(try rewritten(tag + rule.zero) == tag + rule.zero)
    let other = rule.name == "int32" ? Wire.tag(73, 0) + [1] : Wire.tag(63, 0) + [5]
    #expect(try rewritten(other + tag + rule.zero) == tag + rule.zero)
    #expect(try rewritten(tag + rule.zero + other) == other)
    let first = try #require(rule.values.first).given
    let last = try #require(rule.values.last)
    #expect(try rewritten(tag + first + tag + last.given) == tag + last.written)
  }

  @Test("a field of another wire type than its own is kept as unknown", arguments: ScalarRule.all)
  func otherWireType(rule: ScalarRule) throws {
    let others: [(UInt64, [UInt8])] = [(0, [1]), (1, Wire.fixed64(1)), (2, [1, 97]), (5, Wire.fixed32(1))]
    for (wireType, value) in others where wireType != rule.wireType {
      let bytes = Wire.tag(rule.single, wireType) + value
      let message = try EveryForm(serializedBytes: bytes)
      #expect(message.unknownFields.bytes == bytes)
      #expect(message.serializedBytes() == bytes)
    }
  }
}
