import Foundation
import Testing

/// Python of `.venv`, which `make test-dependencies` makes.
struct PythonProgram {
  static let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..").standardizedFileURL

  /// Runs Python to its end; what it says when it fails is an issue.
  static func run(_ arguments: [String]) async throws {
    let python = root.appending(path: ".venv/bin/python")
    try #require(FileManager.default.fileExists(atPath: python.path), "no .venv: run `make test-dependencies` first")
    let process = Process()
    process.executableURL = python
    process.arguments = ["-B"] + arguments
    process.currentDirectoryURL = root
    let errors = FileManager.default.temporaryDirectory.appending(path: "round-trip-\(UUID().uuidString).txt")
    _ = FileManager.default.createFile(atPath: errors.path, contents: nil)
    defer { try? FileManager.default.removeItem(at: errors) }
    process.standardError = try FileHandle(forWritingTo: errors)
    try await withCheckedThrowingContinuation { (done: CheckedContinuation<Void, any Error>) in
      process.terminationHandler = { _ in done.resume() }
      do {
        try process.run()
      } catch {
        process.terminationHandler = nil
        done.resume(throwing: error)
      }
    }
    let text = String(decoding: (try? Data(contentsOf: errors)) ?? Data(), as: UTF8.self)
    try #require(process.terminationStatus == 0, "\(text.suffix(4_000))")
  }
}
