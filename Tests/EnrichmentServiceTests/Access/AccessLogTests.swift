import EnrichmentRPC
import EnrichmentSchema
import Glibc
import RPC
import Terminal
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
    calls: Int = 1, metadata: [(String, String)] = [], key: String? = nil
  ) async throws -> [String] {
    let pipe = try Pipe()
    let output = try await logged(to: pipe.writing, calls, metadata, key)
    #expect(await output.flush(within: .seconds(30)))
    return pipe.contents().split(separator: "\n").map(String.init)
  }

  private func logged(
    to descriptor: Int32, _ calls: Int, _ headers: [(String, String)], _ key: String?
  ) async throws -> LogOutput {
    let clock = TestClock(1_234_567)
    let output = try LogOutput(descriptor: descriptor)
    let log = AccessLog(clock: clock.source, output: output)
    try await LiveEnrichment.run(interceptors: { _ in [log] }) { live in
      var options = try live.options(key)
      for (name, value) in headers { try options.metadata.set(value, for: name) }
      for _ in 0..<calls {
        let options = options
        _ = try await live.error { _ = try await $0.listSegments(ListSegmentsRequest(), options: options) }
      }
    }
    return output
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

  @Test("says whether an answer was at hand, and so do the operator's counts; the caller is not told")
  func cache() async throws {
    let pipe = try Pipe()
    let output = try LogOutput(descriptor: pipe.writing)
    let clock = TestClock(1_234_567)
    try await LiveEnrichment.run(interceptors: { _ in [AccessLog(clock: clock.source, output: output)] }) { live in
      var request = GetRealWorldBehaviorRequest()
      request.userSegment = LiveEnrichment.segment
      for _ in 0..<3 { _ = try await live.client.getRealWorldBehavior(request, options: live.options()) }
      _ = try await live.client.listSegments(ListSegmentsRequest(), options: live.options())
      let told = GetCacheResponse(live.answers.cacheStatistics)
      #expect((told.hits, told.misses, told.loads, told.entries, told.loadErrors) == (2, 1, 1, 1, 0))
      #expect(told.bytes > 0 && told.staleHits + told.negativeHits + told.durableHits + told.poisoned == 0)
    }
    #expect(await output.flush(within: .seconds(30)))
    let states = pipe.contents().split(separator: "\n").map { $0.firstMatch(of: /"cache":"(\w+)"/)?.1 }
    #expect(states == ["miss", "hit", "hit", nil])
  }

  @Test("is written once")
  func once() async throws {
    let pipe = try Pipe()
    let output = try await logged(to: pipe.writing, 2, [], nil)
    #expect(await output.flush(within: .seconds(30)))
    #expect(await output.flush(within: .seconds(30)))
    #expect(pipe.contents().split(separator: "\n").count == 2)
  }

  @Test("tells the sizes of a call's messages, except where they would tell of a customer's zones")
  func sizes() async throws {
    let pipe = try Pipe()
    let output = try LogOutput(descriptor: pipe.writing)
    let clock = TestClock(1_234_567)
    try await LiveEnrichment.run(interceptors: { _ in [AccessLog(clock: clock.source, output: output)] }) { live in
      var zone = ZoneShare()
      zone.zoneID = "menteng"
      for zones in [[], [zone]] {
        var request = GetQuantumPersonalityRequest()
        (request.userSegment, request.zones) = (LiveEnrichment.segment, zones)
        let (asked, options) = (request, try live.options())
        _ = try? await live.client.getQuantumPersonality(asked, options: options)
      }
      let (asked, wrong) = (GetQuantumPersonalityRequest(), try live.options("spots_poc_wrong"))
      _ = try await live.error { _ = try await $0.getQuantumPersonality(asked, options: wrong) }
    }
    #expect(await output.flush(within: .seconds(30)))
    let lines = pipe.contents().split(separator: "\n")
    #expect(lines.map { $0.contains("\"request_bytes\":") } == [true, false, false], "\(lines)")
    #expect(lines.map { $0.contains("\"reply_bytes\":") } == [true, false, false])
  }

  @Test("a call that was wrong is told with what was wrong")
  func reason() async throws {
    let pipe = try Pipe()
    let output = try LogOutput(descriptor: pipe.writing)
    let clock = TestClock(1_234_567)
    try await LiveEnrichment.run(interceptors: { _ in [AccessLog(clock: clock.source, output: output)] }) { live in
      var request = ListSegmentsRequest()
      request.pageToken = "zzz"
      let (asked, options) = (request, try live.options(nil))
      let error = try await live.error { _ = try await $0.listSegments(asked, options: options) }
      #expect(error?.code == .invalidArgument && error?.message.hasPrefix("page_token is \"zzz\"; allowed: ") == true)
    }
    #expect(await output.flush(within: .seconds(30)))
    let line = pipe.contents()
    #expect(line.contains("\"status\":\"INVALID_ARGUMENT\""))
    #expect(line.contains("\"reason\":\"page_token is 'zzz'; allowed: next_page_token of the page before"), "\(line)")
  }

  @Test("who logs never waits, although nobody reads; what waits beyond the bound is counted once it is read")
  func unread() async throws {
    let pipe = try Pipe()
    let output = try LogOutput(descriptor: pipe.writing, bound: 100_000)
    let line = [UInt8](repeating: UInt8(ascii: "x"), count: 999) + [UInt8(ascii: "\n")]
    for _ in 0..<2_000 { output.write(line) }
    #expect(await !output.flush(within: .milliseconds(300)))
    for _ in 0..<2_000 { output.write(line) }
    var read = ""
    while await !output.flush(within: .milliseconds(10)) { read += pipe.contents() }
    read += pipe.contents()
    let written = read.split(separator: "\n").count { $0.hasPrefix("x") }
    let dropped = read.split(separator: "\n").compactMap { $0.firstMatch(of: /"lines":([0-9]+)/).flatMap { Int($0.1) } }
    #expect(written + dropped.reduce(0, +) == 4_000 && dropped.reduce(0, +) > 0)
  }
}
