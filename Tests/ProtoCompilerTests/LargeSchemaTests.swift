import ProtoCompiler
import ProtoSchema
import Testing

@Suite("Large schemas", .timeLimit(.minutes(1)))
struct LargeSchemaTests {
  /// Messages that hold one another in every way, in circles too.
  static func messages(_ count: Int) -> String {
    (0..<count).map { index in
      let others = [7, 11, 13].map { "M\((index * $0 + 1) % count)" }
      return """
        // Message \(index).
        message M\(index) {
          int32 a = 1; string b = 2; \(others[0]) c = 3; repeated \(others[1]) d = 4; map<string, \(others[2])> e = 5;
          oneof choice { bytes f = 6; \(others[0]) g = 7; }
        }
        """
    }.joined(separator: "\n")
  }

  @Test("a thousand messages are generated in one call, every one of them, and the same again")
  func thousand() throws {
    let body = Self.messages(1_000)
    let text = try generated(body)
    #expect(text.split(separator: "\n").filter { $0.hasPrefix("package struct M") }.count == 1_000)
    #expect(try generated(body) == text)
  }

  @Test("in parts, every message is in one of the files, in the order of the schema")
  func parts() throws {
    let text = "syntax = \"proto3\"; enum E { NONE = 0; }\n" + Self.messages(16)
    let schema = try SchemaLoader.load(["big.proto"]) { _ in Array(text.utf8) }
    let options = GeneratorOptions(parts: 5)
    let files = try Generator(schema: schema, paths: ["big.proto"], options: options).generate()
    #expect(files.map(\.name) == OutputName.messages(of: "big.proto", parts: 5))
    let counts = files.map { file in file.text.split(separator: "\n").filter { $0.hasPrefix("struct M") }.count }
    #expect(counts == [4, 4, 4, 4, 0])
    #expect(files.map { $0.text.contains("enum E:") } == [true, false, false, false, false])
    let whole = try Generator(schema: schema, paths: ["big.proto"], options: GeneratorOptions()).generate()
    let lines = files.flatMap { $0.text.split(separator: "\n") }.filter { $0.hasPrefix("struct ") }
    #expect(lines == whole[0].text.split(separator: "\n").filter { $0.hasPrefix("struct ") })
  }

  @Test("files that would be generated under one name are refused")
  func twins() throws {
    let schema = try SchemaLoader.load(["a/b.proto", "a_b.proto"]) { _ in Array("syntax = \"proto3\";".utf8) }
    let error = #expect(throws: SchemaError.self) {
      try Generator(schema: schema, paths: ["a/b.proto", "a_b.proto"], options: GeneratorOptions()).generate()
    }
    #expect(error?.description == "a_b.proto:1:1: a/b.proto and a_b.proto would both be generated as a_b.pb.swift")
  }
}
