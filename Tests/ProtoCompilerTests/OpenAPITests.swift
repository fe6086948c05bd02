import Foundation
import ProtoSchema
import Testing

@testable import ProtoCompiler

@Suite("documents of OpenAPI", .timeLimit(.minutes(1)))
struct OpenAPITests {
  static let folder = Program.root.appending(path: "Tests/ProtoCompilerTests/Schemas/OpenAPI")

  /// The document that the compiler makes of schema files and a base, with what it said.
  private static func made(
    of files: [String], base: String, roots: [URL]
  ) throws -> (program: Program, document: TemporaryFolder) {
    let out = try TemporaryFolder()
    let program = try Program.protogen(
      roots.flatMap { ["-I", $0.path] } + ["--openapi_out", "document.json", "--openapi_base", base] + files,
      at: out.url)
    return (program, out)
  }

  @Test("every kind of field, route and patch gives the document that is kept, byte for byte")
  func golden() throws {
    let roots = [Self.folder, Program.root.appending(path: "Protocols")]
    let base = Self.folder.appending(path: "base.json").path
    let (program, out) = try Self.made(of: ["shop.proto"], base: base, roots: roots)
    try #require(program.status == 0, "\(program.errors)")
    let document = try String(contentsOf: out.url.appending(path: "document.json"), encoding: .utf8)
    let kept = try String(contentsOf: Self.folder.appending(path: "document.json"), encoding: .utf8)
    #expect(document == kept)
  }

  @Test("the kept document is OpenAPI 3.1")
  func valid() throws {
    #expect(try Self.faults(in: Self.folder.appending(path: "document.json")) == "")
  }

  /// What the schema of OpenAPI 3.1 finds wrong with a document; empty when nothing is.
  static func faults(in document: URL) throws -> String {
    let python = Program.root.appending(path: ".venv/bin/python")
    let done = try Program(python, ["-m", "openapi_spec_validator", document.path])
    return done.status == 0 ? "" : done.output + done.errors
  }

  // MARK: What cannot be documented

  private static let base = #"{"openapi": "3.1.1", "info": {"title": "T", "version": "1"}"#

  private static func document(_ rule: String, base: String = Self.base + "}") throws -> String {
    let text = """
      syntax = "proto3"; package p; import "google/api/annotations.proto";
      message M { string a = 1; M b = 2; } message N { repeated string c = 1; }
      service S { rpc One(M) returns (N) { \(rule) } }
      """
    let protocols = Program.root.appending(path: "Protocols")
    let schema = try SchemaLoader.load(["t.proto"]) { path in
      if path == "t.proto" { return Array(text.utf8) }
      return (try? Data(contentsOf: protocols.appending(path: path))).map { [UInt8]($0) }
        ?? WellKnownSchemas.text(of: path).map { Array($0.utf8) }
    }
    return try OpenAPIGenerator(schema: schema, paths: ["t.proto"], base: Array(base.utf8), basePath: "base.json")
      .document()
  }

  private static let post = #"option (google.api.http) = { post: "/v1/m" body: "*" };"#

