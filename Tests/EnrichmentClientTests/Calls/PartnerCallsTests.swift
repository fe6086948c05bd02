import EnrichmentClient
import EnrichmentSchema
import EventLoop
import RPC
import Synchronization
import Testing
import WireFormat

@Suite("a partner's calls", .timeLimit(.minutes(2)))
struct PartnerCallsTests {
  private static func behavior(_ category: String = "") -> GetRealWorldBehaviorRequest {
    var request = GetRealWorldBehaviorRequest()
    request.productContext = ProductContext()
    request.productContext?.category = category
    return request
  }

  private static func limited(seconds: Int64, nanos: Int32 = 0) -> RPCError {
    var info = GoogleRPCErrorInfo()
    info.reason = "RATE_LIMITED"
    var retry = GoogleRPCRetryInfo()
    var delay = GoogleProtobufDuration()
    (delay.seconds, delay.nanos) = (seconds, nanos)
    retry.retryDelay = delay
    var error = RPCError.resourceExhausted("a call a minute", details: [info, retry])
    try? error.trailing.set("\(seconds * 1_000 + Int64(nanos) / 1_000_000)", for: "grpc-retry-pushback-ms")
    return error
  }

  @Test("tries again what is unavailable or limited, when the server says")
  func retries() async throws {
    try await StagedServer.run { server, client in
      server.stage(
        [.getRealWorldBehavior], .refuse(Self.limited(seconds: 0, nanos: 1_000_000)),
        .refuse(.unavailable("restarting")),
        .answer)
      let answer = try await client.realWorldBehavior(Self.behavior())
      #expect(answer.marketSegmentMetadata?.releaseID == "r1" && server.calls.count == 3)
    }
  }

  @Test("fails at once with the reason where it would have to wait longer than the call may take")
  func longWait() async throws {
    try await StagedServer.run { server, client in
      server.stage([.getRealWorldBehavior], .refuse(Self.limited(seconds: 7_200)))
      do throws(RPCError) {
        _ = try await client.realWorldBehavior(Self.behavior(), timeout: .seconds(30))
        Issue.record("an answer")
      } catch {
        #expect(error.code == .resourceExhausted && error.reason == "RATE_LIMITED")
        #expect(error.retryAfter == .seconds(7_200) && server.calls.count == 1)
      }
    }
  }

  @Test("does not try again what is wrong, nor more often than the budget of all calls allows")
  func budget() async throws {
    let configuration = PartnerConfiguration(
      retries: RetryPolicy(
        maxAttempts: 4, initialBackoff: .milliseconds(1), maxBackoff: .milliseconds(1), backoffMultiplier: 1,
        retryableStatusCodes: [.unavailable]), retryBudget: RetryThrottling(maxTokens: 10, tokenRatio: 0.1))
    try await StagedServer.run(configuration: configuration) { server, client in
      server.stage([.getCommunityInfluence], .refuse(.invalidArgument("no")))
      await #expect(throws: RPCError.self) { try await client.communityInfluence(GetCommunityInfluenceRequest()) }
      #expect(server.calls.count == 1)
      server.stage([.getRealWorldBehavior], .refuse(.unavailable("no")))
      for _ in 0..<20 {
        await #expect(throws: RPCError.self) { try await client.realWorldBehavior(Self.behavior()) }
      }
      // Five failures use half of the tokens up; then no call is tried again.
      #expect(server.calls.count - 1 <= 20 + 5)
    }
  }

  @Test("keeps answers of a release, and forgets them when another call shows a newer one")
  func releases() async throws {
    try await StagedServer.run { server, client in
      for _ in 0..<3 { _ = try await client.realWorldBehavior(Self.behavior()) }
      #expect(server.calls.count == 1)
      _ = try await client.realWorldBehavior(Self.behavior("tea"))
      #expect(server.calls.count == 2)
      server.answers.withLock { $0.influence.marketSegmentMetadata?.releaseID = "r2" }
      _ = try await client.communityInfluence(GetCommunityInfluenceRequest())
      _ = try await client.realWorldBehavior(Self.behavior())
      #expect(server.calls.count == 4)
    }
  }

