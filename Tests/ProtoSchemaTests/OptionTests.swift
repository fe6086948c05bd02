import ProtoSchema
import Testing

@Suite("Options and extensions", .timeLimit(.minutes(1)))
struct OptionTests {
  static let head = """
    import "google/protobuf/descriptor.proto";
    extend google.protobuf.FieldOptions { int32 number = 50001; Level level = 50002; Part part = 50003; }
    enum Level { LOW = 0; HIGH = 1; }
    message Part { string name = 1; repeated Part parts = 2; }

    """

  /// The options message of the only field of a message with the options given.
  private func encoded(_ options: String) throws -> [UInt8]? {
    try link(proto3: Self.head + "message M { int64 a = 1 [\(options)]; }").messages["p.M"]?.fields[0].options.encoded
  }

  @Test("options are kept with their types, those of descriptor.proto first and by number")
  func encoding() throws {
    #expect(try encoded("json_name = \"x\"") == nil)
    #expect(
      try encoded("(number) = -1, deprecated = true, jstype = JS_STRING") == [
        0x18, 1, 0x30, 1, 0x88, 0xB5, 0x18, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 1,
      ])
    #expect(try encoded("(part).name = \"ab\"") == [0x9A, 0xB5, 0x18, 4, 0x0A, 2, 0x61, 0x62])
    #expect(
      try encoded("(p.part) = { parts [{ name: 'c' }, {}] name: '' }") == [
        0x9A, 0xB5, 0x18, 7, 0x12, 3, 0x0A, 1, 0x63, 0x12, 0,
      ])
  }

  @Test("options that are extensions stand apart, after linking and after reading a descriptor")
  func extensions() throws {
    let options = "(number) = 1, deprecated = true, (part).name = \"a\""
    let schema = try link(
      proto3: Self.head + "message M { int32 a = 1 [\(options)]; int32 b = 2 [deprecated = true]; }")
    let own: [UInt8] = [0x88, 0xB5, 0x18, 1, 0x9A, 0xB5, 0x18, 3, 0x0A, 1, 0x61]
    for schema in [schema, try Schema(decodingSet: schema.descriptorSet())] {
      let fields = try #require(schema.messages["p.M"]).fields
      #expect(fields[0].options.encoded == [0x18, 1] + own)
      #expect(fields[0].options.encodedExtensions == own)
      #expect(fields[1].options.encodedExtensions.isEmpty)
    }
  }

  @Test(
    "a value that does not fit its option is named with what would",
    arguments: [
      ("(number) = 2147483648", "(number) takes an integer from -2147483648 to 2147483647, not 2147483648"),
      ("(number) = \"1\"", "(number) takes an integer from -2147483648 to 2147483647, not a string"),
      ("deprecated = 1", "deprecated takes true or false, not 1"),
      ("(level) = HIHG", "(level) takes a value of the enum p.Level, not HIHG; did you mean \"HIGH\"?"),
      ("(part) = { nam: 'x' }", "the message p.Part has no field \"nam\"; did you mean \"name\"?"),
      ("(part) = 5", "(part) takes a message of p.Part in braces, not 5"),
      ("(part) = { name: 'x' name: 'y' }", "\"name\" is set more than once and is not repeated"),
      ("deprecatd = true", "has no option \"deprecatd\"; did you mean \"deprecated\"?"),
      ("(missing) = 1", "\"missing\" is no extension known here"),
      ("(number) = 1, (number) = 2", "the option (number) is set already"),
      ("(number).x = 1", "(number) is no single message and has no parts"),
    ])
  func mistakes(option: String, message: String) {
    let found = findings(proto3: Self.head + "message M { int32 a = 1 [\(option)]; }")
    #expect(found.count == 1 && found[0].contains(message), "\(found)")
  }

  @Test(
    "extensions, defaults, ranges and map values follow the rules of their dialect",
    arguments: [
      ("message M { extensions 5 to 9; } extend M { optional int32 a = 4; }", "allowed are 5 to 9"),
      (
        "message M { extensions 5; } extend M { optional int32 a = 5; } extend M { optional int32 b = 5; }",
        "number 5 of M is used by the extension a already"
      ),
      ("message M { optional int32 a = 1 [default = 1.5]; }", "the default of a must be an integer"),
      ("enum E { A = 1; } message M { optional E e = 1 [default = B]; }", "must be a value of the enum E"),
      ("import \"b.proto\"; message b {}", "\"b\" is a package in b.proto"),
      ("message M { reserved 1 to 5, 3; }", "3 is in the range at 1:41 already"),
      ("message M { extensions 0 to 5; }", "the range lies outside 1 to 536870911"),
      ("enum E { A = 1; } message M { map<int32, E> e = 1; }", "a map's enum must have 0 as its first value"),
      ("message M { map<int32, int32> a = 1; message AEntry {} }", "\"M.AEntry\" is declared already"),
      ("import \"b.proto\"; import \"b.proto\";", "\"b.proto\" is imported twice"),
    ])
  func rules(body: String, message: String) {
    let text = "syntax = \"proto2\"; " + body
    let error = #expect(throws: SchemaError.self) {
      try link(["t.proto": text, "b.proto": "syntax = \"proto3\"; package b.c;"])
    }
    #expect(error?.description.contains(message) == true, "\(error?.description ?? "")")
  }

  @Test("a message given as an option has what it requires")
  func required() {
    let error = #expect(throws: SchemaError.self) {
      try link([
        "t.proto": """
        syntax = "proto2"; import "google/protobuf/descriptor.proto";
        message O { required int32 a = 1; optional int32 b = 2; }
        extend google.protobuf.FileOptions { optional O o = 50000; }
        option (o) = { b: 1 };
        """
      ])
    }
    #expect(error?.description.contains("O needs \"a\"") == true, "\(error?.description ?? "")")
  }

  @Test("proto3 extends options only, and has no fields of closed enums")
  func dialects() {
    #expect(
      findings(proto3: "message M {} extend M { int32 a = 1; }").contains { $0.contains("proto3 extends nothing but") })
    let error = #expect(throws: SchemaError.self) {
      try link([
        "t.proto": "syntax = \"proto3\"; import \"b.proto\"; message M { E e = 1; }",
        "b.proto": "syntax = \"proto2\"; enum E { A = 0; }",
      ])
    }
    #expect(error?.description.contains("closed enum E") == true)
  }

  @Test(
    "a type that is not known brings the likely one with it",
    arguments: [
      ("strng", "string"), ("int", "int32"), ("boolean", "bool"), ("String", "string"), ("Prat", "Part"),
      ("Outer.Iner", "Outer.Inner"),
    ])
  func suggestions(written: String, meant: String) {
    let found = findings(proto3: "message Part {} message Outer { message Inner {} } message M { \(written) a = 1; }")
    #expect(found.count == 1 && found[0].hasSuffix("; did you mean \"\(meant)\"?"), "\(found)")
  }

  @Test("a mistake within an option's braces leaves the message around it whole")
  func recovery() {
    #expect(findings(proto3: "message M { option (x) = { a: { b ? } c: 1 }; int32 a = 1; string b 2; }").count == 3)
  }

  @Test("thousands of unknown names end soon, in a bounded list")
  func bounded() {
    let fields = (1...1_000).map { "Unknown\($0) f\($0) = \($0);" }.joined()
    let messages = (1...100).map { "message Known\($0) {}" }.joined()
    #expect(findings(proto3: messages + "message M {" + fields + "}").count == 100)
  }
}
