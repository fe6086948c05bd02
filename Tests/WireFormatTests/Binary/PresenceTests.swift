import Testing
import WireFormat

@Suite("Presence, lists, maps and choices on the wire", .timeLimit(.minutes(1)))
struct PresenceTests {
  @Test("an optional field that is set to zero is written")
  func explicitZero() throws {
    var message = Optionals()
    message.count = 0
    message.text = ""
    message.data = []
    message.color = .unspecified
    message.flag = false
    message.scalars = Scalars()
    let bytes = message.serializedBytes()
    #expect(bytes == hex("0800 1200 1a00 2000 2800 3200"))
    #expect(try Optionals(serializedBytes: bytes) == message)
    #expect(Optionals().serializedBytes().isEmpty)
  }

  @Test("a message field that comes twice is merged")
  func merge() throws {
    let message = try Optionals(serializedBytes: hex("3202 1801 3203 720161"))
    #expect(message.scalars?.fInt32 == 1)
    #expect(message.scalars?.fString == "a")
  }

  @Test("merging bytes into a message keeps what they do not speak of")
  func mergeInto() throws {
    var message = Lists()
    message.numbers = [1]
    message.texts = ["a"]
    try message.merge(serializedBytes: hex("0a0102 320162"))
    #expect(message.numbers == [1, 2])
    #expect(message.texts == ["a", "b"])
  }

  @Test("packed lists are written packed and unpacked ones loose")
  func packing() throws {
    var message = Lists()
    message.numbers = [1, 300]
    message.looseNumbers = [1, 2]
    message.zigzags = [-1, 1]
    message.doubles = [0]
    message.words = [1]
    message.colors = [.red, .negative]
    message.flags = [true, false]
    let bytes = message.serializedBytes()
    #expect(
      bytes
        == hex(
          "0a0301ac02 1001 1002 1a020102 2208 0000000000000000 2a0401000000 420b 01 ffffffffffffffffff01 52020100"))
    #expect(try Lists(serializedBytes: bytes) == message)
  }

  @Test("packed and unpacked forms are both read, also mixed")
  func mixedPacking() throws {
    #expect(try Lists(serializedBytes: hex("0801 0a020203 0804")).numbers == [1, 2, 3, 4])
    #expect(try Lists(serializedBytes: hex("1001 12020203")).looseNumbers == [1, 2, 3])
    #expect(try Lists(serializedBytes: hex("21 000000000000f03f")).doubles == [1])
  }

  @Test("lists of strings, bytes and messages keep their order, empty elements too")
  func elements() throws {
    var message = Lists()
    message.texts = ["a", "", "c"]
    message.datas = [[], [1]]
    message.messages = [Optionals(), Optionals()]
    let bytes = message.serializedBytes()
    #expect(bytes == hex("320161 3200 320163 3a00 3a0101 4a00 4a00"))
    #expect(try Lists(serializedBytes: bytes) == message)
    #expect(try Lists(serializedBytes: hex("320161 4a00 320162 4a00 320163")).texts == ["a", "b", "c"])
  }

  @Test("maps are written in the order of their keys' bytes")
  func mapOrder() throws {
    var message = Maps()
    message.counts = ["b": 2, "a": 1, "": 0, "é": 4, "z": 3]
    message.names = [-1: "m", 5: "p"]
    message.messages = [true: Optionals(), false: Optionals()]
    let bytes = message.serializedBytes()
    let counts = "0a04 0a00 1000 0a05 0a0161 1001 0a05 0a0162 1002 0a05 0a017a 1003 0a06 0a02c3a9 1004"
    let rest = "120e 08ffffffffffffffffff01 12016d 1205 0805 120170 1a04 0800 1200 1a04 0801 1200"
    #expect(bytes == hex(counts + rest))
    #expect(try Maps(serializedBytes: bytes) == message)
  }

  @Test("a map entry without key or value has zero there, and the last of a key wins")
  func mapDefaults() throws {
    #expect(
      try Maps(serializedBytes: hex("0a00 0a03 0a0161 0a05 0a0162 1001 0a05 0a0162 1002")).counts == [
        "": 0, "a": 0, "b": 2,
      ])
    #expect(try Maps(serializedBytes: hex("0a07 1001 0a0161 1a00")).counts == ["a": 1])
  }

  @Test("the last member of a oneof wins; the same message member merges")
  func oneof() throws {
    #expect(try Choice(serializedBytes: hex("0801 1a0161")).body == .text("a"))
    var both = Optionals()
    both.count = 1
    both.text = "a"
    #expect(try Choice(serializedBytes: hex("2202 0801 2203 120161")).body == .message(both))
    var last = Optionals()
    last.text = "a"
    #expect(try Choice(serializedBytes: hex("2202 0801 0801 2203 120161")).body == .message(last))
  }

  @Test("members of a oneof stand among the other fields in the order of their numbers")
  func oneofOrder() throws {
    var message = Choice()
    message.note = "n"
    message.body = .number(0)
    #expect(message.serializedBytes() == hex("0800 12016e"))
    message.body = .text("t")
    #expect(message.serializedBytes() == hex("12016e 1a0174"))
    var inner = Choice()
    inner.body = .color(.red)
    message.body = .inner(inner)
    #expect(message.serializedBytes() == hex("12016e 2a02 3001"))
    #expect(try Choice(serializedBytes: message.serializedBytes()) == message)
  }

  @Test("messages that contain themselves are values like others")
  func recursion() throws {
    var leaf = Tree()
    leaf.label = "leaf"
    var root = Tree()
    root.left = leaf
    root.right = Branch()
    root.right?.tree = leaf
    root.children = [leaf, leaf]
    let copy = root
    root.left?.label = "changed"
    #expect(copy.left?.label == "leaf")
    #expect(try Tree(serializedBytes: root.serializedBytes()) == root)
    #expect(Set([root, copy]).count == 2)
  }

  @Test("names that Swift or the runtime needs are usable")
  func names() {
    var message = Names()
    message.class = "c"
    message.unknownFieldsField = "u"
    message.segmentID = "s"
    message.homeURL = "h"
    message.selfField = 1
    message.body = .full(Names.Body())
    let choice: Names.BodyOneOf? = message.body
    #expect(choice != nil)
    #expect(Names.Kind.allKnown == [.unspecified, .default, .kind3d, .other])
  }
}