  @Test("keeps no answer to zones")
  func zones() async throws {
    try await StagedServer.run { server, client in
      var request = GetQuantumPersonalityRequest()
      for _ in 0..<2 { _ = try await client.quantumPersonality(request) }
      var zone = ZoneShare()
      zone.zoneID = "kemang"
      request.zones = [zone]
      for _ in 0..<2 { _ = try await client.quantumPersonality(request) }
      #expect(server.calls.count == 3)
    }
  }

  @Test("keeps an answer until it is old, and no longer than until the next release is due")
  func lifetime() async throws {
    let clock = Mutex(MonotonicTime(nanoseconds: 0))
    let configuration = PartnerConfiguration(
      cache: AnswerCacheLimits(lifetime: .seconds(900)), now: { clock.withLock { $0 } })
    try await StagedServer.run(configuration: configuration) { server, client in
      func calls(after seconds: Int) async throws -> Int {
        clock.withLock { $0 = $0 + .seconds(seconds) }
        _ = try await client.realWorldBehavior(Self.behavior())
        return server.calls.count
      }
      var counts: [Int] = []
      for seconds in [0, 899, 1] { counts.append(try await calls(after: seconds)) }
      // A release of yesterday, but for ten minutes.
      server.answers.withLock { answers in
        answers.behavior.metadata = ResponseMetadata()
        answers.behavior.metadata?.timestamp = GoogleProtobufTimestamp()
        answers.behavior.metadata?.timestamp?.seconds = 1_000_000
        answers.behavior.marketSegmentMetadata?.dataFreshness = GoogleProtobufTimestamp()
        answers.behavior.marketSegmentMetadata?.dataFreshness?.seconds = 1_000_000 - 86_400 + 600
      }
      for seconds in [900, 599, 1] { counts.append(try await calls(after: seconds)) }
      #expect(counts == [1, 1, 2, 3, 3, 4])
    }
  }

  @Test("keeps no more than it may")
  func bounds() async throws {
    let configuration = PartnerConfiguration(cache: AnswerCacheLimits(entries: 2))
    try await StagedServer.run(configuration: configuration) { server, client in
      for category in ["a", "b", "c", "b", "c"] { _ = try await client.realWorldBehavior(Self.behavior(category)) }
      #expect(server.calls.count == 3)
      _ = try await client.realWorldBehavior(Self.behavior("a"))
      #expect(server.calls.count == 4)
    }
  }

  @Test("gives up at the deadline and when the task is cancelled; the server's work ends with it")
  func deadlines() async throws {
    try await StagedServer.run { server, client in
      server.stage([.getRealWorldBehavior], .silence)
      // On a busy machine a deadline may pass before the server has heard of the call.
      var timeout = Duration.milliseconds(20)
      while server.abandoned == 0 {
        do throws(RPCError) {
          _ = try await client.realWorldBehavior(Self.behavior(), timeout: timeout)
          Issue.record("an answer")
        } catch { #expect(error.code == .deadlineExceeded) }
        timeout *= 2
        try await Task.sleep(for: .milliseconds(10))
      }
      let (heard, abandoned) = (server.calls.count, server.abandoned)
      let task = Task { try await client.realWorldBehavior(Self.behavior("tea")) }
      while server.calls.count == heard { try await Task.sleep(for: .milliseconds(2)) }
      task.cancel()
      let result = await task.result
      #expect(throws: RPCError.self) { try result.get() }
      while server.abandoned == abandoned { try await Task.sleep(for: .milliseconds(2)) }
    }
  }

  @Test("reads lists page by page, and records actions")
  func lists() async throws {
    try await StagedServer.run { server, client in
      #expect(try await client.segments().map(\.segmentID) == ["segment ", "segment x", "segment xx"])
      let recorded = try await client.recordActions((0..<5).map { _ in Action() })
      #expect(recorded.received == 5)
    }
  }

  @Test("refuses a key that no header can carry, and does not repeat it")
  func keys() throws {
    let channel = try Channel(target: .plaintext(host: "127.0.0.1", port: 1))
    let error = #expect(throws: RPCError.self) { try PartnerClient(channel: channel, key: "secret\n", .init()) }
    #expect(error?.code == .invalidArgument && error?.message.contains("secret") == false)
    #expect(throws: RPCError.self) { try PartnerClient(endpoint: "no such: place", key: "k") }
  }
}