  @Test(
    "a rule that no operation can be made of is refused with its place",
    arguments: [
      (#"option (google.api.http) = { put: "/v1/m" body: "*" };"#, "is neither a post with the body"),
      (#"option (google.api.http) = { post: "/v1/m" };"#, "is neither a post with the body"),
      (#"option (google.api.http) = { post: "/v1/m" body: "a" };"#, "is neither a post with the body"),
      (#"option (google.api.http) = { get: "/v1/m" };"#, "p.M.b cannot be in a query"),
    ])
  func unusableRules(rule: String, words: String) {
    let error = #expect(throws: SchemaError.self) { try Self.document(rule) }
    let text = error?.description ?? ""
    #expect(text.hasPrefix("t.proto:3:") && text.contains(words), "\(text)")
  }

  @Test("two routes of one verb and path are refused")
  func twoOfOnePath() {
    let twice = #"option (google.api.http) = { get: "/m" additional_bindings { post: "/m" body: "*" } "#
    let error = #expect(throws: SchemaError.self) {
      try Self.document(twice + #"additional_bindings { post: "/m" body: "*" } };"#)
    }
    #expect(error?.description.contains("two operations want post /m") == true)
  }

  @Test(
    "a base that does not fit is refused, saying what it needs",
    arguments: [
      ("{", "base.json:1:2: a name in quotes is expected here"),
      ("{}", "\"openapi\" is missing or not of the kind 3.1.1"),
      (#"{"openapi": "3.0.3"}"#, "\"openapi\" is missing or not of the kind 3.1.1"),
      (#"{"openapi": "3.1.0", "info": {"title": "T"}}"#, "\"info\" needs \"title\" and \"version\""),
      (Self.base + #", "x-envelope": {"data": "data"}}"#, "\"x-envelope\" needs \"schema\""),
      (Self.base + #", "x-operations": {"Two": {}}}"#, "names \"Two\", and no route is of that"),
      (
        Self.base + #", "components": {"schemas": {"M": {"properties": {"z": {}}}}}}"#,
        "the component \"M\" has no member \"z\""
      ),
    ])
  func unusableBases(base: String, words: String) {
    let error = #expect(throws: SchemaError.self) { try Self.document(Self.post, base: base) }
    #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
  }

  @Test("without an envelope a reply is the body, and a rule may be named from within its package")
  func bare() throws {
    let tree = try JSONTreeParser.parse(Array(Self.document(Self.post).utf8), path: "made")
    let reply = tree["paths"]?["/v1/m"]?["post"]?["responses"]?["200"]?["content"]?["application/json"]?["schema"]
    #expect(reply == ["$ref": "#/components/schemas/N"])
    let relative = #"option (.google.api.http) = { post: "/v1/m" body: "*" };"#
    #expect(try Self.document(relative) == Self.document(Self.post))
  }

  @Test("the Swift constant holds the very text, whatever is in it")
  func swiftFile() throws {
    let info = ###"{"title": "\\#(x) \"\"\"# \\##(y)", "version": "1"}"###
    let schema = try SchemaLoader.load(["t.proto"]) { _ in Array("syntax = \"proto3\";".utf8) }
    let base = "{\"openapi\": \"3.1.1\", \"info\": \(info)}"
    let generator = try OpenAPIGenerator(schema: schema, paths: ["t.proto"], base: Array(base.utf8), basePath: "b")
    let document = try generator.document()
    let file = try generator.swiftFile(visibility: .package)
    #expect(file.name == "openapi.swift")
    #expect(file.text.contains("  package static let json = ###\"\"\"\n" + document + "\"\"\"###\n"))
  }

  // MARK: The command

  @Test("the command needs a base for a document, and a target's configuration may name one")
  func command() throws {
    let folder = try TemporaryFolder()
    try folder.write("syntax = \"proto3\"; package p; message M { string a = 1; }", to: "Target/t.proto")
    let words = ["-ITarget", "--openapi_out", "o.json", "t.proto"]
    let alone = try Program.protogen(words, at: folder.url)
    #expect(alone.status == 2 && alone.errors.contains("--openapi_out and --openapi_base need each other"))
    let missing = try Program.protogen(words + ["--openapi_base", "b.json"], at: folder.url)
    #expect(missing.status == 2 && missing.errors.contains("b.json cannot be read"))
    try folder.write(Self.base + ",}", to: "Target/b.json")
    let config = "{\"protoPath\": \".\", \"files\": [\"*.proto\"], \"messages\": false, \"openapi\": \"b.json\"}"
    try folder.write(config, to: "Target/protogen.json")
    let configured = ["--config", "Target/protogen.json", "--target-dir", "Target", "--out", "out"]
    let faulty = try Program.protogen(configured, at: folder.url)
    #expect(
      faulty.status == 1 && faulty.errors.contains("Target/b.json:1:61: error: a name in quotes"), "\(faulty.errors)")
    try folder.write(Self.base + "}", to: "Target/b.json")
    #expect(try Program.protogen(configured, at: folder.url).status == 0)
    #expect(try folder.names(in: "out") == ["openapi.swift"])
  }
}

extension OpenAPITests {
  @Test(
    "the document of our own services is OpenAPI 3.1, describes all it has, and refers to nothing that is not there")
  func own() throws {
    let out = try TemporaryFolder()
    let base = Program.root.appending(path: "Sources/EnrichmentService/Doors/openapi.json").path
    let made = try Program.protogen(
      ["-I", Program.root.appending(path: "Protocols").path, "--openapi_out", "document.json", "--openapi_base", base]
        + ["spots/enrichment/v1/*.proto"], at: out.url)
    try #require(made.status == 0, "\(made.errors)")
    let document = out.url.appending(path: "document.json")
    #expect(try Self.faults(in: document) == "")
    let tree = try JSONTreeParser.parse([UInt8](Data(contentsOf: document)), path: "document.json")
    let forms = tree["components"]?["schemas"]?.members ?? []
    for reference in Set(tree.strings(named: "$ref")) where reference.hasPrefix("#/components/schemas/") {
      #expect(forms.contains { reference.hasSuffix("/" + $0.name) }, "\(reference)")
    }
    for form in forms {
      #expect(form.value["description"] != nil, "\(form.name)")
      for member in form.value["properties"]?.members ?? [] {
        #expect(member.value["description"] != nil, "\(form.name).\(member.name)")
      }
    }
  }
}
