import ProtoCompiler
import ProtoSchema
import Testing

@Suite("Generated messages", .timeLimit(.minutes(1)))
struct MessageTests {
  @Test("the prefix stands before top-level names, once; without one the package does")
  func prefixes() throws {
    let body = "message Check { message In {} In in = 1; } enum Kind { KIND_ZERO = 0; }"
    #expect(try generated(body, prefix: "").contains("package struct Check: WireFormat.Message {"))
    let prefixed = try generated(body, prefix: "Health")
    #expect(prefixed.contains("struct HealthCheck: WireFormat.Message {"))
    #expect(prefixed.contains("package var `in`: HealthCheck.In?"))
    #expect(try generated("message HealthCheck {}", prefix: "Health").contains("struct HealthCheck:"))
    #expect(try generated("message Healthy {}", prefix: "Health").contains("struct HealthHealthy:"))
    #expect(try generated(body, prefix: nil).contains("package enum P_QR_V1_Kind: WireFormat.ProtoEnumeration {"))
  }

  @Test(
    "field names are lowerCamelCase with id, url, http and https in upper case unless first",
    arguments: [
      ("segment_id", "segmentID"), ("id", "id"), ("event_ids", "eventIds"), ("home_url", "homeURL"),
      ("url_home", "urlHome"),
      ("via_https", "viaHTTPS"), ("ci95", "ci95"), ("a__b", "aB"), ("camelCase", "camelCase"), ("init", "initField"),
      ("default", "`default`"), ("unknown_fields", "unknownFieldsField"),
    ])
  func fieldNames(name: String, swift: String) throws {
    #expect(try generated("message M { int32 \(name) = 1; }").contains("package var \(swift): Int32 = 0\n"))
  }

