import Foundation
import ProtoCompiler
import Testing

@Suite("Swift names of a schema", .timeLimit(.minutes(2)))
struct NamingTests {
  static let schemas = Program.root.appending(path: "Tests/ProtoCompilerTests/Schemas/Names")

  @Test(
    "what is generated compiles, whatever is named like what",
    arguments: [
      ["enum_case.proto"], ["fields.proto"], ["inner_types.proto"], ["keywords.proto"], ["known.proto"],
      ["methods.proto"], ["no_package.proto"], ["oneofs.proto"], ["options.proto"], ["top_keywords.proto"],
      ["packages/**"],
    ])
  func compiles(files: [String]) throws {
    for visibility in ["internal", "public"] {
      #expect(try TypeCheck.findings(of: files, in: Self.schemas, ["--visibility", visibility]) == [])
    }
  }

  @Test("internal Swift compiles beside files that import the same modules plainly, in a package without our features")
  func plainImports() throws {
    let own =
      "import RPC\nimport WireFormat\n\nfunc size(of message: some Message) -> Int { message.serializedBytes().count }\n"
    for features in [[], TypeCheck.features] {
      #expect(try TypeCheck.findings(of: ["methods.proto"], in: Self.schemas, features: features, beside: own) == [])
    }
  }

  @Test("every schema of names is one of the rows above, and protoc takes it")
  func rows() throws {
    let files = DescriptorSetTests.files(under: ".", of: Self.schemas).map { String($0.dropFirst(2)) }
    #expect(files.filter { !$0.hasPrefix("packages/") }.count == 10)
    for path in files {
      let python = Program.root.appending(path: ".venv/bin/python")
      let done = try Program(
        python, ["-m", "grpc_tools.protoc", "--proto_path", Self.schemas.path, "-o", "/dev/null", path])
      #expect(done.status == 0, "\(path): \(done.errors)")
    }
  }

  @Test(
    "what is named first keeps its name; another of that name is set apart",
    arguments: [
      (
        "message M { int32 PayLoad = 3; int32 pay_load = 1; }", ["var payLoad: Int32", "var payLoad_3: Int32"]
      ),
      ("message M { string URL = 1; string url = 2; }", ["var url: String", "var url_2: String"]),
      (
        "message M { int32 encode = 1; int32 encode_field = 2; }",
        ["var encodeField_1: Int32", "var encodeField: Int32"]
      ),
      (
        "enum E { option allow_alias = true; ZERO = 0; MOO = 2; moo = 2; Moo = 2; }",
        ["case moo\n", "var moo_2: Self { .moo }", "var moo_3: Self { .moo }"]
      ),
      (
        "message M { message Type {} message TypeMessage {} Type t = 1; }",
        ["struct TypeMessage_2: ", "struct TypeMessage: ", "var t: M.TypeMessage_2?"]
      ),
      ("message M { message M {} M m = 1; }", ["struct MMessage: ", "var m: M.MMessage?"]),
      ("message M { oneof m { int32 a = 1; } M other = 2; }", ["enum MOneOf: ", "var m: MOneOf?"]),
      ("message M { message Reply {} Reply a = 1; }", ["struct Reply: ", "var a: M.Reply?"]),
      (
        "message A {} message M { message A {} .p.q_r.v1.A outer = 1; A inner = 2; }",
        ["var outer: A?", "var inner: M.AMessage?"]
      ),
      ("message A {} message M { message A {} A inner = 2; }", ["var inner: M.A?"]),
      ("message E {} service S { rpc Get(E) returns (E); rpc get(E) returns (E); }", ["func get(_", "func get_2(_"]),
      ("message class {} message M { class class = 1; }", ["struct `class`: ", "var `class`: `class`?"]),
    ])
  func apart(body: String, lines: [String]) throws {
    let text = try generated(body, options: GeneratorOptions(services: true))
    for line in lines { #expect(text.contains(line), "\(line)") }
  }

  @Test("of services of one name the first keeps it, the others have their package before theirs")
  func services() throws {
    let folder = try TemporaryFolder()
    let made = try Program.protogen([
      "--proto_path", Self.schemas.path, "--services", "--swift_out", folder.url.path, "packages/v2/greet.proto",
      "packages/v1/greet.proto",
    ])
    #expect(made.status == 0, "\(made.errors)")
    func text(_ version: Int) throws -> String {
      let file = folder.url.appending(path: "packages_v\(version)_greet.rpc.swift")
      return String(decoding: try Data(contentsOf: file), as: UTF8.self)
    }
    #expect(try text(1).contains("struct GreeterClient: "))
    #expect(try text(2).contains("struct Names_V2_GreeterClient: "))
  }

  @Test("a file's types are the runtime's whichever copy of it is read")
  func foreignCopies() throws {
    for root in ["/usr/include", Self.schemas.path] {
      let made = try TypeCheck.findings(of: ["known.proto"], in: Self.schemas, ["--proto_path", root])
      #expect(made == [])
    }
  }

  @Test("a type that the runtime's file has not is refused where it is used")
  func unknownCopy() throws {
    let folder = try TemporaryFolder()
    try folder.write(
      "syntax = \"proto3\"; package google.protobuf; message Empty {} message Emptier {}",
      to: "google/protobuf/empty.proto")
    try folder.write(
      "syntax = \"proto3\"; import \"google/protobuf/empty.proto\"; message M { google.protobuf.Emptier e = 1; }",
      to: "m.proto")
    let done = try Program.protogen(["--swift_out", "out", "m.proto"], at: folder.url)
    #expect(done.status == 1)
    #expect(
      done.errors.hasSuffix(
        "m.proto:1:94: error: google.protobuf.Emptier is not in the \"google/protobuf/empty.proto\" that the runtime "
          + "has, so it has no Swift form\n"))
  }
}
