import Foundation

/// A program of the product, run to its end.
struct ProgramRun {
  /// What it printed on standard output.
  let output: String
  /// What it printed on standard error.
  let errors: String
  /// Its exit code.
  let status: Int32

  /// Folder of the built programs: where the tests themselves were built.
  static let programs: URL = {
    var folder = Bundle.allBundles.map(\.bundleURL).first { $0.pathExtension == "xctest" } ?? Bundle.main.bundleURL
    folder.deleteLastPathComponent()
    return FileManager.default.fileExists(atPath: folder.appending(path: "spotsd").path)
      ? folder : URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
  }()
  /// The package's folder.
  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// Runs a program of the product.
  static func spots(_ arguments: String..., environment: [String: String] = [:]) async throws -> ProgramRun {
    try await run(programs.appending(path: "spots"), arguments, environment: environment)
  }

  /// Runs any program and waits for its end.
  static func run(
    _ program: URL, _ arguments: [String], environment: [String: String] = [:]
  ) async throws -> ProgramRun {
    let process = Process()
    process.executableURL = program
    process.arguments = arguments
    process.currentDirectoryURL = root
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    process.standardInput = FileHandle.nullDevice
    let files = try (OutputFile(), OutputFile())
    process.standardOutput = files.0.handle
    process.standardError = files.1.handle
    try await process.runToEnd()
    return try ProgramRun(output: files.0.text(), errors: files.1.text(), status: process.terminationStatus)
  }
}

/// A file that takes a program's output; unlike a pipe it never fills up.
final class OutputFile {
  let url: URL
  let handle: FileHandle

  init() throws {
    url = FileManager.default.temporaryDirectory.appending(path: "spots-output-\(UUID().uuidString)")
    _ = FileManager.default.createFile(atPath: url.path, contents: nil)
    handle = try FileHandle(forWritingTo: url)
  }

  deinit {
    try? handle.close()
    try? FileManager.default.removeItem(at: url)
  }

  func text() throws -> String { String(decoding: try Data(contentsOf: url), as: UTF8.self) }
}

extension Process {
  /// Starts the process and waits for its end without holding a thread.
  func runToEnd() async throws {
    try await withCheckedThrowingContinuation { (done: CheckedContinuation<Void, any Error>) in
      terminationHandler = { _ in done.resume() }
      do {
        try run()
      } catch {
        terminationHandler = nil
        done.resume(throwing: error)
      }
    }
  }
}
