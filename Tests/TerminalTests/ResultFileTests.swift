import Foundation
import Terminal
import Testing

@Suite("a file that a result goes to", .timeLimit(.minutes(1)))
struct ResultFileTests {
  private static func withFolder(_ body: (String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "spots-result-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder.path)
  }

  /// Why a path cannot be opened.
  private static func refusal(_ path: String) -> String? {
    do {
      _ = try ResultFile(path)
      return nil
    } catch { return "\(error)" }
  }

  @Test("keeps what it held until the result is there, which then is all it holds")
  func replaced() throws {
    try Self.withFolder { folder in
      let path = folder + "/result"
      try Data("what was there before".utf8).write(to: URL(filePath: path))
      guard var file = try ResultFile(path) else { return }
      #expect(try String(contentsOfFile: path, encoding: .utf8) == "what was there before")
      try file.write("new")
      #expect(try String(contentsOfFile: path, encoding: .utf8) == "new")
    }
  }

  @Test("that was made for a run which came to nothing goes with it; one that was there stays")
  func abandoned() throws {
    try Self.withFolder { folder in
      let (old, new) = (folder + "/old", folder + "/new")
      try Data("old".utf8).write(to: URL(filePath: old))
      for path in [old, new] { _ = try ResultFile(path) }
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["old"])
      #expect(try String(contentsOfFile: old, encoding: .utf8) == "old")
    }
  }

  @Test("is refused at once with its path and the reason where it cannot be written")
  func refused() throws {
    try Self.withFolder { folder in
      #expect(Self.refusal(folder + "/missing/result")?.contains("missing/result: cannot be written: No such") == true)
      #expect(Self.refusal(folder)?.contains("Is a directory") == true)
      #expect(Self.refusal("/dev/null") == nil)
      var full = try ResultFile("/dev/full")
      #expect(throws: ResultFile.Unusable.self) { try full?.write("text") }
    }
  }
}
