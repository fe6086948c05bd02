import Answers
import EnrichmentSchema
import EventLoop
import Operations
import RPC
import Storage
import Testing
import WireFormat

@testable import EnrichmentService

@Suite("a session that goes on in another stream", .timeLimit(.minutes(5)))
struct SessionResumptionTests {
  private static func product(_ value: Double) -> ProductQuantumState {
    var product = ProductQuantumState()
    product.attributes["novelty_seeking"] = value
    return product
  }

  private static func context(_ product: ProductQuantumState) -> EnrichRealTimeRequest.Body {
    var context = UpdateContext()
    context.productQuantumState = product
    return .updateContext(context)
  }

  private static func resume(_ live: LiveEnrichment, _ opened: Opened) async throws -> (
    call: SessionCall, opened: Opened
  ) {
    try await SessionCall.open(live) { $0.resumeToken = opened.resumeToken }
  }

  @Test("a newer stream takes the session over; the older ends with ABORTED and says why")
  func takeover() async throws {
    try await LiveEnrichment.run { live in
      let (older, opened) = try await SessionCall.open(live)
      try await older.visit("e1")
      _ = (try await older.ack(), try await older.update())
      let (newer, again) = try await Self.resume(live, opened)
      let error = try await live.error { _ in while try await older.next() != nil {} }
      #expect(error?.code == .aborted && error?.reason == "SESSION_TAKEN_OVER")
      #expect(error?.message.contains("newer stream") == true)
      #expect(again.sessionID == opened.sessionID && again.eventsKnown == 1)
      try await newer.visit("e2")
      #expect(try await newer.ack().duplicateEventIds.isEmpty)
      #expect(try await newer.update().sequence == 2)
      #expect(try await newer.close().closed.summary?.events == 2)
    }
  }

  @Test("a key of the same partner with another namespace knows no session of this one")
  func otherNamespace() async throws {
    try await LiveEnrichment.run { live in
      let (older, opened) = try await SessionCall.open(live)
      let issuer = KeyIssuer(keys: live.store, pepper: live.pepper)
      let key = try await issuer.create(partner: "acme", plan: "poc", namespace: "spots", at: 5).key
      try await live.keys.refresh()
      let error = try await live.error { _ in
        _ = try await SessionCall.open(live, key: key) { $0.resumeToken = opened.resumeToken }
      }
      #expect(error?.reason == "UNKNOWN_SESSION")
      try await older.visit("e1")
      _ = try await older.ack()
    }
  }

  @Test("a session whose event cannot be made durable ends at once, although its client sends nothing more")
  func failedCommit() async throws {
    try await LiveEnrichment.run { live in
      let (session, _) = try await SessionCall.open(live)
      live.store.change { $0.failure = .engine("the disk is gone") }
      try await session.visit("e1")
      let error = try await live.error { _ in while try await session.next() != nil {} }
      #expect(error != nil && error?.code != .cancelled)
    }
  }

  @Test("a session of a revoked key ends with UNAUTHENTICATED when keys are read again; others go on")
  func revokedKey() async throws {
    try await LiveEnrichment.run { live in
      let (session, _) = try await SessionCall.open(live)
      let other = try await live.addProductionKey()
      let (going, _) = try await SessionCall.open(live, key: other.text)
      _ = try await live.store.revokeKey(live.key.keyID, at: 5)
      try await live.keys.refresh()
      live.streams.end { live.keys.isValid($0, at: 6) }
      let error = try await live.error { _ in while try await session.next() != nil {} }
      #expect(error?.code == .unauthenticated)
      try await going.visit("e1")
      _ = try await going.ack()
    }
  }

