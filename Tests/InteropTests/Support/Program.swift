import Foundation

/// A program that serves: it says `listening HOST:PORT` on its standard output and goes on until it is ended.
final class ServingProgram: @unchecked Sendable {
  struct NotStarted: Error, CustomStringConvertible {
    let description: String
  }

  /// Where it listens.
  let port: UInt16
  private let process: Process
  private let output: OutputFile

  /// Starts the program and waits until it listens.
  init(_ program: URL, _ arguments: [String]) async throws {
    process = Process()
    output = try OutputFile()
    process.executableURL = program
    process.arguments = arguments
    process.currentDirectoryURL = Place.root
    process.standardOutput = output.handle
    process.standardError = output.handle
    try process.run()
    port = try await Self.port(process, output)
  }

  deinit {
    if process.isRunning { kill(process.processIdentifier, SIGKILL) }
  }

  /// Starts `interop-server` on a free port.
  static func interopServer() async throws -> ServingProgram {
    try await ServingProgram(
      Place.programs.appending(path: "interop-server"),
      ["--listen", "127.0.0.1:0", "--cert", Place.certificate, "--key", Place.key])
  }

  /// The program's process id.
  var processID: Int32 { process.processIdentifier }

  /// Sends the program a signal that ends it and answers its exit code.
  func stop(with signal: Int32) async throws -> Int32 {
    kill(process.processIdentifier, signal)
    return try await exitCode()
  }

  /// Waits for the end of the program and answers its exit code.
  func exitCode() async throws -> Int32 {
    while process.isRunning { try await Task.sleep(for: .milliseconds(20)) }
    return process.terminationStatus
  }

  private static func port(_ process: Process, _ output: OutputFile) async throws -> UInt16 {
    let end = Date().addingTimeInterval(60)
    while Date() < end, process.isRunning {
      let line = try output.text().split(separator: "\n").first { $0.hasPrefix("listening ") }
      if let port = line?.split(separator: ":").last.flatMap({ UInt16($0) }) { return port }
      try await Task.sleep(for: .milliseconds(20))
    }
    if process.isRunning { process.terminate() }
    throw NotStarted(description: "it did not say that it listens: \(try output.text())")
  }
}

/// A program run to its end.
struct ProgramRun {
  /// What it printed on standard output and standard error.
  let output: String
  /// Its exit code.
  let status: Int32

  /// Runs the program and waits for its end.
  static func run(_ program: URL, _ arguments: [String]) async throws -> ProgramRun {
    let process = Process()
    let output = try OutputFile()
    process.executableURL = program
    process.arguments = arguments
    process.currentDirectoryURL = Place.root
    process.standardOutput = output.handle
    process.standardError = output.handle
    try await withCheckedThrowingContinuation { (done: CheckedContinuation<Void, any Error>) in
      process.terminationHandler = { _ in done.resume() }
      do {
        try process.run()
      } catch {
        process.terminationHandler = nil
        done.resume(throwing: error)
      }
    }
    return ProgramRun(output: try output.text(), status: process.terminationStatus)
  }
}

/// A file that takes a program's output; unlike a pipe it never fills up.
final class OutputFile {
  let handle: FileHandle
  private let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory.appending(path: "interop-output-\(UUID().uuidString)")
    _ = FileManager.default.createFile(atPath: url.path, contents: nil)
    handle = try FileHandle(forWritingTo: url)
  }

  deinit {
    try? handle.close()
    try? FileManager.default.removeItem(at: url)
  }

  func text() throws -> String { String(decoding: try Data(contentsOf: url), as: UTF8.self) }
}
