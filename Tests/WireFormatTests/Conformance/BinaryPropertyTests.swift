import Testing
import WireFormat

/// Random messages of every field form, whole and damaged: a value and a view over the same bytes never differ.
@Suite("Binary conformance: properties of any bytes", .timeLimit(.minutes(1)))
struct BinaryPropertyTests {
  private static func value(_ rule: ScalarRule, _ random: inout SplitMix) -> [UInt8] {
    rule.values[Int(random.next() % UInt64(rule.values.count))].given
  }

  /// A field of any form, with messages up to a depth.
  private static func field(_ random: inout SplitMix, depth: Int) -> [UInt8] {
    let rule = ScalarRule.all[Int(random.next() % UInt64(ScalarRule.all.count))]
    let value = value(rule, &random)
    switch random.next() % 8 {
    case 0: return Wire.tag(rule.single, rule.wireType) + value
    case 1 where rule.wireType != 2: return Wire.block(rule.packed, value + Self.value(rule, &random))
    case 1, 2: return Wire.tag(rule.packed, rule.wireType) + value
    case 3: return Wire.tag(rule.loose ?? rule.single, rule.wireType) + value
    case 4: return Wire.tag(rule.member, rule.wireType) + value
    case 5:
      let key = rule.map.hasOwnKey ? Wire.tag(1, rule.wireType) + Self.value(rule, &random) : Wire.block(1, [107])
      return Wire.block(rule.map.number, key + Wire.tag(2, rule.wireType) + value)
    case 6: return Wire.tag(1_000 + rule.single, rule.wireType) + value
    default:
      let inner = depth > 0 ? fields(&random, depth: depth - 1) : []
      let number = [17, 37, 77, 97][Int(random.next() % 4)]
      return Wire.block(number, number == 97 ? Wire.block(1, [107]) + Wire.block(2, inner) : inner)
    }
  }

  private static func fields(_ random: inout SplitMix, depth: Int) -> [UInt8] {
    (0..<random.next() % 6).flatMap { _ in field(&random, depth: depth) }
  }

  @Test("what is written is read as the same and written the same", arguments: UInt64(0)..<8)
  func stable(seed: UInt64) throws {
    var random = SplitMix(state: seed)
    for _ in 0..<100 {
      let written = try rewritten(Self.fields(&random, depth: 3))
      #expect(try rewritten(written) == written)
    }
  }

  @Test("two encodings in a row are the merge of both", arguments: UInt64(0)..<4)
  func merging(seed: UInt64) throws {
    var random = SplitMix(state: seed &+ 100)
    for _ in 0..<100 {
      let (first, second) = (Self.fields(&random, depth: 2), Self.fields(&random, depth: 2))
      var merged = try EveryForm(serializedBytes: first)
      try merged.merge(serializedBytes: second)
      #expect(try rewritten(first + second) == merged.serializedBytes())
    }
  }

  @Test("damaged bytes are read alike or refused alike", arguments: UInt64(0)..<8)
  func damage(seed: UInt64) throws {
    var random = SplitMix(state: seed &+ 200)
    for _ in 0..<200 {
      var bytes = Self.fields(&random, depth: 2)
      guard !bytes.isEmpty else { continue }
      if random.next() % 3 == 0 { bytes.removeLast(Int(random.next() % UInt64(bytes.count))) }
      for _ in 0..<random.next() % 3 where !bytes.isEmpty {
        bytes[Int(random.next() % UInt64(bytes.count))] = UInt8(truncatingIfNeeded: random.next())
      }
      if !isRefused(bytes) { _ = try rewritten(bytes) }
    }
  }
}