  @Test("an event that the older stream is making durable is counted by the newer one")
  func eventUnderWay() async throws {
    try await LiveEnrichment.run { live in
      let (older, opened) = try await SessionCall.open(live)
      live.store.durability.close()
      try await older.visit("e1")
      #expect(try await eventually { live.store.durability.waiting == 1 })
      async let resumed = Self.resume(live, opened)
      let error = try await live.error { _ in while try await older.next() != nil {} }
      #expect(error?.code == .aborted)
      live.store.durability.open()
      let (newer, again) = try await resumed
      #expect(again.eventsKnown == 1)
      #expect(again.snapshot?.realWorldBehavior?.communityEngagement?.sessionAdjusted == true)
      try await newer.visit("e1")
      #expect(try await newer.ack().duplicateEventIds == ["e1"])
      let summary = try await newer.close().closed.summary
      #expect(summary?.events == 1 && summary?.duplicates == 1)
    }
  }

  @Test("of many streams that come at once with one token one goes on, with every durable event")
  func contest() async throws {
    try await LiveEnrichment.run { live in
      let (first, opened) = try await SessionCall.open(live)
      try await first.visit("e0")
      _ = try await first.ack()
      let aborted = try await withThrowingTaskGroup(of: Bool.self) { group in
        for number in 1...8 {
          group.addTask {
            let error = try await live.error { _ in
              let (call, _) = try await Self.resume(live, opened)
              try await call.visit("e\(number)")
              _ = try await call.ack()
              while try await call.next() != nil {}
            }
            return error?.code == .aborted
          }
        }
        var aborted = 0
        for _ in 1...7 where try await group.next() == true { aborted += 1 }
        // The last one has its session until somebody else comes.
        let (last, resumed) = try await Self.resume(live, opened)
        #expect(try await group.next() == true)
        let durable = live.store.now.events[opened.sessionID]?.count ?? 0
        #expect(Int(resumed.eventsKnown) == durable)
        try await last.visit("last")
        let summary = try await last.close().closed.summary
        #expect(summary?.events == Int32(durable) + 1)
        return aborted
      }
      #expect(aborted == 7)
    }
  }

  @Test("another partner's stream with the same token takes nothing over")
  func strangers() async throws {
    try await LiveEnrichment.run { live in
      let (call, opened) = try await SessionCall.open(live)
      let rival = try APIKey(environment: "poc", partner: "rival", random: Array(32..<64))
      try await live.store.add(rival, pepper: live.pepper)
      try await live.keys.refresh()
      let error = try await live.error { _ in
        _ = try await SessionCall.open(live, key: rival.text) { $0.resumeToken = opened.resumeToken }
      }
      #expect(error?.code == .notFound)
      try await call.visit("e1")
      #expect(try await call.ack().eventIds == ["e1"])
    }
  }

  @Test("after a cut the session goes on with the last product and number, and its summary counts all its streams")
  func cut() async throws {
    try await LiveEnrichment.run { live in
      let (call, opened) = try await SessionCall.open(live) {
        $0.segment = LiveEnrichment.segment
        $0.productQuantumState = Self.product(0.1)
      }
      try await call.send(Self.context(Self.product(0.9)))
      for id in ["e1", "e2"] {
        try await call.visit(id)
        _ = (try await call.ack(), try await call.update())
      }
      call.cut()
      let (again, resumed) = try await Self.resume(live, opened)
      let kept = try Open(serializedBytes: live.store.now.sessions[opened.sessionID]?.openMessage ?? [])
      #expect(kept.productQuantumState == Self.product(0.9))
      #expect(resumed.snapshot?.quantumCompatibility?.comparedDimensions == ["novelty_seeking"])
      try await again.visit("e3")
      _ = try await again.ack()
      #expect(try await again.update().sequence == 3)
      let summary = try await again.close().closed.summary
      #expect(summary?.events == 3 && summary?.updates == 3)
    }
  }

  @Test("what a killed server knew of a session is durable: its product, and that no number of an update comes twice")
  func killedServer() async throws {
    try await LiveEnrichment.run { live in
      let (call, opened) = try await SessionCall.open(live)
      try await call.send(Self.context(Self.product(0.9)))
      try await call.visit("e1")
      _ = try await call.ack()
      let sequence = try await call.update().sequence
      let row = try #require(live.store.now.sessions[opened.sessionID])
      #expect(row.updates == sequence)
      #expect(try Open(serializedBytes: row.openMessage).productQuantumState == Self.product(0.9))
    }
  }

