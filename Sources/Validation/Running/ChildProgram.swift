package import Foundation

/// Programs of the product that a validation runs, beside the one that runs it.
package struct ChildPrograms: Sendable {
  /// A program that did not do what it was asked for.
  package struct Failure: Error, Sendable, CustomStringConvertible {
    /// The command and what it said.
    package let description: String
  }

  /// The folder that `spots` and `spotsd` are in.
  package let folder: URL

  /// The programs of a folder.
  /// - Throws: `Failure` where one of them is missing.
  package init(in folder: URL) throws(Failure) {
    self.folder = folder
    for name in ["spots", "spotsd"]
    where !FileManager.default.isExecutableFile(atPath: folder.appending(path: name).path) {
      throw Failure(description: "\(folder.path) has no program \(name); `make build` puts both in one folder")
    }
  }

  /// Runs `spots` to its end and answers what it printed. Cancelling the task ends it.
  ///
  /// - Parameter place: its working directory, where what it prints goes too.
  /// - Throws: `Failure` with its last words where it does not exit with 0; `CancellationError`.
  package func spots(_ arguments: [String], in place: URL) async throws -> String {
    let output = try ChildOutput(in: place)
    let process = output.process(folder.appending(path: "spots"), arguments)
    try await withTaskCancellationHandler {
      try await process.runToEnd()
    } onCancel: {
      process.terminateIfRunning()
    }
    try Task.checkCancellation()
    guard process.terminationStatus == 0 else {
      throw Failure(
        description: "`spots \(arguments.first ?? "")` ended with \(process.terminationStatus): \(output.errors())")
    }
    return output.text()
  }

  /// Starts `spotsd` and waits until it listens.
  ///
  /// - Parameter place: as of `spots`.
  /// - Throws: `Failure` with its last words where it ends before, or does not listen within a minute.
  package func serve(_ arguments: [String], in place: URL) async throws -> RunningService {
    let output = try ChildOutput(in: place)
    let process = output.process(folder.appending(path: "spotsd"), arguments)
    try process.run()
    let end = ContinuousClock.now + .seconds(60)
    while process.isRunning, ContinuousClock.now < end, !Task.isCancelled {
      if let line = output.text().split(separator: "\n").first(where: { $0.hasPrefix("listening ") }) {
        return RunningService(process: process, endpoint: String(line.dropFirst("listening ".count)))
      }
      try? await Task.sleep(for: .milliseconds(20))
    }
    process.terminateIfRunning()
    try Task.checkCancellation()
    throw Failure(description: "`spotsd` did not listen: \(output.errors())")
  }
}

/// A `spotsd` that listens.
package final class RunningService: Sendable {
  /// Where it listens, `HOST:PORT`.
  package let endpoint: String
  private let process: Process

  fileprivate init(process: Process, endpoint: String) { (self.process, self.endpoint) = (process, endpoint) }

  deinit { process.terminateIfRunning() }

  /// Stops it and waits for its end, a cancelled task too.
  package func stop() async {
    process.terminateIfRunning()
    while process.isRunning { await Task { try? await Task.sleep(for: .milliseconds(10)) }.value }
  }
}

/// Files that take what a program prints: unlike pipes they never fill up.
private struct ChildOutput {
  private let folder: URL
  private let files: [URL]
  private let handles: [FileHandle]

  init(in folder: URL) throws {
    self.folder = folder
    files = (0..<2).map { _ in folder.appending(path: "output-\(UUID().uuidString)") }
    handles = try files.map { file in
      _ = FileManager.default.createFile(atPath: file.path, contents: nil)
      return try FileHandle(forWritingTo: file)
    }
  }

  func process(_ program: URL, _ arguments: [String]) -> Process {
    let process = Process()
    (process.executableURL, process.arguments) = (program, arguments)
    (process.currentDirectoryURL, process.standardInput) = (folder, FileHandle.nullDevice)
    (process.standardOutput, process.standardError) = (handles[0], handles[1])
    return process
  }

  func text() -> String { (try? String(contentsOf: files[0], encoding: .utf8)) ?? "" }

  /// The last of what it said on standard error.
  func errors() -> String { ((try? String(contentsOf: files[1], encoding: .utf8)) ?? "").suffix(2_000).description }
}

extension Process {
  /// Starts the process and waits for its end without holding a thread.
  fileprivate func runToEnd() async throws {
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

  fileprivate func terminateIfRunning() { if isRunning { terminate() } }
}
