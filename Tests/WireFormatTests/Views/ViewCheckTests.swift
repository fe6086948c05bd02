import Testing
import WireFormat

@Suite("What a view is made over", .timeLimit(.minutes(1)))
struct ViewCheckTests {
  @Test("a field, a oneof or a message that comes twice means what merging makes of it")
  func merging() throws {
    try Scalars.withView(of: hex("1801 1802")) { view in
      let number = view[\.fInt32]
      #expect(number == 2)
    }
    try Choice.withView(of: hex("0801 1a0161")) { view in
      let (number, message) = (view[\.number], try view.message())
      #expect(number == nil)
      #expect(message.body == .text("a"))
    }
    try Optionals.withView(of: hex("3202 1801 3203 720161")) { view in
      if let scalars = view[\.scalars] {
        let (number, text) = (scalars[\.fInt32], String(copying: scalars[\.fString]))
        #expect(number == 1)
        #expect(text == "a")
      }
    }
    try Maps.withView(of: hex("0a05 0a0162 1001 0a05 0a0161 1002 0a05 0a0162 1003")) { view in
      var (map, found) = (view[\.counts], [String: Int32]())
      while let entry = map.next() { found[String(copying: entry.key), default: 0] += entry.value }
      #expect(found == ["a": 2, "b": 3])
    }
  }

  @Test("unknown fields are stepped over wherever they are")
  func unknown() throws {
    try Partial.withView(of: hex("0801 53 1801 54 1805 7a0100")) { view in
      let number = view[\.fInt32]
      #expect(number == 5)
    }
  }

  @Test("bytes that are no message are refused as reading them is, with the same path and place")
  func refusals() {
    for bytes in ["18ff", "72 02 c328", "0a0101 4a06 3204 7202c328", "1a06 0801 1202 12ff", "5b", "00", "0a01 80"] {
      expectAlike(Scalars.self, hex(bytes))
      expectAlike(Lists.self, hex(bytes))
      expectAlike(Maps.self, hex(bytes))
      expectAlike(Optionals.self, hex(bytes))
    }
    expectAlike(Partial.self, [UInt8](repeating: 0x53, count: 1_000))
  }

  @Test("a hundred levels are checked and one more is refused")
  func depth() throws {
    var bytes: [UInt8] = []
    for level in 0..<102 {
      if level == 100 { #expect(throws: Never.self) { try Tree.withView(of: bytes) { _ in } } }
      if level == 101 { #expect(throws: DecodingError.self) { try Tree.withView(of: bytes) { _ in } } }
      bytes = Wire.block(2, bytes)
    }
  }

  @Test("any damage is seen by both or by neither, and views say what values say")
  func damage() throws {
    var random = SplitMix(state: 11)
    let seeds = [
      ScalarTests.bytes, hex("0a0301ac02 1001 4a06 3204 72026869 320161"), hex("0a05 0a0161 1001 1a04 0801 1200"),
    ]
    for round in 0..<3_000 {
      var bytes = seeds[round % seeds.count]
      for _ in 0...random.next() % 3 {
        bytes[Int(random.next() % UInt64(bytes.count))] = UInt8(truncatingIfNeeded: random.next())
      }
      expectAlike(Scalars.self, bytes)
      expectAlike(Lists.self, bytes)
      expectAlike(Maps.self, bytes)
      expectAlike(Choice.self, bytes)
      try expectSameFields(bytes)
    }
  }

  @Test("what the body throws comes out")
  func bodyError() {
    struct Refusal: Error {}
    #expect(throws: Refusal.self) { try Scalars.withView(of: []) { _ in throw Refusal() } }
  }

  private func expectAlike<M: Message>(_ type: M.Type, _ bytes: [UInt8]) {
    var ofView: DecodingError?
    do { try M.withView(of: bytes) { _ in } } catch { ofView = error as? DecodingError }
    let ofValue = fault(M.self, bytes)
    #expect(ofView == ofValue)
  }

  private func expectSameFields(_ bytes: [UInt8]) throws {
    guard let value = try? Scalars(serializedBytes: bytes) else { return }
    try Scalars.withView(of: bytes) { view in
      let fDouble = view[\.fDouble].bitPattern
      #expect(fDouble == value.fDouble.bitPattern)
      let fInt32 = view[\.fInt32]
      #expect(fInt32 == value.fInt32)
      let fUint64 = view[\.fUint64]
      #expect(fUint64 == value.fUint64)
      let fSfixed64 = view[\.fSfixed64]
      #expect(fSfixed64 == value.fSfixed64)
      let text = String(copying: view[\.fString])
      #expect(text == value.fString)
      let fColor = view[\.fColor]
      #expect(fColor == value.fColor)
    }
  }
}
