import Foundation
import Population
import Testing
import WireFormat

@testable import EnrichmentService

@Suite("the examples of the documentation", .timeLimit(.minutes(5)), .serialized)
struct RequestExampleTests {
  /// The document as it stands, apart from the time of an event, which the clock of the tests is far from.
  private static func document() throws -> APIDocument {
    let time = CivilTime(microseconds: SandboxRelease.cutOff + 31 * RegionCalendar.day).description
    return try APIDocument(json: OpenAPIDocument.json.replacing("2026-12-01T10:00:00Z", with: time))
  }

  private static func judge(_ done: ExampleRun, of operation: APIDocument.Operation, in language: String) {
    let sign = operation.id == "EnrichProducts" ? "\"summary\"" : "\"success\":true"
    #expect(done.status == 0 && done.text.contains(sign), "\(operation.id) in \(language): \(done.text)")
  }

  @Test("run as they are printed with a key of the sandbox, for curl and for Python")
  func scripts() async throws {
    let document = try Self.document()
    #expect(document.operations.count >= 15)
    try await LiveDoor.run(hasSandbox: true) { live in
      let key = try await live.sandboxKey()
      // A session's operations need the token of one that is open, and have a test of their own.
      for operation in document.operations where !operation.content.texts("tags").contains("Sessions") {
        let example = RequestExample(operation, of: document)
        let curl = try await ExampleRun.of(["bash", "-c", example.curl], of: live, key: key)
        Self.judge(curl, of: operation, in: "curl")
        let python = try await ExampleRun.of([ExampleRun.python, "-c", example.python], of: live, key: key)
        Self.judge(python, of: operation, in: "Python")
      }
    }
  }

  @Test("compile and run for Swift", arguments: ["GetRealWorldBehavior", "ListZones", "RecordActions"])
  func swift(id: String) async throws {
    let document = try Self.document()
    let operation = try #require(document.operations.first { $0.id == id })
    let folder = FileManager.default.temporaryDirectory.appending(path: "example-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let (source, program) = (folder.appending(path: "main.swift"), folder.appending(path: "example"))
    try Data(RequestExample(operation, of: document).swift.utf8).write(to: source)
    try await LiveDoor.run(hasSandbox: true) { live in
      let key = try await live.sandboxKey()
      let compiling = ["swiftc", "-swift-version", "6", source.path, "-o", program.path]
      let made = try await ExampleRun.of(compiling, of: live, key: key)
      try #require(made.status == 0, "\(made.text)")
      Self.judge(try await ExampleRun.of([program.path], of: live, key: key), of: operation, in: "Swift")
    }
  }
}

/// A program that was run with the address of a service and a key in its environment.
struct ExampleRun: Sendable {
  let status: Int32
  /// What it wrote.
  let text: String

  /// Python with what the tests need.
  static let python: String = {
    let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../..").standardizedFileURL
    return root.appending(path: ".venv/bin/python").path
  }()

  /// Runs a command to its end, on a thread that no task waits for.
  static func of(_ words: [String], of live: LiveDoor, key: String) async throws -> ExampleRun {
    let port = live.port
    return try await withCheckedThrowingContinuation { continuation in
      Thread.detachNewThread { continuation.resume(with: Result { try run(words, port: port, key: key) }) }
    }
  }

  private static func run(_ words: [String], port: UInt16, key: String) throws -> ExampleRun {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = words
    let own = ["SPOTS_URL": "http://127.0.0.1:\(port)", "SPOTS_KEY": key]
    process.environment = ProcessInfo.processInfo.environment.merging(own) { $1 }
    let pipe = Foundation.Pipe()
    (process.standardOutput, process.standardError) = (pipe, pipe)
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return ExampleRun(status: process.terminationStatus, text: String(decoding: data, as: UTF8.self))
  }
}
