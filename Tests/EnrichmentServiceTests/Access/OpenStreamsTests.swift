import EnrichmentRPC
import EnrichmentSchema
import EventLoop
import Operations
import RPC
import Storage
import Testing
import WireFormat

@testable import EnrichmentService

@Suite("the streams a client holds open", .timeLimit(.minutes(5)))
struct OpenStreamsTests {
  private typealias Recording = ClientStreamingCall<RecordActionsRequest, RecordActionsResponse>

  private static func limits(_ change: (inout StreamLimits) -> Void) -> ServiceLimits {
    var limits = ServiceLimits()
    change(&limits.streams)
    return limits
  }

  private static func send(_ ids: String..., on call: Recording) async throws {
    for id in ids {
      var request = RecordActionsRequest()
      request.action = Action()
      request.action?.subject = "customer-1"
      request.action?.event = SessionCall.event(id)
      _ = try await call.send(request)
    }
  }

  private static func recording(_ live: LiveEnrichment, _ ids: String..., key: String? = nil) async throws -> Recording
  {
    let call = try await live.client.recordActions(options: live.options(key))
    for id in ids { try await send(id, on: call) }
    return call
  }

  /// The bound that a call ran into, as its error tells it.
  private static func bound(of error: RPCError?) -> (limit: String?, allowed: String?) {
    let info = error?.details.lazy.compactMap { try? GoogleRPCErrorInfo(serializedBytes: $0.value) }
      .first { $0.reason == "LIMIT_REACHED" }
    return (info?.metadata["limit"], info?.metadata["allowed"])
  }

  @Test("a key has so many sessions at once; another key is not held to them, and one that ended makes room")
  func sessions() async throws {
    try await LiveEnrichment.run(limits: Self.limits { $0.sessionsPerKey = 2 }) { live in
      let (first, _) = try await SessionCall.open(live)
      let (second, _) = try await SessionCall.open(live)
      let error = try await live.error { _ in _ = try await SessionCall.open(live) }
      #expect(error?.code == .resourceExhausted && error?.message.contains("2 open sessions") == true)
      #expect(Self.bound(of: error) == ("sessions_per_key", "2"))
      let other = try await live.addProductionKey()
      _ = try await SessionCall.open(live, key: other.text)
      _ = try await first.close()
      second.cut()
      var opened = false
      for _ in 0..<200 where !opened {
        opened = try await live.error { _ in _ = try await SessionCall.open(live) } == nil
        if !opened { try await Task.sleep(for: .milliseconds(60)) }
      }
      #expect(opened)
    }
  }

  @Test("a key has so many RecordActions streams at once")
  func recordings() async throws {
    try await LiveEnrichment.run(limits: Self.limits { $0.recordingsPerKey = 1 }) { live in
      let first = try await Self.recording(live, "a")
      #expect(try await eventually { live.streams.actions(of: live.key.keyID) == 1 })
      let error = try await live.error { _ in _ = try await Self.recording(live, "b").finish() }
      #expect(error?.code == .resourceExhausted && error?.message.contains("1 open RecordActions streams") == true)
      #expect(Self.bound(of: error) == ("recordings_per_key", "1"))
      #expect(try await first.finish().received == 1)
      #expect(try await Self.recording(live, "b").finish().received == 1)
    }
  }

  @Test("so many actions of a key wait in its streams; the one too many ends its stream, which stores nothing")
  func actions() async throws {
    try await LiveEnrichment.run(limits: Self.limits { $0.uncommittedActionsPerKey = 3 }) { live in
      let first = try await Self.recording(live, "a", "b")
      #expect(try await eventually { live.streams.actions(of: live.key.keyID) == 2 })
      let error = try await live.error { _ in _ = try await Self.recording(live, "c", "d").finish() }
      #expect(error?.code == .resourceExhausted && error?.message.contains("3 actions waiting") == true)
      #expect(Self.bound(of: error) == ("uncommitted_actions_per_key", "3"))
      #expect(live.store.now.recorded.isEmpty)
      try await Self.send("c", on: first)
      #expect(try await first.finish().received == 3)
      #expect(try live.store.now.recorded.map(\.id) == live.ids("a", "b", "c"))
      #expect(try await eventually { live.streams.actions(of: live.key.keyID) == 0 })
    }
  }

