import Testing
import WireFormat

@Suite("Bytes that are no message", .timeLimit(.minutes(1)))
struct MalformedTests {
  @Test(
    "each kind of damage has its reason",
    arguments: [
      ("18", WireFault.truncated), ("18ff", .truncated), ("09 0000", .truncated), ("4d 00", .truncated),
      ("18 ffffffffffffffffffff01", .overlongVarint), ("18 80808080808080808002", .overlongVarint),
      ("72 05 6161", .lengthPastEnd), ("72 ffffffffffffffff7f", .lengthPastEnd),
      ("72 80808080808080808001", .lengthPastEnd),
      ("00", .invalidFieldNumber), ("05", .invalidFieldNumber), ("8080808010 00", .invalidFieldNumber),
      ("0e", .invalidWireType), ("1f", .invalidWireType), ("8407", .unmatchedGroupEnd),
      ("a306 ac06", .unmatchedGroupEnd),
      ("a306", .truncated), ("72 02 c328", .invalidUTF8), ("72 03 eda080", .invalidUTF8), ("72 02 c080", .invalidUTF8),
      ("72 04 f4908080", .invalidUTF8), ("72 09 6161616161616161ff", .invalidUTF8),
    ])
  func damage(bytes: String, reason: WireFault) {
    #expect(fault(Scalars.self, hex(bytes))?.reason == reason)
  }

  @Test("a varint of ten bytes is the longest")
  func longestVarint() throws {
    #expect(try Scalars(serializedBytes: hex("18 80808080808080808001")).fInt32 == 0)
    #expect(try Scalars(serializedBytes: hex("30 80808080808080808001")).fUint64 == 1 << 63)
  }

  @Test("a packed list that ends inside a value is refused")
  func partialPacked() {
    #expect(fault(Lists.self, hex("2207 00000000000000"))?.reason == .partialPackedValue)
    #expect(fault(Lists.self, hex("0a01 80 0a0101"))?.reason == .partialPackedValue)
  }

  @Test("a value does not reach behind the message it is in")
  func innerEnd() {
    #expect(fault(Optionals.self, hex("3203 720561 6161616161"))?.reason == .lengthPastEnd)
    #expect(fault(Optionals.self, hex("3201 18 01"))?.reason == .truncated)
  }

  @Test("the error names the field's path and the byte")
  func path() throws {
    let error = try #require(fault(Lists.self, hex("0a0101 4a06 3204 7202c328")))
    #expect(error.path == "messages.scalars.f_string")
    #expect(error.offset == 11)
    #expect("\(error)" == "invalid protobuf at byte 11 in messages.scalars.f_string: a string is not valid UTF-8")
    #expect(fault(Maps.self, hex("1a06 0801 1202 12ff"))?.path == "messages.text")
    #expect(fault(Choice.self, hex("2202 1280"))?.path == "message.text")
    #expect(fault(Scalars.self, hex("1801 18"))?.path == "f_int32")
  }

  @Test("an error of a tag names the message the tag is in")
  func pathOfTag() {
    #expect(fault(Scalars.self, hex("1801 80"))?.path == "")
    #expect(fault(Lists.self, hex("0801 0f"))?.path == "")
    #expect(fault(Lists.self, hex("4a03 3201 16"))?.path == "messages.scalars")
  }

  @Test("a hundred levels are read and one more is refused")
  func depth() throws {
    func nested(_ levels: Int) -> [UInt8] {
      var tree = Tree()
      for _ in 0..<levels {
        var outer = Tree()
        outer.left = tree
        tree = outer
      }
      return tree.serializedBytes()
    }
    #expect(throws: Never.self) { try Tree(serializedBytes: nested(100)) }
    #expect(fault(Tree.self, nested(101))?.reason == .tooDeep)
    #expect(fault(Partial.self, [UInt8](repeating: 0x53, count: 100_000))?.reason == .tooDeep)
  }

  @Test("a length of 2 GiB in a few bytes allocates nothing and is refused")
  func declaredLength() {
    for tag in ["0a", "22", "2a", "32", "3a", "4a"] {
      #expect(fault(Lists.self, hex(tag + " ffffffff07 01"))?.reason == .lengthPastEnd)
    }
  }

  @Test("no bytes crash the reader, and what is read is written and read again alike")
  func anyBytes() throws {
    var random = SplitMix(state: 7)
    let seeds = [
      ScalarTests.bytes, hex("0a0301ac02 1001 4a06 3204 72026869 320161"), hex("0a05 0a0161 1001 1a04 0801 1200"),
    ]
    for round in 0..<6_000 {
      var bytes = seeds[round % seeds.count]
      for _ in 0...random.next() % 4 {
        bytes[Int(random.next() % UInt64(bytes.count))] = UInt8(truncatingIfNeeded: random.next())
      }
      check(Scalars.self, bytes)
      check(Lists.self, bytes)
      check(Maps.self, bytes)
      check(Tree.self, bytes)
    }
  }

  private func check<M: Message>(_ type: M.Type, _ bytes: [UInt8]) {
    guard let message = try? M(serializedBytes: bytes) else { return }
    let written = message.serializedBytes()
    let again = try? M(serializedBytes: written)
    #expect(again?.serializedBytes() == written)
  }
}

/// A small generator of the same numbers every time (Steele, Lea and Flood 2014).
struct SplitMix {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }
}
