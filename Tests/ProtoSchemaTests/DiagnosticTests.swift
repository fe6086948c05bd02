import ProtoSchema
import Testing

@Suite("What is wrong with a schema", .timeLimit(.minutes(1)))
struct DiagnosticTests {
  @Test("several mistakes are named in one run, each with line and column")
  func several() {
    let found = findings(
      proto3: """
        message A {
          int32 a 1;
          string = 2;
          int32 c = 3;
          bool d = x;
        }
        enum E { ZERO 0; }
        messag B {}
        message C { int32 a = 1 }
        """)
    #expect(
      found == [
        "t.proto:3:11: expected \"=\" after the field's name, found \"1\"",
        "t.proto:4:10: expected a field's name, found \"=\"",
        "t.proto:6:12: expected a field number, found \"x\"",
        "t.proto:8:15: expected \"=\" after the value's name, found \"0\"",
        "t.proto:9:1: \"messag\" begins no declaration; "
          + "allowed are import, package, option, message, enum, service and extend; did you mean \"message\"?",
        "t.proto:10:25: expected \";\" after the field, found \"}\"",
      ])
  }

  @Test("columns count scalars, not bytes")
  func columns() {
    #expect(
      findings(proto3: "/* é */ ?") == [
        "t.proto:2:9: \"?\" is not part of the protobuf language outside strings and comments"
      ])
  }

  @Test(
    "each rule of the language has its message",
    arguments: [
      ("message A { int32 a = 0; }", "2:19: field number 0 is not allowed; 1 to 18999 and 20000 to 536870911 are"),
      (
        "message A { int32 a = 19500; }",
        "2:19: field number 19500 is not allowed; 1 to 18999 and 20000 to 536870911 are"
      ),
      ("message A { int32 a = 1; int32 b = 1; }", "2:32: field number 1 is used by \"a\" already"),
      ("message A { reserved 1 to 5; int32 a = 3; }", "2:36: field number 3 is reserved"),
      ("message A { reserved \"a\"; int32 a = 3; }", "2:33: the field name \"a\" is reserved"),
      ("message A { int32 a_b = 1; int32 aB = 2; }", "2:34: the JSON name \"aB\" is that of \"a_b\" already"),
      ("message A {} message A {}", "2:22: \"p.A\" is declared already at t.proto:2:9"),
      (
        "enum E { X = 0; } enum F { X = 0; }",
        "2:28: \"p.X\" is declared already at t.proto:2:10 (enum values share the scope their enum is in)"
      ),
      ("enum E { X = 1; }", "2:10: the first value of an open enum must be 0"),
      ("enum E {}", "2:6: enum E has no value"),
      ("enum E { X = 0; Y = 0; }", "2:17: 0 is the number of X already; set allow_alias to allow it"),
      ("enum E { X = 0; Y = 2147483648; }", "2:17: enum values lie between -2147483648 and 2147483647"),
      (
        "enum OrderState { ORDER_STATE_OPEN = 0; OPEN = 1; }",
        "2:41: OPEN and ORDER_STATE_OPEN are both \"Open\" without the enum's name and underscores; "
          + "give them one number or rename one"
      ),
      ("message A { oneof b {} }", "2:19: oneof b has no field"),
      ("message A { oneof b { repeated int32 a = 1; } }", "2:32: a field of a oneof has no label"),
      ("message A { map<double, int32> a = 1; }", "2:13: a map's key must be an integer, bool or string type"),
      ("message A { repeated map<int32, int32> a = 1; }", "2:22: a map field has no label"),
      ("message A { required int32 a = 1; }", "2:22: proto3 has no required fields"),
      ("message A { int32 a = 1 [default = 5]; }", "2:19: proto3 fields have no default"),
      (
        "message A { repeated string a = 1 [packed = true]; }",
        "2:29: only repeated numbers, bools and enums can be packed"
      ),
      ("message A { B b = 1; }", "2:13: \"B\" is not a scalar type and no message or enum of that name is known here"),
      (
        "enum E { X = 0; } service S { rpc A(E) returns (E); }",
        "2:37: \"E\" is an enum; a message is needed here"
      ),
      (
        "service S { rpc A(M) returns (M); rpc A(M) returns (M); } message M {}",
        "2:39: the service has a method A already"
      ),
      ("message A { reserved 5 to 3; }", "2:22: the range 5 to 3 ends before it begins"),
      ("package q;", "2:1: the file has a package already: p"),
      ("option o = \"abc\n;", "2:12: this string is not closed before the end of its line"),
      ("/* open", "2:1: this comment is not closed; */ is missing"),
      ("message A {", "2:12: \"}\" is missing at the end of message A"),
      ("}", "2:1: \"}\" closes nothing"),
      ("option o = \"\\q\";", "2:13: unknown escape in a string"),
    ])
  func rules(body: String, message: String) {
    let found = findings(proto3: body)
    #expect(found.contains { $0.hasPrefix("t.proto:" + message) }, "\(found)")
  }

  @Test("an unknown dialect is refused with those that are known")
  func dialects() {
    #expect(
      findings("syntax = \"proto4\";") == [
        "t.proto:1:10: unknown syntax \"proto4\"; \"proto2\" and \"proto3\" are allowed"
      ])
    #expect(findings("edition = \"1999\";").first?.contains("\"2023\" and \"2024\"") == true)
    #expect(
      findings("message A { int32 a = 1; }") == [
        "t.proto:1:13: a proto2 field begins with optional, required or repeated"
      ])
  }

  @Test("nesting too deep is an error and not a crash")
  func depth() {
    let body = String(repeating: "message A { ", count: 5_000) + String(repeating: "}", count: 5_000)
    #expect(findings(proto3: body).contains { $0.contains("more than 64 blocks deep") })
    #expect(
      findings(proto3: "option (a) = " + String(repeating: "{ a ", count: 5_000)).contains {
        $0.contains("nested more than 64")
      })
    #expect(
      findings(proto3: "option (a) = { b: " + String(repeating: "[", count: 5_000)).contains {
        $0.contains("nested more than 64")
      })
  }

  @Test("no bytes crash the parser, and every run ends")
  func anyBytes() {
    let text = """
      syntax = "proto3"; message A { map<string, A> a = 1 [x = { y: [1] }]; oneof o { int32 b = 2; } reserved 3 to 5; }
      service S { rpc R(A) returns (stream A); } // c

      """
    let seed = Array(text.utf8)
    var state: UInt64 = 3
    for _ in 0..<1_500 {
      var bytes = seed
      for _ in 0..<3 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        bytes[Int(state >> 33) % bytes.count] = UInt8(truncatingIfNeeded: state >> 24)
      }
      bytes.removeLast(Int(state >> 40) % 40)
      _ = try? SchemaLoader.load(["t.proto"]) { $0 == "t.proto" ? bytes : nil }
    }
  }

  @Test("a file full of mistakes gives a bounded list")
  func bounded() {
    let found = findings(proto3: String(repeating: "x;\n", count: 10_000))
    #expect(!found.isEmpty && found.count <= 200)
  }
}
