import Testing
import WireFormat

/// The categories of unknown fields, merging and order of protobuf's own suite.
@Suite("Binary conformance: unknown fields and merging", .timeLimit(.minutes(1)))
struct BinaryMergeConformanceTests {
  @Test("unknown fields of every wire type come back as they came and in their order")
  func unknown() throws {
    let bytes =
      Wire.tag(1_000, 0) + [0x96, 0x01] + Wire.tag(1_001, 1) + Wire.fixed64(7) + Wire.block(1_002, [0xFF, 0])
      + Wire.tag(1_003, 5) + Wire.fixed32(9) + Wire.tag(1_004, 3) + Wire.block(1, [1]) + Wire.tag(1_004, 4)
      + Wire.tag(1_000, 0) + [0x01] + Wire.tag(536_870_911, 0) + [0x01]
    #expect(try EveryForm(serializedBytes: bytes).unknownFields.bytes == bytes)
    #expect(try rewritten(Wire.tag(3, 0) + [1] + bytes) == Wire.tag(3, 0) + [1] + bytes)
  }

  @Test("unknown fields between known ones are kept behind them")
  func between() throws {
    let (first, second) = (Wire.tag(1_000, 0) + [1], Wire.tag(999, 0) + [2])
    let bytes = first + Wire.tag(4, 0) + [1] + second + Wire.tag(3, 0) + [1]
    #expect(try rewritten(bytes) == Wire.tag(3, 0) + [1] + Wire.tag(4, 0) + [1] + first + second)
  }

  @Test("a message that comes in parts is their merge, at every depth")
  func parts() throws {
    let one = Wire.block(17, Wire.tag(3, 0) + [1] + Wire.block(17, Wire.tag(3, 0) + [2] + Wire.block(23, [1])))
    let two = Wire.block(17, Wire.tag(4, 0) + [3] + Wire.block(17, Wire.tag(3, 0) + [4] + Wire.block(23, [2])))
    let inner = Wire.block(17, Wire.tag(3, 0) + [4] + Wire.block(23, [1, 2]))
    let merged = Wire.block(17, Wire.tag(3, 0) + [1] + Wire.tag(4, 0) + [3] + inner)
    #expect(try rewritten(one + two) == merged)
    #expect(try rewritten(one + Wire.block(17, []) + two) == merged)
    let separate = try EveryForm(serializedBytes: one)
    var joined = separate
    try joined.merge(serializedBytes: two)
    #expect(joined.serializedBytes() == merged)
  }

  @Test("a oneof's message merges with itself and not over another member")
  func oneofParts() throws {
    let (one, two) = (Wire.block(77, Wire.tag(3, 0) + [1]), Wire.block(77, Wire.tag(4, 0) + [2]))
    #expect(try rewritten(one + two) == Wire.block(77, Wire.tag(3, 0) + [1] + Wire.tag(4, 0) + [2]))
    #expect(try rewritten(one + Wire.tag(63, 0) + [1] + two) == two)
    #expect(try rewritten(Wire.block(77, [])) == Wire.block(77, []))
  }

  @Test("messages of a list do not merge")
  func listParts() throws {
    let bytes = Wire.block(37, Wire.tag(3, 0) + [1]) + Wire.block(37, []) + Wire.block(37, Wire.tag(4, 0) + [2])
    #expect(try rewritten(bytes) == bytes)
  }

  @Test("fields in any order are written in the order of their numbers")
  func order() throws {
    let fields = ScalarRule.all.map { Wire.tag($0.single, $0.wireType) + $0.values[0].given }
    #expect(try rewritten(Array(fields.reversed().joined())) == Array(fields.joined()))
  }
}
