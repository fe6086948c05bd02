import ProtoCompiler
import ProtoSchema
import Testing

@Suite("Large schemas")
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

  @Test("files that would be generated under one name are refused")
  func twins() throws {
    let schema = try SchemaLoader.load(["a/b.proto", "a_b.proto"]) { _ in Array("syntax = \"proto3\";".utf8) }
    let error = #expect(throws: SchemaError.self) {
      try Generator(schema: schema, paths: ["a/b.proto", "a_b.proto"], options: GeneratorOptions()).generate()
    }
    #expect(error?.description == "a_b.proto:1:1: a/b.proto and a_b.proto would both be generated as a_b.pb.swift")
  }
}
