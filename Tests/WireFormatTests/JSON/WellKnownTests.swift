import Testing
import WireFormat

@Suite("The JSON form of well-known types", .timeLimit(.minutes(1)))
struct WellKnownTests {
  @Test(
    "moments have the RFC 3339 form in UTC",
    arguments: [
      ("1970-01-01T00:00:00Z", 0, 0), ("2026-02-28T23:59:59.123Z", 1_772_323_199, 123_000_000),
      ("1969-12-31T23:59:59.999999999Z", -1, 999_999_999), ("0001-01-01T00:00:00Z", -62_135_596_800, 0),
      ("9999-12-31T23:59:59.000001Z", 253_402_300_799, 1_000), ("2000-02-29T12:00:00Z", 951_825_600, 0),
    ] as [(String, Int64, Int32)])
  func timestamp(text: String, seconds: Int64, nanos: Int32) throws {
    var message = GoogleProtobufTimestamp()
    message.seconds = seconds
    message.nanos = nanos
    #expect(try message.jsonString() == "\"\(text)\"")
    #expect(try GoogleProtobufTimestamp(jsonString: "\"\(text)\"") == message)
  }

  @Test("moments with an offset are read")
  func offsets() throws {
    #expect(try GoogleProtobufTimestamp(jsonString: "\"1970-01-01T01:00:00+01:00\"").seconds == 0)
    #expect(try GoogleProtobufTimestamp(jsonString: "\"1969-12-31T19:00:00.5-05:30\"").seconds == 1_800)
  }

  @Test(
    "what is no moment is refused",
    arguments: [
      "", "2026-02-29T00:00:00Z", "2026-13-01T00:00:00Z", "2026-01-01T24:00:00Z", "2026-01-01T00:00:60Z",
      "2026-01-01T00:00:00",
      "2026-01-01 00:00:00Z", "2026-01-01T00:00:00.Z", "2026-01-01T00:00:00.1234567890Z", "0000-01-01T00:00:00Z",
      "0001-01-01T00:00:00+01:00", "2026-01-01T00:00:00+1:00", "2026-01-01T00:00:00z", "20é6-01-01T00:00:00Z",
    ])
  func wrongTimestamp(text: String) {
    #expect(jsonFault(GoogleProtobufTimestamp.self, "\"\(text)\"") != nil)
  }

  @Test(
    "durations have decimal seconds",
    arguments: [
      ("0s", 0, 0), ("1.500s", 1, 500_000_000), ("-0.000000001s", 0, -1), ("-3s", -3, 0), ("-3.100s", -3, -100_000_000),
    ]
      as [(String, Int64, Int32)])
  func duration(text: String, seconds: Int64, nanos: Int32) throws {
    var message = GoogleProtobufDuration()
    message.seconds = seconds
    message.nanos = nanos
    #expect(try message.jsonString() == "\"\(text)\"")
    #expect(try GoogleProtobufDuration(jsonString: "\"\(text)\"") == message)
  }

  @Test(
    "what is no duration is refused",
    arguments: ["", "1", "s", "1.s", ".5s", "--1s", "1.0000000001s", "315576000001s", "1e3s"])
  func wrongDuration(text: String) {
    #expect(jsonFault(GoogleProtobufDuration.self, "\"\(text)\"") != nil)
  }

  @Test("Struct, Value and ListValue are JSON itself, null included")
  func values() throws {
    let text = #"{"object":{"a":[1,"x",null,true,{}],"b":-0.5},"value":null,"list":[],"null":null,"values":[null,1]}"#
    let message = try WellKnown(jsonString: text)
    #expect(
      message.object?.fields["a"]?.kind.map { if case .listValue(let list) = $0 { list.values.count } else { 0 } } == 5)
    #expect(message.value?.kind == .nullValue(.nullValue))
    #expect(message.values.count == 2)
    #expect(try WellKnown(serializedBytes: message.serializedBytes()) == message)
    #expect(
      try message.jsonString()
        == #"{"object":{"a":[1,"x",null,true,{}],"b":-0.5},"value":null,"list":[],"values":[null,1]}"#)
  }

  @Test("Any shows its content when the type is linked, and is refused when not")
  func anyContent() throws {
    var content = Partial()
    content.fInt32 = 5
    var message = GoogleProtobufAny()
    message.typeURL = "type.googleapis.com/wire.fixture.Partial"
    message.value = content.serializedBytes()
    let types: MessageTypes = [.fixture, .wellknown]
    let shown = #"{"@type":"type.googleapis.com/wire.fixture.Partial","fInt32":5}"#
    #expect(try message.jsonString(options: JSONEncodingOptions(types: types)) == shown)
    #expect(try GoogleProtobufAny(jsonString: shown, types: types) == message)
    #expect(try GoogleProtobufAny(jsonString: shown, types: MessageTypes([Partial.self])) == message)
    let late = #"{"fInt32":5,"@type":"type.googleapis.com/wire.fixture.Partial"}"#
    #expect(try GoogleProtobufAny(jsonString: late, types: types) == message)
    #expect(jsonFault(GoogleProtobufAny.self, shown)?.reason == .unknownType(url: message.typeURL))
    #expect(jsonFault(message)?.reason == .unknownType(url: message.typeURL))
  }

  @Test("the files of google.protobuf are linked always, and messages inside others with their file")
  func linked() {
    #expect(MessageTypes([])["google.protobuf.Method"] == GoogleProtobufMethod.self)
    #expect(MessageTypes.fixture["wire.fixture.Names.Body"] == Names.Body.self)
    #expect(MessageTypes.fixture["wire.fixture.Nothing"] == nil)
  }

  @Test("Any puts a content whose JSON form is no object under value")
  func anyOfDuration() throws {
    let text = #"{"@type":"x/google.protobuf.Duration","value":"1s"}"#
    let message = try GoogleProtobufAny(jsonString: text)
    #expect(message.value == hex("0801"))
    #expect(try message.jsonString() == text)
  }
}
