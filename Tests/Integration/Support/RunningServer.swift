import Foundation

/// A `spotsd` process on a port of its own.
final class RunningServer {
  struct NotStarted: Error, CustomStringConvertible {
    let description: String
  }

  let endpoint: String
  let store: String
  private let process: Process
  private let output: OutputFile
  private let errors: OutputFile
  private let unread = Pipe()

  /// Starts a server on the store and waits until it says that it listens.
  ///
  /// - Parameters:
  ///   - readsLog: whether its standard error is kept; else it is a pipe that nobody reads.
  ///   - descriptors: how many it may have open.
  ///   - softDescriptors: how many before it asks for more; nil for as many.
  init(
    store: String, loops: Int = 1, listen: String = "127.0.0.1:0", arguments: [String] = [], readsLog: Bool = true,
    descriptors: Int = 1_024, softDescriptors: Int? = nil
  ) async throws {
    self.store = store
    process = Process()
    (output, errors) = try (OutputFile(), OutputFile())
    process.executableURL = URL(filePath: "/bin/bash")
    process.currentDirectoryURL = ProgramRun.root
    process.arguments =
      [
        "-c", "ulimit -n \(descriptors) && ulimit -S -n \(softDescriptors ?? descriptors) && exec \"$0\" \"$@\"",
        ProgramRun.programs.appending(path: "spotsd").path,
        "--listen", listen, "--cert", "certs/server.pem", "--key", "certs/server.key",
        "--store", "sqlite:\(store)", "--loops", "\(loops)",
      ] + arguments
    process.standardOutput = output.handle
    process.standardError = readsLog ? errors.handle : unread
    try process.run()
    endpoint = try await Self.waitForEndpoint(process, output, errors)
  }

  deinit {
    if process.isRunning { kill(process.processIdentifier, SIGKILL) }
  }

  /// Makes a key while the server runs.
  ///
  /// - Parameters:
  ///   - namespace: whose people its subjects are; nothing for the partner's own customers.
  ///   - scopes: what it may do, separated by commas; nothing for what a new key may.
  func makeKey(plan: String = "poc", namespace: String = "", scopes: String = "") async throws -> String {
    let made = try await ProgramRun.spots(
      "keys", "create", "--partner", "acme", "--plan", plan, "--namespace", namespace, "--scopes", scopes, "--store",
      "sqlite:\(store)")
    guard made.status == 0 else { throw NotStarted(description: "no key: \(made.errors)") }
    return made.output.trimmingCharacters(in: .whitespacesAndNewlines)
  }

  /// Asks the server to stop, as an operator does.
  func terminate() { process.terminate() }

  /// Ends the server as a power cut does.
  func killAtOnce() async throws {
    kill(process.processIdentifier, SIGKILL)
    _ = try await waitForExit()
  }

  /// Waits for the end and answers the exit code.
  func waitForExit() async throws -> Int32 {
    while process.isRunning { try await Task.sleep(for: .milliseconds(20)) }
    return process.terminationStatus
  }

  /// The server's process id.
  var processID: Int32 { process.processIdentifier }

  /// Whether the server is still there.
  var isRunning: Bool { process.isRunning }

  /// Everything it has printed on standard error.
  func log() throws -> String { try errors.text() }

  /// Whether it prints these words on standard error, within a minute.
  func logs(_ words: String) async throws -> Bool {
    let end = ContinuousClock.now + .seconds(60)
    while try !log().contains(words) {
      guard ContinuousClock.now < end else { return false }
      try await Task.sleep(for: .milliseconds(20))
    }
    return true
  }

  private static func waitForEndpoint(
    _ process: Process, _ output: OutputFile, _ errors: OutputFile
  ) async throws -> String {
    let end = Date().addingTimeInterval(60)
    while Date() < end, process.isRunning {
      let lines = try output.text().split(separator: "\n")
      if let line = lines.first(where: { $0.hasPrefix("listening ") }) { return String(line.dropFirst(10)) }
      try await Task.sleep(for: .milliseconds(20))
    }
    throw NotStarted(description: "spotsd did not listen: \(try errors.text())")
  }
}
