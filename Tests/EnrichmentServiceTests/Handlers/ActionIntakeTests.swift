import Answers
import EnrichmentRPC
import EnrichmentSchema
import EventLoop
import Operations
import RPC
import Storage
import Testing
import WireFormat

@testable import EnrichmentService

@Suite("recording actions", .timeLimit(.minutes(5)))
struct ActionIntakeTests {
  private func action(_ id: String, subject: String = "customer-1", _ change: (inout Event) -> Void = { _ in })
    -> RecordActionsRequest
  {
    var action = Action()
    action.subject = subject
    action.event = SessionCall.event(id, change)
    var request = RecordActionsRequest()
    request.action = action
    return request
  }

  private func record(
    _ live: LiveEnrichment, key: String? = nil, _ requests: [RecordActionsRequest]
  ) async throws -> RecordActionsResponse {
    let call = try await live.client.recordActions(options: live.options(key))
    for request in requests where try await call.send(request) {}
    return try await call.finish()
  }

  @Test("stores what people did and says what became of it")
  func counts() async throws {
    try await LiveEnrichment.run { live in
      let response = try await record(live, [action("a"), action("b"), action("c", subject: ""), action("a")])
      #expect(response.received == 4 && response.stored == 2 && response.withoutSubject == 1)
      #expect(response.duplicates == 1 && response.metadata?.requestID.isEmpty == false)
      #expect(live.store.now.recorded.map(\.eventID) == ["a", "b"])
    }
  }

  @Test("keeps pseudonyms: the same for the same person, and of nobody's name")
  func pseudonyms() async throws {
    try await LiveEnrichment.run { live in
      _ = try await record(live, [action("a"), action("b"), action("c", subject: "customer-2")])
      let agents = live.store.now.recorded.map(\.action.agent)
      #expect(agents[0] == agents[1] && agents[0] != agents[2])
    }
  }

  @Test("a stream with one action that cannot be stores nothing, and names it")
  func invalid() async throws {
    try await LiveEnrichment.run { live in
      let error = try await live.error { _ in
        _ = try await record(live, [action("a"), action("b") { $0.venueCategory = "moon" }])
      }
      #expect(error?.reason == "INVALID_ARGUMENT" && error?.message.contains("actions[1].event") == true)
      #expect(live.store.now.recorded.isEmpty)
    }
  }

  @Test("an action of the day after tomorrow is refused, by the clock that is handed in")
  func future() async throws {
    try await LiveEnrichment.run { live in
      let ahead = action("a") { $0.time = GoogleProtobufTimestamp(microseconds: LiveEnrichment.start + 90_000_000_000) }
      let error = try await live.error { _ in _ = try await record(live, [ahead]) }
      #expect(error?.code == .invalidArgument)
      live.clock.set(LiveEnrichment.start + 86_400_000_000)
      #expect(try await record(live, [ahead]).stored == 1)
    }
  }

  private static func view(_ event: inout Event) {
    (event.kind, event.venueCategory, event.itemID) = (.productView, "", "phone")
  }

  @Test("what lives in a session only is counted apart from what names nobody")
  func sessionOnly() async throws {
    try await LiveEnrichment.run { live in
      let views = [action("a") { Self.view(&$0) }, action("b", subject: "") { Self.view(&$0) }]
      let response = try await record(live, views)
      #expect(response.received == 2 && response.sessionOnly == 1 && response.withoutSubject == 1)
      #expect(live.store.now.recorded.isEmpty)
    }
  }

  @Test("a stream of nothing that is kept does not touch the store")
  func nothing() async throws {
    try await LiveEnrichment.run { live in
      live.store.change { $0.failure = .closed }
      let view = action("a") { $0.kind = .productView }
      #expect(try await record(live, [view]).sessionOnly == 1)
      let error = try await live.error { _ in _ = try await record(live, [action("b")]) }
      #expect(error?.code == .unavailable)
    }
  }

  @Test("a stream of more actions than allowed is refused as a whole")
  func bounded() async throws {
    try await LiveEnrichment.run { live in
      let key = try await live.addProductionKey()
      let many = (0...StreamLimits().actionsPerRecording).map { action("e\($0)") }
      let error = try await live.error { _ in _ = try await record(live, key: key.text, many) }
      #expect(error?.code == .invalidArgument && error?.message.contains("10000") == true)
      #expect(live.store.now.recorded.isEmpty)
    }
  }

  @Test("each action counts as a call: a stream of more than a minute's is refused with the limit, and stores nothing")
  func metered() async throws {
    try await LiveEnrichment.run { live in
      live.useUpMinute(leaving: 4)
      let error = try #require(
        try await live.error { _ in _ = try await record(live, (0..<5).map { action("e\($0)") }) })
      #expect(error.code == .resourceExhausted && error.reason == "RATE_LIMITED")
      #expect(error.message.contains("100 calls in 60 s") && error.message.contains("4 of this stream were counted"))
      #expect(live.store.now.recorded.isEmpty)
      #expect(error.trailing["grpc-retry-pushback-ms"] != nil)
    }
  }

  @Test("a stream that is faster than the plan's burst is slowed down, not refused")
  func slowed() async throws {
    try await LiveEnrichment.run { live in
      let begin = MonotonicTime.now()
      let count = QuotaPlan.poc.burst + 1
      let response = try await record(live, (0..<count).map { action("e\($0)") })
      #expect(response.stored == Int32(count))
      #expect(MonotonicTime.now() - begin >= .milliseconds(900))
    }
  }
}
