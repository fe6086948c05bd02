import Testing
import WireFormat

@Suite("Maps of messages", .timeLimit(.minutes(1)))
struct FieldMapTests {
  @Test("entries go in the order of the keys, however they came")
  func order() {
    var map: FieldMap<String, Int32> = ["b": 2, "a": 1]
    map["é"] = 4
    map["c"] = 3
    #expect(map.keys == ["a", "b", "c", "é"])
    #expect(map.values == [1, 2, 3, 4])
    #expect(FieldMap<Int32, Bool>([5: true, -1: false]).keys == [-1, 5])
    #expect(FieldMap<Bool, Int32>([true: 1, false: 0]).keys == [false, true])
  }

  @Test("a value is replaced, read, defaulted and removed by its key")
  func access() {
    var map: FieldMap<String, Int32> = ["a": 1]
    map["a"] = 2
    map["b", default: 5] += 1
    #expect(map["a"] == 2)
    #expect(map["b"] == 6)
    #expect(map["c", default: 7] == 7)
    map["a"] = nil
    map.removeValue(forKey: "none")
    #expect(map == ["b": 6])
    #expect(map.count == 1)
  }

  @Test("of a key of both maps the caller picks the value")
  func merging() {
    let (first, second): (FieldMap<String, Int32>, FieldMap<String, Int32>) = (["a": 1, "b": 2], ["c": 3, "a": 4])
    #expect(first.merging(second) { old, _ in old } == ["a": 1, "b": 2, "c": 3])
    #expect(first.merging(second) { $0 + $1 } == ["a": 5, "b": 2, "c": 3])
  }

  @Test("a large map in the opposite order holds the same as one in order")
  func disorder() {
    let numbers = Int32(0)..<2_000
    var (rising, falling) = (FieldMap<Int32, Int32>(), FieldMap<Int32, Int32>())
    for number in numbers { rising[number] = number * 2 }
    for number in numbers.reversed() { falling[number] = number }
    for number in numbers { falling[number] = number * 2 }
    #expect(rising == falling)
    #expect(Set([rising, falling]).count == 1)
    #expect(falling.keys == Array(numbers))
    for number in numbers where number % 3 == 0 { falling[number] = nil }
    #expect(falling == rising.filter { $0.key % 3 != 0 })
    #expect(falling[7] == 14)
    #expect(falling[9] == nil)
  }

  @Test("keys that look alike but differ in bytes are different keys, as on the wire")
  func bytes() throws {
    let (composed, decomposed) = ("\u{e9}", "e\u{301}")
    var map = FieldMap<String, Int32>()
    map[composed] = 1
    map[decomposed] = 2
    for number in Int32(0)..<100 { map["\(100 - number)"] = number }
    #expect(map.count == 102)
    #expect(map[composed] == 1)
    #expect(map[decomposed] == 2)
    let message = try Maps(serializedBytes: hex("0a06 0a02c3a9 1001 0a07 0a0365cc81 1002"))
    #expect(message.counts.count == 2)
  }

  @Test("a large map that comes in any order is written in the order of the keys")
  func reading() throws {
    var bytes: [UInt8] = []
    for number in (0..<1_000).reversed() { bytes += Maps.with(shares: [UInt32(number): 1]).serializedBytes() }
    bytes += Maps.with(shares: [7: 2]).serializedBytes()
    let message = try Maps(serializedBytes: bytes)
    #expect(message.shares.count == 1_000)
    #expect(message.shares[7] == 2)
    #expect(message.shares.keys == Array(0..<1_000))
    #expect(try Maps(serializedBytes: message.serializedBytes()) == message)
  }

  @Test("a map entry whose message comes twice merges it")
  func mergedValue() throws {
    let message = try Maps(serializedBytes: hex("1a0b 0801 1202 0805 1203 120161"))
    var value = Optionals()
    value.count = 5
    value.text = "a"
    #expect(message.messages == [true: value])
  }

  @Test("an entry that fails leaves the entries before it")
  func failure() {
    var message = Maps()
    #expect(throws: DecodingError.self) { try message.merge(serializedBytes: hex("0a05 0a0161 1001 0a03 0a0561")) }
    #expect(message.counts == ["a": 1])
  }

  @Test("a map describes itself as a dictionary does")
  func description() {
    #expect("\(["b": 2, "a": 1] as FieldMap<String, Int32>)" == "[a: 1, b: 2]")
    #expect("\([:] as FieldMap<String, Int32>)" == "[:]")
  }
}

extension Maps {
  fileprivate static func with(shares: FieldMap<UInt32, Double>) -> Maps {
    var message = Maps()
    message.shares = shares
    return message
  }
}
