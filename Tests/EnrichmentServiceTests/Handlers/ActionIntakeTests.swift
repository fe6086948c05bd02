import Answers
import EnrichmentRPC
import EnrichmentSchema
import EventLoop
import Operations
import Population
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

  @Test("takes in what people did, and answers what was received and what had been before")
  func counts() async throws {
    try await LiveEnrichment.run { live in
      let response = try await record(live, [action("a"), action("b"), action("c", subject: ""), action("a")])
      #expect(response.received == 4 && response.duplicates == 1)
      #expect(response.metadata?.requestID.isEmpty == false)
      let recorded = live.store.now.recorded
      #expect(try recorded.map(\.id) == live.ids("a", "b", "c"))
      #expect(recorded.map { $0.action != nil } == [true, true, false])
    }
  }

  @Test("keeps pseudonyms: the same for the same person, and of nobody's name")
  func pseudonyms() async throws {
    try await LiveEnrichment.run { live in
      _ = try await record(live, [action("a"), action("b"), action("c", subject: "customer-2")])
      let agents = live.store.now.recorded.map(\.action?.subject)
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
      #expect(try await record(live, [ahead]).received == 1)
    }
  }

  @Test("an action of more than a week ago is refused, and so is a visit that began then; the reason has a name")
  func tooOld() async throws {
    try await LiveEnrichment.run { live in
      live.clock.set(LiveEnrichment.start + 7 * 86_400_000_000)
      let before = GoogleProtobufTimestamp(microseconds: LiveEnrichment.start - 1)
      let old = action("a") { $0.time = before }
      let begun = action("b") {
        Self.happen(now: live, &$0)
        $0.arrive = before
      }
      for (request, field) in [(old, "time"), (begun, "arrive")] {
        let stream = [action("c") { Self.happen(now: live, &$0) }, request]
        let error = try await live.error { _ in _ = try await record(live, stream) }
        let details = error?.details.compactMap { try? GoogleRPCBadRequest(serializedBytes: $0.value) } ?? []
        let violation = details.flatMap(\.fieldViolations).first { !$0.reason.isEmpty }
        #expect(error?.code == .invalidArgument && violation?.reason == "TOO_OLD", "\(field)")
        #expect(violation?.field == "actions[1].event.\(field)")
        #expect(violation?.description.contains("at most 7 days before") == true)
      }
      #expect(live.store.now.recorded.isEmpty)
      let last = action("a") { $0.time = GoogleProtobufTimestamp(microseconds: LiveEnrichment.start) }
      #expect(try await record(live, [last]).received == 1)
    }
  }

  private static func happen(now live: LiveEnrichment, _ event: inout Event) {
    event.time = GoogleProtobufTimestamp(microseconds: live.clock.source.now)
  }

  private static func view(_ event: inout Event) {
    (event.kind, event.venueCategory, event.itemID) = (.productView, "", "phone")
  }

  @Test("of what lives in a session only, as of what names nobody, the id alone is kept, so that it counts once")
  func sessionOnly() async throws {
    try await LiveEnrichment.run { live in
      let views = [action("a") { Self.view(&$0) }, action("b", subject: "") { Self.view(&$0) }]
      let (first, again) = try await (record(live, views), record(live, views))
      #expect(first.received == 2 && first.duplicates == 0 && again.duplicates == 2)
      #expect(live.store.now.recorded.map(\.action) == [nil, nil])
    }
  }

  @Test("nothing is acknowledged that the store did not take, whoever it is about; a stream of nothing needs no store")
  func nothing() async throws {
    try await LiveEnrichment.run { live in
      live.store.change { $0.failure = .closed }
      #expect(try await record(live, []).received == 0)
      let view = try await live.error { _ in _ = try await record(live, [action("a") { Self.view(&$0) }]) }
      #expect(view?.code == .unavailable)
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
      #expect(response.received == Int32(count) && live.store.now.recorded.count == count)
      #expect(MonotonicTime.now() - begin >= .milliseconds(900))
    }
  }
}
