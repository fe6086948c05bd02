import Foundation
import Testing

/// What is taken here must be what another parser takes: h11, which is strict too. It may take more.
@Suite("HTTP/1.1: messages that h11 reads too", .timeLimit(.minutes(5)))
struct OracleTests {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../..")
    .standardizedFileURL
  private static let python = root.appending(path: ".venv/bin/python")

  /// Whether `make test-dependencies` has installed it.
  private static let hasOracle = FileManager.default.fileExists(
    atPath: root.appending(path: ".venv/wanted").path)

  @Test("whatever is taken, h11 takes with the same method, target, fields and body", .enabled(if: hasOracle))
  func sameReading() throws {
    var mutations = MessageMutations(seed: 20_261_201)
    let messages = (0..<6000).map { _ in mutations.next() }
    let readings = messages.map { Reading($0) }
    let taken = zip(messages, readings).compactMap { message, reading in reading.map { (message, $0) } }
    // Mutations that break everything, or nothing, would test nothing.
    #expect((1000..<5500).contains(taken.count))
    let lines = taken.map { message, reading in reading.line(of: message) }
    let complaints = try ask(lines)
    #expect(complaints == "", "\(complaints.prefix(2000))")
  }

  @Test("a reading that differs is found", .enabled(if: hasOracle))
  func findsDifferences() throws {
    let message = Array("GET /a HTTP/1.1\r\nHost: a\r\n\r\n".utf8)
    let reading = try #require(Reading(message))
    let right = reading.line(of: message)
    #expect(try ask([right]) == "")
    let changes = [(#""/a""#, #""/b""#), (#""GET""#, #""PUT""#), (#""rest": 0"#, #""rest": 1"#)]
    for (part, other) in changes { #expect(try ask([right.replacing(part, with: other)]) != "") }
  }

  /// Has h11 read messages; answers what it reads differently.
  private func ask(_ lines: [String]) throws -> String {
    let file = FileManager.default.temporaryDirectory.appending(path: "oracle-\(UUID().uuidString).jsonl")
    defer { try? FileManager.default.removeItem(at: file) }
    try Data(lines.joined(separator: "\n").utf8).write(to: file)
    let process = Process()
    process.executableURL = Self.python
    process.arguments = ["-B", Self.root.appending(path: "Tests/HTTP1Tests/python/oracle.py").path, file.path]
    let output = Pipe()
    process.standardOutput = output
    process.standardError = output
    try process.run()
    let text = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: text, as: UTF8.self)
  }
}
