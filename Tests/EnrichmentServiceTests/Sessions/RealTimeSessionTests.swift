import Answers
import EnrichmentRPC
import EnrichmentSchema
import Operations
import Population
import RPC
import Storage
import Testing
import WireFormat

@testable import EnrichmentService

@Suite("a real-time session", .timeLimit(.minutes(5)))
struct RealTimeSessionTests {
  @Test("opens with the whole view, an id and a token, and keeps nothing of the person's name")
  func opening() async throws {
    try await LiveEnrichment.run { live in
      let (call, opened) = try await SessionCall.open(live) {
        $0.segment = LiveEnrichment.segment
        $0.subject = "customer-77"
      }
      #expect(opened.sessionID.hasPrefix("ses_") && opened.resumeToken.count == 64 && !opened.resumed)
      #expect(opened.snapshot?.realWorldBehavior != nil && opened.snapshot?.marketSegmentMetadata?.releaseID == "r1")
      _ = try await call.close()
      let row = try #require(live.store.now.sessions[opened.sessionID])
      #expect(row.agent != nil && row.partner == "acme" && row.epoch == 1)
      #expect(try Open(serializedBytes: row.openMessage).subject.isEmpty)
      #expect(row.resumeTokenHash == ResumeToken(opened.resumeToken)?.hash(in: .partner("acme")))
    }
  }

  @Test("acknowledges an event only when it is durable, and shows its effect after that")
  func order() async throws {
    try await LiveEnrichment.run { live in
      let (call, opened) = try await SessionCall.open(live)
      live.store.durability.close()
      try await call.visit("e1")
      #expect(try await eventually { live.store.durability.waiting == 1 })
      #expect(live.store.now.events[opened.sessionID] == nil)
      live.store.durability.open()
      #expect(try await call.ack().eventIds == ["e1"])
      #expect(try live.store.now.events[opened.sessionID]?.map(\.id) == live.ids("e1"))
      let update = try await call.update()
      #expect(update.sequence == 1 && update.causeEventIds == ["e1"])
      #expect(update.changed?.realWorldBehavior?.communityEngagement?.sessionAdjusted == true)
      #expect(update.changed?.marketSegmentMetadata == nil)
    }
  }

  @Test("counts an event once, however often it comes, and says so at the end")
  func duplicates() async throws {
    try await LiveEnrichment.run { live in
      let (call, _) = try await SessionCall.open(live)
      try await call.visit("e1")
      _ = try await call.ack()
      _ = try await call.update()
      try await call.visit("e1")
      let ack = try await call.ack()
      #expect(ack.eventIds == ["e1"] && ack.duplicateEventIds == ["e1"])
      let summary = try #require(try await call.close().closed.summary)
      #expect(summary.events == 1 && summary.duplicates == 1 && summary.updates == 1 && summary.releaseID == "r1")
    }
  }

  @Test("over its quota goes on acknowledging, says so once, and shows everything when it ends")
  func throttling() async throws {
    try await LiveEnrichment.run { live in
      live.useUpMinute(leaving: 1)
      let (call, _) = try await SessionCall.open(live)
      try await call.visit("e1")
      _ = try await call.ack()
      let notice = try await call.notice()
      #expect(notice.kind == .throttled && notice.retryAfterMs > 0 && notice.message.contains("minute"))
      try await call.visit("e2")
      #expect(try await call.ack().eventIds == ["e2"])
      let (before, closed) = try await call.close()
      guard case .update(let update)? = before.last, before.count == 1 else { throw SessionCall.Unexpected() }
      #expect(update.causeEventIds == ["e1", "e2"] && closed.summary?.events == 2)
    }
  }

  @Test("goes on after a cut with all its durable events, on the release it began on")
  func resuming() async throws {
    try await LiveEnrichment.run { live in
      let (call, opened) = try await SessionCall.open(live)
      for id in ["e1", "e2"] {
        try await call.visit(id)
        _ = (try await call.ack(), try await call.update())
      }
      call.cut()
      try live.store.releaseJakarta(epoch: 2)
      try await live.catalogue.refresh()
      let (again, resumed) = try await SessionCall.open(live) { $0.resumeToken = opened.resumeToken }
      #expect(resumed.resumed && resumed.sessionID == opened.sessionID && resumed.eventsKnown == 2)
      #expect(resumed.snapshot?.marketSegmentMetadata?.releaseID == "r1")
      #expect(resumed.snapshot?.realWorldBehavior?.communityEngagement?.sessionAdjusted == true)
      _ = try await again.close()
      let reads = live.store.now.releaseReads
      let (third, _) = try await SessionCall.open(live) { $0.resumeToken = opened.resumeToken }
      #expect(live.store.now.releaseReads == reads, "an earlier release is read once for all sessions on it")
      _ = try await third.close()
    }
  }

