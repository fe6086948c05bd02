import Foundation
import ProtoSchema
import Testing

@Suite("What protobuf's own compiler takes and refuses", .timeLimit(.minutes(2)))
struct ProtocTests {
  /// The table's files in a folder, with what protoc says of each: the bytes of its set, or nil.
  private func compiled(_ table: KeyValuePairs<String, String>) throws -> [String: Data?] {
    let folder = try TemporaryFolder()
    for (path, text) in importedSchemas { try folder.write(text, to: path) }
    for (name, text) in table { try folder.write(text, to: name + ".proto") }
    try folder.write(Self.program, to: "compile.py")
    let python = Program.root.appending(path: ".venv/bin/python")
    let run = try Program(python, ["compile.py"] + table.map(\.key), at: folder.url)
    try #require(run.status == 0, "\(run.errors)")
    return Dictionary(
      table.map { ($0.key, try? Data(contentsOf: folder.url.appending(path: $0.key + ".pb"))) },
      uniquingKeysWith: { first, _ in first })
  }

  private static let program = """
    import os, sys
    from grpc_tools import protoc, _protoc_compiler
    known = os.path.join(os.path.dirname(protoc.__file__), "_proto")
    for name in sys.argv[1:]:
        protoc.main(["protoc", "-I.", "-I" + known, "--include_imports", "-o", name + ".pb", name + ".proto"])
    """

  private func linked(_ name: String, _ text: String) throws -> Schema {
    try SchemaLoader.load([name + ".proto"]) { path in
      let known = path == DescriptorSchema.path ? try? Data(contentsOf: Self.descriptor) : nil
      return known.map { [UInt8]($0) }
        ?? (path == name + ".proto" ? text : importedSchemas[path]).map { Array($0.utf8) }
    }
  }

  private static let descriptor: URL = {
    let libraries = Program.root.appending(path: ".venv/lib")
    let versions = (try? FileManager.default.contentsOfDirectory(atPath: libraries.path)) ?? []
    return libraries.appending(
      path: "\(versions.first ?? "")/site-packages/grpc_tools/_proto/google/protobuf/descriptor.proto")
  }()

  @Test("what it refuses is refused, with the place and what is wrong")
  func refused() throws {
    for (name, bytes) in try compiled(refusedSchemas) { #expect(bytes == nil, "protoc takes \(name)") }
    for (name, text) in refusedSchemas {
      let error = #expect(throws: SchemaError.self, "\(name)") { try linked(name, text) }
      let isPlaced = error?.diagnostics.allSatisfy { $0.path == name + ".proto" && $0.message.count > 10 }
      #expect(isPlaced == true, "\(name): \(error?.description ?? "")")
    }
  }

  @Test("what it takes gives the same bytes: options in parts and by number, those for the source left out")
  func taken() throws {
    let theirs = try compiled(takenSchemas)
    for (name, text) in takenSchemas {
      let bytes = try linked(name, text).descriptorSet()
      #expect(Data(bytes) == theirs[name], "\(name)")
      #expect(try Schema(decodingSet: bytes).descriptorSet() == bytes, "\(name) read back")
    }
  }

  @Test(
    "half of a surrogate pair is refused, and so are escapes without their digits",
    arguments: ["\\ud83d", "\\ude00", "\\ud83dx", "\\ud83d\\u0041", "\\u12", "\\U0011", "\\x", "\\U00110000"])
  func escapes(text: String) {
    let file = "syntax = \"proto3\"; option java_package = \"\(text)\";"
    let error = #expect(throws: SchemaError.self) { try linked("t", file) }
    #expect(error?.description.hasPrefix("t.proto:1:43: ") == true, "\(error?.description ?? "")")
  }
}
