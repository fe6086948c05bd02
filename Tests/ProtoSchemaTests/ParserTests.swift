import ProtoSchema
import Testing

@Suite("Reading schema texts", .timeLimit(.minutes(1)))
struct ParserTests {
  @Test("everything a proto3 file can declare is read")
  func wholeFile() throws {
    let schema = try link(
      proto3: """
        import public "google/protobuf/descriptor.proto";
        option java_package = "x.y"; option (custom).part = { a: 1 b { c: "d" } e: [1, -2.5] f < g: inf > };
        extend google.protobuf.FileOptions { Outer custom = 50000; }
        message Outer { Part part = 1; }
        message Part { int32 a = 1; B b = 2; repeated double e = 3; F f = 4;
          message B { string c = 1; } message F { float g = 1; } }
        message M {
          int32 a = 1 [deprecated = true, json_name = "12_a"];
          repeated .p.M.Inner many = 2;
          map<string, Kind> kinds = 0x3;
          oneof body { string text = 4; Inner inner = 5; }
          optional bytes data = 6;
          reserved 7, 9 to 11, 100 to max; reserved "old", "older";
          message Inner { M outer = 1; }
          enum Kind { option allow_alias = true; ZERO = 0; ALSO = 0 [deprecated = true]; MINUS = -0x1; }
        }
        service S { option deprecated = true; rpc A(M) returns (stream .p.M);
          rpc B(stream M.Inner) returns (M) { option idempotency_level = NO_SIDE_EFFECTS; }; }
        """)
    let message = try #require(schema.messages["p.M"])
    #expect(message.fields.map(\.name) == ["a", "many", "kinds", "text", "inner", "data"])
    #expect(message.fields.map(\.number) == [1, 2, 3, 4, 5, 6])
    #expect(message.fields[0].jsonName == "12_a" && message.fields[0].isDeprecated)
    #expect(message.fields[1].kind == .message("p.M.Inner"))
    #expect(message.fields[1].cardinality == .repeated(isPacked: false))
    #expect(message.fields[2].cardinality == .map(key: .string))
    #expect(message.fields[2].kind == .enumeration("p.M.Kind"))
    #expect(message.fields(ofOneof: 0).map(\.name) == ["text", "inner"])
    #expect(message.fields[5].cardinality == .optional)
    #expect(message.reservedRanges.map(\.last) == [7, 11, 536_870_911])
    #expect(schema.enums["p.M.Kind"]?.values.map(\.number) == [0, 0, -1])
    let methods = try #require(schema.file("t.proto")?.services.first?.methods)
    #expect(methods.map(\.isReplyStream) == [true, false])
    #expect(methods.map(\.isRequestStream) == [false, true])
    #expect(methods[1].requestType == "p.M.Inner")
  }

  @Test("comments before a declaration, or behind it on its line, belong to it; those apart do not")
  func comments() throws {
    let schema = try link(
      proto3: """
        // Far away.

        // First line.
        // Second line.
        message M { // not this one
          // Before.
          int32 a = 1; // not this one either
          int32 b = 2; // Behind.
          /* Block
           * of two. */
          int32 c = 3;

          int32 d = 4;
          enum E {
            ZERO = 0; // Nothing.
          }
        }
        """)
    let message = try #require(schema.messages["p.M"])
    #expect(message.comment == "First line.\nSecond line.")
    #expect(message.fields.map(\.comment) == ["Before.", "Behind.", "Block\nof two.", ""])
    #expect(message.enums.first?.values.first?.comment == "Nothing.")
  }

  @Test("keywords are names where a name stands")
  func keywordsAsNames() throws {
    let schema = try link(
      proto3: """
        message message {
          string package = 1; int32 optional = 2; bool repeated = 3; int32 reserved = 4;
          string message = 5; enum oneof = 6;
        }
        message option { map map = 1; stream stream = 2; }
        message map {} message stream {}
        enum enum { optional = 0; reserved = 1; }
        """)
    #expect(schema.messages["p.message"]?.fields.count == 6)
    #expect(schema.messages["p.option"]?.fields.count == 2)
    #expect(schema.enums["p.enum"]?.values.count == 2)
  }

  @Test("strings keep their bytes: escapes, neighbours joined")
  func strings() throws {
    let text = #"syntax = "proto3"; option swift_prefix = 'A\x42\103' "\u00e9\n";"#
    #expect(try link(["t.proto": text]).files[0].swiftPrefix == "ABCé\n")
  }

  @Test("proto2 with groups, extensions, defaults and required fields is read")
  func proto2() throws {
    let schema = try link([
      "t.proto": """
      syntax = "proto2";
      message M {
        required int32 a = 1 [default = -5];
        optional group Pair = 2 { optional string b = 3; }
        repeated int32 c = 4; repeated int32 d = 5 [packed = true];
        extensions 100 to 199 [verification = UNVERIFIED];
        extend M { optional int32 e = 100; }
      }
      extend M { repeated group More = 101 { optional int32 x = 1; } }
      enum E { ONE = 1; }
      """
    ])
    let message = try #require(schema.messages["M"])
    #expect(message.fields[0].cardinality == .required)
    #expect(message.fields[0].defaultValue == .integer(magnitude: 5, isNegative: true))
    #expect(message.fields[1].kind == .group("M.Pair"))
    #expect(message.fields[1].name == "pair")
    #expect(message.fields[2].cardinality == .repeated(isPacked: false))
    #expect(message.fields[3].cardinality == .repeated(isPacked: true))
    #expect(schema.messages["More"] != nil)
    #expect(schema.enums["E"]?.isClosed == true)
  }

  @Test("editions decide presence, packing and openness by features")
  func editions() throws {
    let schema = try link([
      "t.proto": """
      edition = "2023";
      option features.field_presence = IMPLICIT;
      message M {
        int32 a = 1;
        int32 b = 2 [features.field_presence = EXPLICIT];
        repeated int32 c = 3;
        repeated int32 d = 4 [features.repeated_field_encoding = EXPANDED];
        M e = 5 [features = { message_encoding: DELIMITED }];
        int32 f = 6 [features.field_presence = LEGACY_REQUIRED];
        reserved gone;
      }
      enum E { option features.enum_type = CLOSED; ONE = 1; }
      """
    ])
    let fields = try #require(schema.messages["M"]?.fields)
    #expect(fields[0].cardinality == .implicit)
    #expect(fields[1].cardinality == .optional)
    #expect(fields[2].cardinality == .repeated(isPacked: true))
    #expect(fields[3].cardinality == .repeated(isPacked: false))
    #expect(fields[4].kind == .group("M"))
    #expect(fields[5].cardinality == .required)
  }

  @Test("every integer and fraction form is read")
  func numbers() throws {
    let values = [
      "0", "017", "0x1F", "18446744073709551615", "1.5", "1e3", ".5", "1.", "inf", "-nan", "99999999999999999999",
    ]
    let options = values.enumerated().map { "option (o\($0)) = \($1);" }.joined(separator: "\n")
    let fields = values.indices.map { "double o\($0) = \(50_000 + $0);" }.joined(separator: "\n")
    let head = "import \"google/protobuf/descriptor.proto\"; extend google.protobuf.FileOptions {"
    #expect(findings(proto3: head + fields + "}" + options) == [])
    #expect(findings(proto3: "option o = 018;").count == 1)
    #expect(findings(proto3: "option o = 0xG;").count == 1)
    #expect(findings(proto3: "option o = 2f;").count == 1)
    #expect(findings(proto3: "option o = 1.2.3;").count == 1)
  }
}
