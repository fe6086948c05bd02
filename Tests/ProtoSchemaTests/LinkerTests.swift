import ProtoSchema
import Testing

@Suite("Linking files", .timeLimit(.minutes(1)))
struct LinkerTests {
  @Test("names resolve from the innermost scope outwards")
  func scopes() throws {
    let schema = try link([
      "a.proto": """
      syntax = "proto3"; package x.y; import "b.proto";
      message T { message T { int32 i = 1; } T inner = 1; .x.y.T outer = 2; z.U other = 3; y.T full = 4; }
      """,
      "b.proto": "syntax = \"proto3\"; package x.z; message U {}",
    ])
    let kinds = schema.messages["x.y.T"]?.fields.map(\.kind)
    #expect(kinds == [.message("x.y.T.T"), .message("x.y.T"), .message("x.z.U"), .message("x.y.T")])
    #expect(schema.files.map(\.path) == ["b.proto", "a.proto"])
  }

  @Test("only imported files are seen, and what those import publicly")
  func visibility() throws {
    let c = "syntax = \"proto3\"; message C {}"
    _ = try link([
      "a.proto": "syntax = \"proto3\"; import \"b.proto\"; message A { C c = 1; }",
      "b.proto": "syntax = \"proto3\"; import public \"c.proto\";", "c.proto": c,
    ])
    #expect(
      throws: SchemaError([
        Diagnostic(
          path: "a.proto", position: Position(line: 1, column: 50),
          message: "\"C\" is declared in \"c.proto\", which this file does not import")
      ])
    ) {
      try link([
        "a.proto": "syntax = \"proto3\"; import \"b.proto\"; message A { C c = 1; }",
        "b.proto": "syntax = \"proto3\"; import \"c.proto\";", "c.proto": c,
      ])
    }
  }

  @Test("a missing import and a circle of imports are named where they stand")
  func imports() {
    #expect(
      findings("syntax = \"proto3\"; import \"no.proto\";") == [
        "t.proto:1:27: \"no.proto\" was not found under the proto path"
      ])
    #expect(
      findings("syntax = \"proto3\"; import \"t.proto\";") == [
        "t.proto:1:27: the files import each other in a circle: t.proto -> t.proto"
      ])
  }

  @Test("a file that is asked for and missing is an error")
  func missing() {
    #expect(throws: SchemaError.self) { try SchemaLoader.load(["x.proto"]) { _ in nil } }
  }

  @Test("proto3 packs what can be packed unless told otherwise")
  func packing() throws {
    let schema = try link(
      proto3: """
        enum E { Z = 0; }
        message M { repeated int32 a = 1; repeated E b = 2;
          repeated string c = 3; repeated bool d = 4 [packed = false]; }
        """)
    let packed = schema.messages["p.M"]?.fields.map { $0.cardinality == .repeated(isPacked: true) }
    #expect(packed == [true, true, false, false])
  }

  @Test(
    "JSON names are derived as protobuf derives them",
    arguments: [
      ("foo_bar", "fooBar"), ("foo__bar_", "fooBar"), ("_foo", "Foo"), ("foo_1bar", "foo1bar"), ("FooBar", "FooBar"),
    ])
  func jsonNames(name: String, json: String) throws {
    let schema = try link(proto3: "message M { int32 \(name) = 1; }")
    #expect(schema.messages["p.M"]?.fields[0].jsonName == json)
  }
}
