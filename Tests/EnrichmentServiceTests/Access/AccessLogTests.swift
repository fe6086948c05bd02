import EnrichmentRPC
import EnrichmentSchema
import Glibc
import RPC
import Testing

@testable import EnrichmentService

/// What is written to a descriptor, read back.
final class Pipe: Sendable {
  let reading: Int32
  let writing: Int32

  init() throws {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { throw Failed() }
    (reading, writing) = (ends[0], ends[1])
  }

  struct Failed: Error {}

  /// Everything written until now.
  func contents() -> String {
    _ = fcntl(reading, F_SETFL, O_NONBLOCK)
    var (all, buffer): ([UInt8], [UInt8]) = ([], Array(repeating: 0, count: 4_096))
    while case let count = read(reading, &buffer, buffer.count), count > 0 { all += buffer.prefix(count) }
    return String(decoding: all, as: UTF8.self)
  }

  deinit {
    close(reading)
    close(writing)
  }
}

@Suite("the access log", .timeLimit(.minutes(5)))
struct AccessLogTests {
  /// Makes calls of a live service and answers what its log wrote.
  private func lines(
    bound: Int = 1 << 20, calls: Int = 1, metadata: [(String, String)] = [], key: String? = nil
  ) async throws -> [String] {
    let pipe = try Pipe()
    let log = try await logged(to: pipe.writing, bound: bound, calls, metadata, key)
    log.flush()
    return pipe.contents().split(separator: "\n").map(String.init)
  }

  private func logged(
    to descriptor: Int32, bound: Int, _ calls: Int, _ headers: [(String, String)], _ key: String?
  ) async throws -> AccessLog {
    let clock = TestClock(1_234_567)
    let log = AccessLog(clock: clock.source, descriptor: descriptor, bound: bound)
    try await LiveEnrichment.run(interceptors: { _ in [log] }) { live in
      var options = try live.options(key)
      for (name, value) in headers { try options.metadata.set(value, for: name) }
      for _ in 0..<calls {
        let options = options
        _ = try await live.error { _ = try await $0.listSegments(ListSegmentsRequest(), options: options) }
      }
    }
    return log
  }

  @Test("holds a line of JSON for each call: who, what, how it ended, and never the key")
  func line() async throws {
    let lines = try await lines(metadata: [("x-request-id", "my-call-1")])
    let line = try #require(lines.first)
    #expect(lines.count == 1 && line.hasPrefix("{\"time_us\":1234567,") && line.hasSuffix("}"))
    for part in [
      "\"request_id\":\"my-call-1\"", "\"method\":\"/spots.enrichment.v1.EnrichmentService/ListSegments\"",
      "\"partner\":\"acme\"", "\"key_id\":\"000102030405\"", "\"status\":\"OK\"", "\"requests\":1", "\"replies\":1",
    ] {
      #expect(line.contains(part), "\(part) in \(line)")
    }
    #expect(!line.contains("spots_poc"))
  }

  @Test("a call that was refused is in it too, without a partner")
  func refused() async throws {
    let line = try #require(try await lines(key: "spots_poc_wrong").first)
    #expect(line.contains("\"status\":\"UNAUTHENTICATED\"") && line.contains("\"partner\":\"\""))
    #expect(!line.contains("spots_poc_wrong"))
  }

  @Test("lines beyond what may wait are dropped, and their number is written")
  func bounded() async throws {
    let lines = try await lines(bound: 700, calls: 5)
    #expect(lines.count < 5 && lines.last == "{\"event\":\"access_log_dropped\",\"lines\":\(6 - lines.count)}")
  }

  @Test("is written once")
  func once() async throws {
    let pipe = try Pipe()
    let log = try await logged(to: pipe.writing, bound: 1 << 20, 2, [], nil)
    log.flush()
    log.flush()
    #expect(pipe.contents().split(separator: "\n").count == 2)
  }
}