  @Test("what the resuming message says anew holds, and goes on holding")
  func newProduct() async throws {
    try await LiveEnrichment.run { live in
      let (call, opened) = try await SessionCall.open(live)
      _ = try await call.close()
      let (again, resumed) = try await SessionCall.open(live) {
        $0.resumeToken = opened.resumeToken
        $0.productQuantumState = Self.product(0.7)
        $0.insights = ["quantum_compatibility"]
      }
      #expect(resumed.snapshot?.quantumCompatibility != nil && resumed.snapshot?.realWorldBehavior == nil)
      again.cut()
      let (_, third) = try await Self.resume(live, opened)
      #expect(third.snapshot?.quantumCompatibility != nil && third.snapshot?.realWorldBehavior == nil)
    }
  }

  @Test("a session stays one person's: a resuming message that names another is refused")
  func otherPerson() async throws {
    try await LiveEnrichment.run { live in
      let (call, opened) = try await SessionCall.open(live) {
        $0.segment = LiveEnrichment.segment
        $0.subject = "customer-77"
      }
      _ = try await call.close()
      for (subject, isAllowed) in [("customer-77", true), ("customer-78", false)] {
        let error = try await live.error { _ in
          let (again, _) = try await SessionCall.open(live) {
            $0.resumeToken = opened.resumeToken
            $0.subject = subject
          }
          _ = try await again.close()
        }
        #expect((error == nil) == isAllowed)
        #expect(error.map { $0.code == .invalidArgument && $0.message.contains("open.subject") } ?? true)
      }
    }
  }

  @Test("durable events are counted, and known when they come again, by a clock that was set back two days")
  func clockSetBack() async throws {
    try await LiveEnrichment.run { live in
      let day: Int64 = 86_400_000_000
      let today = LiveEnrichment.start + 10 * day
      let event = SessionCall.event("e1") { $0.time = GoogleProtobufTimestamp(microseconds: today) }
      live.clock.set(today)
      let (call, opened) = try await SessionCall.open(live)
      try await call.send(.event(event))
      _ = (try await call.ack(), try await call.update())
      live.clock.set(today - 2 * day)
      try await call.send(.event(event))
      #expect(try await call.ack().duplicateEventIds == ["e1"], "in the same stream")
      call.cut()
      let (again, resumed) = try await Self.resume(live, opened)
      #expect(resumed.eventsKnown == 1)
      try await again.send(.event(event))
      #expect(try await again.ack().duplicateEventIds == ["e1"], "in the next stream")
    }
  }

  @Test("a session takes as many events as it can hold, counting those under way, and can be resumed when it is full")
  func full() async throws {
    try await LiveEnrichment.run { live in
      let (call, opened) = try await SessionCall.open(live)
      call.cut()
      let held = try (1..<SessionPosterior.mostEvents).map { number in
        let event = SessionCall.event("h\(number)") { $0.time = GoogleProtobufTimestamp(microseconds: 1_000_000) }
        return try SessionEvent(id: live.ids(event.eventID)[0], bytes: event.serializedBytes(), action: nil)
      }
      live.store.change { $0.events[opened.sessionID] = held }
      let (again, _) = try await Self.resume(live, opened)
      live.store.durability.close()
      try await again.visit("e1")
      #expect(try await eventually { live.store.durability.waiting == 1 })
      try await again.visit("e2")
      live.store.durability.open()
      let error = try await live.error { _ in while try await again.next() != nil {} }
      #expect(error?.code == .resourceExhausted && error?.message.contains("10000") == true)
      #expect(try await Self.resume(live, opened).opened.eventsKnown == Int32(SessionPosterior.mostEvents))
    }
  }
}
