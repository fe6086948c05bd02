import Foundation
import Testing

@Suite("protogen on the command line", .timeLimit(.minutes(1)))
struct CommandLineTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.write(
      "syntax = \"proto3\"; package a; import \"b/b.proto\"; message A { b.B b = 1; }", to: "one/a.proto")
    try folder.write("syntax = \"proto3\"; package b; message B { int32 i = 1; }", to: "two/b/b.proto")
    try folder.write("syntax = \"proto3\"; message M { strin s = 1; int32 i 2; }\nmessage", to: "one/bad.proto")
  }

  private func run(_ arguments: String...) throws -> Program { try Program.protogen(arguments, at: folder.url) }

  @Test("several proto paths are searched in order, and all that is asked for is written")
  func paths() throws {
    let done = try run(
      "--proto_path", "one", "--proto_path=two", "--swift_out", "out/swift", "--descriptor_set_out", "set",
      "--visibility", "public", "a.proto", "two/b/b.proto")
    #expect(done.status == 0 && done.errors.isEmpty, "\(done.errors)")
    #expect(try folder.names(in: "out/swift") == ["a.pb.swift", "b_b.pb.swift"])
    let text = try String(contentsOf: folder.url.appending(path: "out/swift/a.pb.swift"), encoding: .utf8)
    #expect(text.contains("public struct A_A: WireFormat.Message {") && text.contains("public var b: B_B?"))
    #expect(try Data(contentsOf: folder.url.appending(path: "set")).count > 50)
  }

  @Test("patterns choose files; a file that stays the same is not written again")
  func patterns() throws {
    for _ in 0..<2 { #expect(try run("-Ione", "-I", "two", "--swift_out", "out", "**/b.proto", "a*").status == 0) }
    #expect(try folder.names(in: "out") == ["a.pb.swift", "b_b.pb.swift"])
    let file = folder.url.appending(path: "out/a.pb.swift").path
    let date = try FileManager.default.attributesOfItem(atPath: file)[.modificationDate] as? Date
    #expect(try run("-Ione", "-I", "two", "--swift_out", "out", "a.proto").status == 0)
    #expect(try FileManager.default.attributesOfItem(atPath: file)[.modificationDate] as? Date == date)
  }

  @Test("two stars and a slash stand for any folders and for none, at the beginning of a folder's name only")
  func topFolder() throws {
    for path in ["top/t.proto", "top/in/i.proto", "top/in/deep/d.proto", "top/int.proto"] {
      try folder.write("syntax = \"proto3\";", to: path)
    }
    func chosen(_ pattern: String) throws -> [String] {
      let out = UUID().uuidString
      let done = try run("-Itop", "--swift_out", out, pattern)
      return done.status == 0 ? try folder.names(in: out) : [done.errors]
    }
    #expect(try chosen("**/*.proto") == ["in_deep_d.pb.swift", "in_i.pb.swift", "int.pb.swift", "t.pb.swift"])
    #expect(try chosen("in/**/*.proto") == ["in_deep_d.pb.swift", "in_i.pb.swift"])
    #expect(try chosen("in**/t.proto")[0].contains("no file matches in**/t.proto under top"))
  }

  @Test("a pattern of what to leave out that fits no file is said, and no mistake")
  func needlessSkip() throws {
    try folder.write(
      "{\"protoPath\": \".\", \"files\": [\"a.proto\"], \"skip\": [\"b*\"], \"skipServices\": [\"**/c.proto\"]}",
      to: "plain/protogen.json")
    try folder.write("syntax = \"proto3\";", to: "plain/a.proto")
    let done = try run("--config", "plain/protogen.json", "--target-dir", "plain", "--out", "out")
    #expect(done.status == 0)
    #expect(
      done.errors == """
        protogen: warning: skip: no chosen file matches b*
        protogen: warning: skipServices: no chosen file matches **/c.proto

        """)
  }

  @Test("files may be kept from having stubs, where their services have the names of others")
  func skippedServices() throws {
    for name in ["one", "two"] {
      try folder.write(
        "syntax = \"proto3\"; package \(name); message M {} service S { rpc R(M) returns (M); }",
        to: "same/\(name).proto")
    }
    try folder.write(
      "{\"protoPath\": \".\", \"files\": [\"*.proto\"], \"services\": true, \"skipServices\": [\"t*\"]}",
      to: "same/protogen.json")
    let done = try run("--config", "same/protogen.json", "--target-dir", "same", "--out", "out")
    #expect(done.status == 0, "\(done.errors)")
    #expect(try folder.names(in: "out") == ["one.pb.swift", "one.rpc.swift", "two.pb.swift"])
  }

  @Test("mistakes of a schema are printed with the place on disk, all in one run, and nothing is written")
  func mistakes() throws {
    let done = try run("--proto_path", "one", "--swift_out", "out", "bad.proto")
    #expect(done.status == 1)
    #expect(
      done.errors.split(separator: "\n") == [
        "one/bad.proto:1:53: error: expected \"=\" after the field's name, found \"2\"",
        "one/bad.proto:2:8: error: expected a message name, found the end of the file",
      ])
    #expect(!FileManager.default.fileExists(atPath: folder.url.appending(path: "out").path))
  }

  @Test(
    "a wrong call says what is wrong and what is allowed",
    arguments: [
      (["a.proto"], "nothing is asked for"), (["--swift_out", "o"], "no schema file is named"),
      (["--swift-out", "o", "a.proto"], "unknown option --swift-out; did you mean \"--swift_out\"?"),
      (["--swift_out"], "--swift_out needs a value"), (["--services=1"], "--services takes no value"),
      (["--swift_out", "o", "--visibility", "open", "a.proto"], "public, package and internal are allowed"),
      (["--proto_path", "no", "--swift_out", "o", "a.proto"], "the proto path no is no folder"),
      (["--proto_path", "one", "--swift_out", "o", "z*.proto"], "no file matches z*.proto under one"),
      (["-I", "one", "-I", "two", "--swift_out", "one/a.proto/x", "a.proto"], "cannot make the folder one/a.proto/x"),
      (["--config", "no.json", "--target-dir", "one", "--out", "o"], "no.json cannot be read"),
    ])
  func usage(arguments: [String], message: String) throws {
    let done = try Program.protogen(arguments, at: folder.url)
    #expect(done.status == 2 && done.errors.contains(message), "\(done.errors)")
    #expect(done.errors.contains("usage: protogen"))
  }

  @Test("the explanation names every option")
  func help() throws {
    let help = try run("--help")
    #expect(help.status == 0 && help.errors.isEmpty)
    for option in ["--proto_path", "--swift_out", "--descriptor_set_out", "--visibility", "--services", "--config"] {
      #expect(help.output.contains("  \(option) "))
    }
  }
}