  @Test("a RecordActions stream that is quiet for too long ends, and stores nothing")
  func quietRecording() async throws {
    try await LiveEnrichment.run { live in
      let start = MonotonicTime.now()
      let call = try await Self.recording(live, "a")
      #expect(try await eventually { live.streams.actions(of: live.key.keyID) == 1 })
      live.streams.endQuiet(at: start + .seconds(30))
      try await Self.send("b", on: call)
      #expect(try await eventually { live.streams.actions(of: live.key.keyID) == 2 })
      live.streams.endQuiet(at: .now() + .seconds(61))
      #expect(try await eventually { live.streams.actions(of: live.key.keyID) == 0 })
      let error = try await live.error { _ in _ = try await call.finish() }
      #expect(
        error?.code == .resourceExhausted && error?.message.contains("nothing for 60 s") == true, "\(error as Any)")
      #expect(Self.bound(of: error) == ("quiet_seconds", "60"))
      #expect(live.store.now.recorded.isEmpty)
    }
  }

  @Test("a session that is quiet for too long ends, and goes on with its token")
  func quietSession() async throws {
    try await LiveEnrichment.run { live in
      let (call, opened) = try await SessionCall.open(live)
      try await call.visit("e1")
      _ = (try await call.ack(), try await call.update())
      live.streams.endQuiet(at: .now() + .seconds(3_000))
      try await call.visit("e2")
      _ = (try await call.ack(), try await call.update())
      live.streams.endQuiet(at: .now() + .seconds(3_601))
      let error = try await live.error { _ in while try await call.next() != nil {} }
      #expect(error?.code == .resourceExhausted && error?.message.contains("resume the session") == true)
      let (_, resumed) = try await SessionCall.open(live) { $0.resumeToken = opened.resumeToken }
      #expect(resumed.eventsKnown == 2)
    }
  }

  @Test("the open sessions of a key hold so many distinct events; one that is closed makes room, and none is lost")
  func events() async throws {
    try await LiveEnrichment.run(limits: Self.limits { $0.eventsPerKey = 3 }) { live in
      let (first, _) = try await SessionCall.open(live)
      for id in ["a", "b", "a"] { try await first.visit(id) }
      try await first.acks(3)
      #expect(try await eventually { live.streams.events(of: live.key.keyID) == (2, 0) }, "a doubled one counts once")
      let (second, opened) = try await SessionCall.open(live)
      try await second.visit("c")
      _ = try await second.ack()
      try await second.visit("d")
      let error = try await live.error { _ in while try await second.next() != nil {} }
      #expect(error?.code == .resourceExhausted && error?.message.contains("3 events") == true, "\(error as Any)")
      #expect(Self.bound(of: error) == ("events_per_key", "3"))
      let full = try await live.error { _ in _ = try await first.close() }
      #expect(full == nil)
      let (again, resumed) = try await SessionCall.open(live) { $0.resumeToken = opened.resumeToken }
      #expect(resumed.eventsKnown == 1)
      try await again.visit("d")
      try await again.acks(1)
    }
  }

  @Test("while as many events of a key wait as may, a session takes one at a time, and its client waits")
  func unshown() async throws {
    try await LiveEnrichment.run(limits: Self.limits { $0.unshownEventsPerKey = 2 }) { live in
      let (first, _) = try await SessionCall.open(live)
      let (second, _) = try await SessionCall.open(live)
      live.store.durability.close()
      for id in ["a", "b", "c"] { try await first.visit(id) }
      #expect(try await eventually { live.streams.events(of: live.key.keyID).unshown == 2 })
      for id in ["d", "e"] { try await second.visit(id) }
      #expect(try await eventually { live.streams.events(of: live.key.keyID).unshown == 3 })
      try await Task.sleep(for: .milliseconds(100))
      #expect(live.streams.events(of: live.key.keyID).unshown == 3, "two of them, and one of a session that had none")
      live.store.durability.open()
      try await first.acks(3)
      try await second.acks(2)
      #expect(try await eventually { live.streams.events(of: live.key.keyID) == (5, 0) })
    }
  }
}
