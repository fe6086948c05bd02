import Testing
import WireFormat

@Suite("JSON that is refused", .timeLimit(.minutes(1)))
struct JSONErrorTests {
  @Test("an unknown field is named with those allowed, and stepped over on request")
  func unknownField() throws {
    let error = try #require(jsonFault(Branch.self, #"{"tree": {"left": {"lable": "x"}}}"#))
    #expect(error.path == "tree.left.lable")
    #expect(error.reason == .unknownField(name: "lable", allowed: ["label", "left", "right", "children"]))
    #expect(
      "\(error)" == """
        invalid JSON at byte 27 (line 1) in tree.left.lable: unknown field "lable"; allowed are label, left, right, children
        """)
    let text = #"{"lable": [{"a": [1, "x", null, true]}], "label": "y"}"#
    #expect(try Tree(jsonString: text, ignoreUnknown: true).label == "y")
  }

  @Test("an unknown enum name is refused with those allowed, and stepped over on request")
  func unknownEnumName() throws {
    let error = try #require(jsonFault(Lists.self, #"{"colors": ["COLOR_RED", "RED"]}"#))
    #expect(error.path == "colors[1]")
    let allowed = ["COLOR_UNSPECIFIED", "COLOR_RED", "COLOR_GREEN", "COLOR_NEGATIVE"]
    #expect(error.reason == .unknownEnumValue(name: "RED", allowed: allowed))
    #expect(try Lists(jsonString: #"{"colors": ["RED", "COLOR_RED"]}"#, ignoreUnknown: true).colors == [.red])
  }

  @Test("a field given twice, under either name, is refused")
  func duplicates() {
    #expect(jsonFault(Scalars.self, #"{"fInt32": 1, "f_int32": 1}"#)?.reason == .duplicateField(name: "f_int32"))
    #expect(jsonFault(Maps.self, #"{"names": {"1": "a", "1": "b"}}"#)?.reason == .duplicateField(name: "1"))
    #expect(jsonFault(Choice.self, #"{"number": 1, "text": "a"}"#)?.reason == .secondInOneof(name: "body"))
  }

  @Test(
    "numbers a type cannot hold exactly are refused",
    arguments: [
      #"{"fInt32": 2147483648}"#, #"{"fInt32": 1.5}"#, #"{"fUint32": -1}"#, #"{"fInt32": "1 "}"#, #"{"fInt32": ""}"#,
      #"{"fInt32": "+1"}"#, #"{"fUint64": 18446744073709551616}"#, #"{"fDouble": 1e999}"#, #"{"fFloat": 1e39}"#,
      #"{"fDouble": "inf"}"#, #"{"fDouble": "0x1"}"#, #"{"fInt64": "1_000"}"#,
    ])
  func outOfRange(text: String) {
    guard case .outOfRange? = jsonFault(Scalars.self, text)?.reason else {
      Issue.record("\(text) gave \(String(describing: jsonFault(Scalars.self, text)))")
      return
    }
  }

  @Test(
    "what is not JSON, or not of the field's kind, is refused",
    arguments: [
      "", "{", "[]", "{\"fInt32\"}", "{\"fInt32\": }", "{\"fInt32\": 01}", "{\"fInt32\": 1,}", "{\"fInt32\": 1} x",
      "{fInt32: 1}", "{\"fString\": \"a\nb\"}", "{\"fString\": \"\\x\"}", "{\"fString\": \"\\ud800\"}",
      "{\"fString\": \"\\udc00\\ud800\"}",
      "{\"fString\": 1}", "{\"fBool\": \"true\"}", "{\"fBool\": 1}", "{\"fBytes\": \"a\"}", "{\"fBytes\": \"????\"}",
      "{\"fInt32\": true}",
      "{\"fInt32\": .5}", "{\"fInt32\": 1.}", "{\"fInt32\": -}", "{\"fString\": \"abc", "{\"fColor\": true}",
      "{\"fDouble\": NaN}",
    ])
  func malformed(text: String) {
    #expect(jsonFault(Scalars.self, text) != nil)
  }

  @Test("bytes that are not UTF-8 are refused")
  func invalidUTF8() {
    let bytes = Array("{\"fString\": \"".utf8) + [0xC3, 0x28] + Array("\"}".utf8)
    #expect(throws: JSONDecodingError.self) { try Scalars(jsonUTF8Bytes: bytes) }
  }

  @Test("messages a hundred deep in another are read and one more is refused, known or not")
  func depth() throws {
    func nested(_ levels: Int) -> String {
      String(repeating: "{\"left\":", count: levels) + "{}" + String(repeating: "}", count: levels)
    }
    #expect(jsonFault(Tree.self, nested(100)) == nil)
    #expect(jsonFault(Tree.self, nested(101))?.reason == .tooDeep)
    let deep = "{\"x\": " + String(repeating: "[", count: 100_000)
    #expect(jsonFault(Tree.self, deep, ignoreUnknown: true)?.reason == .tooDeep)
    #expect(jsonFault(GoogleProtobufValue.self, String(repeating: "[", count: 100_000))?.reason == .tooDeep)
    let any = String(repeating: #"{"@type":"x/google.protobuf.Any","value":"#, count: 10_000)
    #expect(jsonFault(GoogleProtobufAny.self, any)?.reason == .tooDeep)
  }

  @Test("messages of the depth the binary form allows have a JSON form that is read again, lists among them")
  func depthOfBothForms() throws {
    let levels = 100
    let text = String(repeating: "{\"children\":[", count: levels) + "{}" + String(repeating: "]}", count: levels)
    let tree = try Tree(jsonString: text)
    #expect(try Tree(serializedBytes: tree.serializedBytes()).jsonString() == text)
    var any = GoogleProtobufAny()
    for _ in 0...101 {
      var outer = GoogleProtobufAny()
      outer.typeURL = "x/google.protobuf.Any"
      outer.value = any.serializedBytes()
      any = outer
    }
    #expect(jsonFault(any)?.reason == .tooDeep)
  }

  @Test("an error tells line, offset and path, and no more of a long text than is needed")
  func place() throws {
    let error = try #require(jsonFault(Lists.self, "{\n \"texts\": [\"a\",\n 1]}"))
    #expect("\(error)" == "invalid JSON at byte 19 (line 3) in texts[1]: expected a string")
    let long = String(repeating: "é", count: 1_000_000)
    let unknown = try #require(jsonFault(Maps.self, #"{"counts": {"\#(long)": "\#(long)"}}"#))
    #expect("\(unknown)".utf8.count < 1_000)
  }

  @Test("no text crashes the reader")
  func anyText() throws {
    var random = SplitMix(state: 11)
    let seed = try ScalarTests.values.jsonUTF8Bytes() + Array(#"{"object":{"a":[1,null]}}"#.utf8)
    for _ in 0..<3_000 {
      var bytes = seed
      for _ in 0...random.next() % 4 {
        bytes[Int(random.next() % UInt64(bytes.count))] = UInt8(truncatingIfNeeded: random.next())
      }
      bytes.removeLast(Int(random.next() % 100))
      if let message = try? Scalars(jsonUTF8Bytes: bytes) {
        #expect((try? Scalars(jsonString: message.jsonString())) != nil)
      }
      _ = try? WellKnown(jsonUTF8Bytes: bytes)
    }
  }
}
