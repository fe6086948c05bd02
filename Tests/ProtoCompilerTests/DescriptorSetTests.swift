import Foundation
import ProtoSchema
import Testing

@Suite("Descriptor sets against those of protoc", .timeLimit(.minutes(1)))
struct DescriptorSetTests {
  static let debian = URL(filePath: "/usr/include")
  static let schemas = Program.root.appending(path: "Tests/ProtoCompilerTests/Schemas")

  /// The folder that holds `google/api` and its neighbours from PyPI's googleapis-common-protos.
  static var python: URL {
    get throws {
      let libraries = Program.root.appending(path: ".venv/lib")
      let versions = (try? FileManager.default.contentsOfDirectory(atPath: libraries.path)) ?? []
      let folders = versions.sorted().map { libraries.appending(path: $0 + "/site-packages") }
      return try #require(
        folders.first { FileManager.default.fileExists(atPath: $0.appending(path: "google/api").path) },
        "no googleapis-common-protos in .venv: run `make test-dependencies` first")
    }
  }

  /// Schema files below a folder, as they are imported from a root.
  static func files(under folder: String, of root: URL) -> [String] {
    let all = FileManager.default.enumerator(atPath: root.appending(path: folder).path)?.compactMap { $0 as? String }
    return (all ?? []).filter { $0.hasSuffix(".proto") }.map { folder + "/" + $0 }.sorted()
  }

  /// Whether both compilers write the same bytes for a file and all it imports, and these say all that we know of it.
  static func isSame(_ path: String, roots: [URL]) throws -> Bool {
    let folder = try TemporaryFolder()
    let sets = ["theirs", "ours"].map { folder.url.appending(path: $0) }
    let paths = roots.map { "--proto_path=" + $0.path }
    let theirs = try Program(
      Program.root.appending(path: ".venv/bin/python"),
      ["-m", "grpc_tools.protoc"] + paths + ["--include_imports", "-o", sets[0].path, path])
    try #require(theirs.status == 0, "protoc \(path): \(theirs.errors)")
    let ours = try Program.protogen(paths + ["--descriptor_set_out", sets[1].path, path])
    try #require(ours.status == 0, "protogen \(path): \(ours.errors)")
    let bytes = try Data(contentsOf: sets[1])
    #expect(try Schema(decodingSet: [UInt8](bytes)).descriptorSet() == [UInt8](bytes), "\(path) read back")
    return try Data(contentsOf: sets[0]) == bytes
  }

  @Test("every schema of googleapis-common-protos and of libprotobuf-dev gives the same bytes, imports included")
  func published() throws {
    let python = try Self.python
    let google = Self.files(under: "google", of: python).filter { !$0.hasPrefix("google/protobuf/") }
    let debian = Self.files(under: "google/protobuf", of: Self.debian)
    try #require(google.count > 50 && debian.count > 10, "run `make test-dependencies` first")
    for path in google + debian {
      #expect(try Self.isSame(path, roots: [python, Self.debian]), "\(path)")
    }
    print("descriptor sets compared with protoc: \(google.count) of googleapis, \(debian.count) of libprotobuf-dev")
  }

  @Test(
    "proto2, options of every type, maps, oneofs and defaults in all corners give the same bytes",
    arguments: ["choices.proto", "old.proto", "uses.proto"])
  func corners(path: String) throws {
    #expect(try Self.isSame(path, roots: [Self.schemas, Self.debian]))
  }

  @Test("our own schemas give the same bytes")
  func own() throws {
    let root = Program.root.appending(path: "Protocols")
    for folder in ["spots", "grpc", "google/rpc"] {
      let files = Self.files(under: folder, of: root)
      try #require(!files.isEmpty)
      for path in files { #expect(try Self.isSame(path, roots: [root, Self.debian]), "\(path)") }
    }
  }

  @Test("without a copy of descriptor.proto options still have their types")
  func withoutCopy() throws {
    let folder = try TemporaryFolder()
    let set = folder.url.appending(path: "set").path
    let run = try Program.protogen(["--proto_path", Self.schemas.path, "--descriptor_set_out", set, "uses.proto"])
    #expect(run.status == 0 && run.errors.isEmpty, "\(run.errors)")
  }
}