  @Test("fields are named in one text, with the name in JSON where it differs or apart when that has lines")
  func fieldNameTable() throws {
    let text = try generated(#"message M { int32 a_b = 1; int32 c = 2; int32 d = 3 [json_name = "d \"e\""]; }"#)
    #expect(text.contains("    1 a_b aB\n    2 c\n    3 d d \\\"e\\\"\n"))
    let apart = try generated(#"message M { int32 a = 1 [json_name = "b\nc"]; }"#)
    #expect(apart.contains(#"FieldTable.Entry(1, "a", "b\u{a}c"),"#))
  }

  @Test("enum cases lose the enum's name, but never so that a digit or nothing is left")
  func enumCases() throws {
    let text = try generated(
      """
      enum EventKind {
        EVENT_KIND_UNSPECIFIED = 0; EVENT_KIND_2D = 1; EVENT_KIND = 2; EVENTKIND_HTTP_URL = 3; NONE = 4;
        EVENT_KIND_DEFAULT = 5;
      }
      """)
    for name in ["unspecified", "eventKind2d", "eventKind", "httpURL", "none", "`default`"] {
      #expect(text.contains("  case \(name)\n"), "\(name)")
    }
  }

  @Test("values that would get the same name keep their prefix")
  func enumCollision() throws {
    let text = try generated("enum Kind { option allow_alias = true; KIND_A = 0; A = 0; }")
    #expect(text.contains("  case kindA\n") && text.contains("static var a: Self { .kindA }"))
  }

  @Test("comments of the schema become doc comments, and declarations without one get a sentence")
  func comments() throws {
    let text = try generated(
      """
      // A thing.
      //
      // In two parts.
      message M {
        // The `count`.
        int32 count = 1;
        int32 bare = 2 [deprecated = true];
      }
      """)
    #expect(text.contains("/// A thing.\n///\n/// In two parts.\npackage struct M:"))
    #expect(text.contains("  /// The `count`.\n  package var count"))
    #expect(text.contains("  /// The field `bare`.\n  /// - Note: deprecated by the schema.\n  package var bare"))
  }

  @Test("fields that lead back to their message are boxed, others are not")
  func boxes() throws {
    let text = try generated(
      """
      message A { B b = 1; A a = 2; C c = 3; repeated A list = 4; map<string, A> map = 5;
        oneof o { A one = 6; C two = 7; } }
      message B { A a = 1; }
      message C { int32 i = 1; }
      """)
    #expect(text.contains("private var _b: WireFormat.Boxed<B>?"))
    #expect(text.contains("private var _a: WireFormat.Boxed<A>?"))
    #expect(text.contains("package var c: C?\n"))
    #expect(text.contains("package var list: [A] = []"))
    #expect(text.contains("indirect case one(A)") && text.contains("    case two(C)"))
  }

  @Test("a oneof whose name a nested type has gets another")
  func oneofNames() throws {
    let text = try generated("message M { message Body {} oneof body { Body full = 1; } }")
    #expect(text.contains("package var body: BodyOneOf?"))
  }

  @Test("comments stay comments, whatever ends their lines")
  func commentLines() throws {
    let text = try generated(
      "/* One.\r\n * Two.\r Three.\u{0B}\u{0} */\r\nmessage M {} // Four.\r Five.\r\nmessage N {}")
    let lines = text.split(whereSeparator: \.isNewline).drop { !$0.hasPrefix("///") }.prefix { $0.hasPrefix("///") }
    #expect(lines.count >= 3, "\(lines)")
    for scalar in text.unicodeScalars { #expect(scalar.value >= 0x20 || scalar == "\n") }
  }

  @Test("a prefix that cannot begin a Swift name is refused where it stands", arguments: ["a-b", "1a", "a b", "é"])
  func wrongPrefix(prefix: String) throws {
    let error = #expect(throws: SchemaError.self) { try generated("message M {}", prefix: prefix) }
    #expect(error?.description.hasPrefix("t.proto:1:45: swift_prefix \"\(prefix)\" cannot begin") == true)
  }

  @Test("the same schema gives the same text, and a line never ends in blanks")
  func deterministic() throws {
    let body =
      "message A { map<string, int32> m = 1; B b = 2; } message B { A a = 1; repeated string s = 2; } enum E { Z = 0; }"
    let text = try generated(body)
    for _ in 0..<5 { #expect(try generated(body) == text) }
    #expect(!text.split(separator: "\n").contains { $0.last == " " })
  }

  @Test("visibility and imports follow the options; the module itself is not imported")
  func imports() throws {
    #expect(
      try generated("message M {}", options: GeneratorOptions(visibility: .public)).contains("public import WireFormat")
    )
    let own = GeneratorOptions(visibility: .internal, module: "WireFormat")
    #expect(try !generated("message M {}", options: own).contains("import "))
    #expect(try generated("message M {}", options: own).contains("\nstruct M: WireFormat.Message {"))
  }

  @Test(
    "proto2 and editions are refused in one sentence, and so are fields of their types",
    arguments: [
      ("syntax = \"proto2\"; message M { optional group G = 1 {} optional int32 i = 2; }", "t.proto:1:1: proto2 files"),
      ("edition = \"2023\"; message M { int32 i = 1; }", "t.proto:1:1: edition 2023 files"),
      (
        "syntax = \"proto3\"; import \"old.proto\"; message M { Old old = 1; }",
        "t.proto:1:56: Old is declared in the proto2 file \"old.proto\" and has no Swift form"
      ),
    ])
  func otherDialects(text: String, finding: String) throws {
    let schema = try SchemaLoader.load(["t.proto"]) {
      Array(($0 == "t.proto" ? text : "syntax = \"proto2\"; message Old {}").utf8)
    }
    let error = #expect(throws: SchemaError.self) {
      try Generator(schema: schema, paths: ["t.proto"], options: GeneratorOptions()).generate()
    }
    #expect(
      error?.diagnostics.count == 1 && error?.description.hasPrefix(finding) == true, "\(error?.description ?? "")")
  }
}
