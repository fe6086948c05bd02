import Testing
import WireFormat

@testable import RPC

/// What is kept of the JSON of replies that recur.
@Suite("Recurring replies in JSON", .timeLimit(.minutes(1)))
struct ReplyTextsTests {
  static let json = MethodJSON(MessagePair(request: Note.self, reply: Note.self), types: .wellKnown)

  /// A note that is larger than what is kept at least.
  static func note(_ reason: String) -> Note { Note(reason, domain: String(repeating: "d", count: 400)) }

  /// A message that changes from call to call.
  static func suffix(_ value: String) -> Note {
    var note = Note()
    note.metadata["call"] = value
    return note
  }

  static func members(
    _ texts: ReplyTexts, _ first: Note, _ rest: Note, owner: String = "a", apart: Set<Int32> = []
  ) throws -> ReplyMembers {
    let bytes = first.serializedBytes()
    return try texts.members(
      of: bytes + rest.serializedBytes(), json, path: "/a/B", apart: apart,
      recurring: RecurringReplyKey.Value(bytes: bytes.count, for: owner))
  }

  @Test("what recurs is made once, and the reply says what it says anyway")
  func hit() throws {
    let texts = ReplyTexts(limit: 1 << 20)
    for value in ["1", "2", "3"] {
      let members = try Self.members(texts, Self.note("x"), Self.suffix(value))
      var whole = Self.note("x")
      whole.metadata["call"] = value
      #expect(try Note(jsonUTF8Bytes: members.object) == whole)
    }
    #expect(texts.hits == 2)
  }

  @Test("a field that both have is merged")
  func merged() throws {
    let texts = ReplyTexts(limit: 1 << 20)
    var first = Self.note("x")
    first.metadata["kept"] = "yes"
    for value in ["1", "2"] {
      let reply = try Note(jsonUTF8Bytes: Self.members(texts, first, Self.suffix(value)).object)
      #expect(reply.metadata["kept"] == "yes" && reply.metadata["call"] == value && reply.domain == first.domain)
    }
    #expect(texts.hits == 1)
  }

  @Test("one field's members stand apart, from both of its places, also where nothing recurs")
  func apart() throws {
    let texts = ReplyTexts(limit: 1 << 20)
    var first = Self.note("x")
    first.metadata["kept"] = "yes"
    let members = try Self.members(texts, first, Self.suffix("1"), apart: [3])
    #expect(String(decoding: members.apart, as: UTF8.self) == #""metadata":{"call":"1","kept":"yes"}"#)
    #expect(!String(decoding: members.rest, as: UTF8.self).contains("metadata"))
    let bytes = first.serializedBytes() + Self.suffix("1").serializedBytes()
    #expect(try texts.members(of: bytes, Self.json, path: "/a/B", apart: [3], recurring: nil) == members)
    #expect(texts.hits == 0)
  }

  @Test("what is kept for one is of no use to another, nor for other bytes of that length")
  func owners() throws {
    let texts = ReplyTexts(limit: 1 << 20)
    _ = try Self.members(texts, Self.note("x"), Note())
    _ = try Self.members(texts, Self.note("x"), Note(), owner: "b")
    let other = try Self.members(texts, Self.note("y"), Note())
    #expect(try Note(jsonUTF8Bytes: other.object).reason == "y")
    #expect(texts.hits == 0)
  }

  @Test("never more is kept than the limit, and what is asked for stays")
  func bound() throws {
    let texts = ReplyTexts(limit: 20_000)
    for index in 0..<500 {
      _ = try Self.members(texts, Self.note("\(index)"), Note())
      _ = try Self.members(texts, Self.note("often"), Note())
      #expect(texts.keptBytes <= 20_000)
    }
    #expect(texts.hits == 499)
    _ = try Self.members(texts, Self.note("0"), Note())
    #expect(texts.hits == 499)
  }

  @Test("the fields of a message lie where they lie; what is none has none")
  func slices() throws {
    var note = Self.note("x")
    note.metadata = ["a": "b", "c": "d"]
    let bytes = note.serializedBytes()
    let fields = try #require(FieldSlices(bytes[...]))
    #expect(fields.numbers == [1, 2, 3])
    #expect(fields.slices.map(\.range).reduce(0) { $0 + $1.count } == bytes.count)
    let split = try #require(FieldSlices.split(bytes[...], [3]))
    #expect(try Note(serializedBytes: split.these + split.others) == note)
    for wrong: [UInt8] in [
      [0x0A], [0x0A, 5, 1], [0x0B], [0x00], [0x80], [0x0D, 1, 2], [UInt8](repeating: 0xFF, count: 11),
    ] {
      #expect(FieldSlices(wrong[...]) == nil)
    }
  }
}