  @Test("is resumed by its own partner only, and by its token only")
  func strangers() async throws {
    try await LiveEnrichment.run { live in
      let (call, opened) = try await SessionCall.open(live)
      _ = try await call.close()
      let rival = try APIKey(environment: "poc", partner: "rival", random: Array(32..<64))
      try await live.store.add(rival, pepper: live.pepper)
      try await live.keys.refresh()
      for (key, token) in [(rival.text, opened.resumeToken), (live.key.text, String(repeating: "0", count: 64))] {
        let error = try await live.error { _ in
          _ = try await SessionCall.open(live, key: key) { $0.resumeToken = token }
        }
        #expect(error?.reason == "UNKNOWN_SESSION" && error?.code == .notFound)
      }
    }
  }

  @Test("tells once that a newer release is there, and goes on with its own")
  func newerRelease() async throws {
    try await LiveEnrichment.run { live in
      let (call, _) = try await SessionCall.open(live)
      try live.store.releaseJakarta(epoch: 2)
      try await live.catalogue.refresh()
      try await call.visit("e1")
      _ = (try await call.ack(), try await call.update())
      let notice = try await call.notice()
      #expect(notice.kind == .newRelease && notice.releaseID == "r2")
      try await call.visit("e2")
      _ = (try await call.ack(), try await call.update())
      let (before, closed) = try await call.close()
      #expect(before.isEmpty && closed.summary?.releaseID == "r1")
    }
  }

  @Test("compares with the product it was told last")
  func context() async throws {
    try await LiveEnrichment.run { live in
      let (call, opened) = try await SessionCall.open(live)
      #expect(opened.snapshot?.quantumCompatibility == nil)
      var context = UpdateContext()
      var product = ProductQuantumState()
      product.attributes["novelty_seeking"] = 0.9
      context.productQuantumState = product
      try await call.send(.updateContext(context))
      try await call.visit("e1")
      _ = try await call.ack()
      #expect(try await call.update().changed?.quantumCompatibility?.comparedDimensions == ["novelty_seeking"])
      _ = try await call.close()
      let row = try #require(live.store.now.sessions[opened.sessionID])
      #expect(try Open(serializedBytes: row.openMessage).productQuantumState == product)
    }
  }

  @Test("names in its answers what was said without changing anything, once")
  func ignoredInputs() async throws {
    try await LiveEnrichment.run { live in
      var context = ProductContext()
      context.category = "shoes"
      let opening = context
      let (call, opened) = try await SessionCall.open(live) {
        $0.segment = LiveEnrichment.segment
        $0.segment?.categoryPreferences = ["food"]
        $0.productContext = opening
      }
      #expect(opened.ignoredInputs == ["open.segment.category_preferences", "open.product_context.category"])
      var update = UpdateContext()
      var product = ProductQuantumState()
      product.attributes["novelty_seeking"] = 0.9
      (product.itemID, product.shopScore) = ("mall", 3)
      (update.productContext, update.productQuantumState) = (context, product)
      try await call.send(.updateContext(update))
      try await call.send(
        .event(
          SessionCall.event("e1") {
            $0.terms = ["quality", "zzz"]
            $0.itemID = "mall"
          }))
      _ = try await call.ack()
      #expect(
        try await call.update().ignoredInputs == [
          "update_context.product_context.category", "update_context.product_quantum_state.item_id",
          "update_context.product_quantum_state.shop_score", "events[0].terms[1]", "events[0].item_id",
        ])
      try await call.visit("e2")
      _ = try await call.ack()
      #expect(try await call.update().ignoredInputs.isEmpty)
      _ = try await call.close()
      let (resumed, again) = try await SessionCall.open(live) { $0.resumeToken = opened.resumeToken }
      #expect(again.ignoredInputs.isEmpty, "what an earlier stream said is not said again")
      _ = try await resumed.close()
    }
  }

  @Test("says before the server stops that it does")
  func draining() async throws {
    try await LiveEnrichment.run { live in
      let (call, _) = try await SessionCall.open(live)
      await live.sessions.noticeDraining()
      #expect(try await call.notice().kind == .draining)
      _ = try await call.close()
    }
  }

  @Test("ends with UNAVAILABLE when its events cannot be stored, and with what is wrong for an event that cannot be")
  func failures() async throws {
    try await LiveEnrichment.run { live in
      let (call, _) = try await SessionCall.open(live)
      live.store.change { $0.failure = .closed }
      try await call.visit("e1")
      let error = try await live.error { _ in _ = try await call.close() }
      #expect(error?.code == .unavailable)
      live.store.change { $0.failure = nil }
      let (other, _) = try await SessionCall.open(live)
      try await other.send(.event(SessionCall.event("e2") { $0.venueCategory = "moon" }))
      let refused = try await live.error { _ in while try await other.next() != nil {} }
      #expect(refused?.code == .invalidArgument && refused?.message.contains("venue_category") == true)
    }
  }

  @Test("begins with an open message and has only one")
  func firstMessage() async throws {
    try await LiveEnrichment.run { live in
      let early = SessionCall(call: try await live.client.enrichRealTime(options: live.options()))
      try await early.visit("e1")
      let error = try await live.error { _ in _ = try await early.next() }
      #expect(error?.reason == "INVALID_ARGUMENT")
      let (call, _) = try await SessionCall.open(live)
      try await call.send(.open(Open()))
      let second = try await live.error { _ in while try await call.next() != nil {} }
      #expect(second?.message.contains("after the first message") == true)
    }
  }
}
