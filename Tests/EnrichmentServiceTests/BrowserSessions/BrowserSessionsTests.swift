import EnrichmentRPC
import EnrichmentSchema
import EventLoop
import Operations
import Population
import RPC
import Testing
import WireFormat

@testable import EnrichmentService

@Suite("the sessions of browsers", .timeLimit(.minutes(5)))
struct BrowserSessionsTests {
  private static func limits(_ change: (inout ServiceLimits) -> Void) -> ServiceLimits {
    var limits = ServiceLimits()
    change(&limits)
    return limits
  }

  /// The reason that a call fails for; nil when it succeeds.
  private static func reason(_ call: () async throws -> Void) async throws -> String? {
    do { try await call() } catch let error as RPCError { return error.reason ?? error.code.description }
    return nil
  }

  @Test("events are durable when they are answered, count once, and are shown to whoever watches")
  func whole() async throws {
    try await LiveEnrichment.run { live in
      let page = try await PageSession.open(live)
      #expect(page.opened.token.utf8.count == 64 && page.opened.snapshot?.realWorldBehavior != nil)
      #expect(page.opened.expires?.seconds == (LiveEnrichment.start + 900_000_000) / 1_000_000)
      let watch = try await page.watch()
      let answer = try await page.visit("a", "b", "a")
      #expect(answer.eventIds == ["a", "b", "a"] && answer.duplicateEventIds == ["a"] && answer.expires != nil)
      #expect(live.store.now.events[page.opened.sessionID]?.count == 2)
      #expect(try await page.visit("b").duplicateEventIds == ["b"])
      let last = try await page.visit("c", close: true)
      #expect(last.summary?.events == 3 && last.summary?.duplicates == 2 && last.expires == nil)
      let messages = try await watch.rest()
      #expect(messages.map(\.id) == Array(1...Int64(messages.count)))
      var causes: [String] = []
      for case .update(let update)? in messages.map(\.body) { causes += update.causeEventIds }
      #expect(causes == ["a", "b", "c"])
      #expect(messages.last?.body == .closed(try #require(last.summary)))
    }
  }

  @Test("a reader that is cut anywhere and comes again gets what it has missed, each message once", arguments: 0..<4)
  func cutReader(seed: UInt64) async throws {
    try await LiveEnrichment.run { live in
      let production = try await live.addProductionKey()
      let page = try await PageSession.open(live.pages, live.options(production.text))
      var random = SplitMix64(seed: seed)
      let sending = Task { for index in 0..<30 { try await page.visit("e\(index)", close: index == 29) } }
      var ids: [Int64] = []
      var causes: [String] = []
      var isClosed = false
      while !isClosed {
        let watch = try await page.watch(after: ids.last ?? 0)
        let most = Int.random(in: 1...9, using: &random)
        for _ in 0..<most {
          guard let message = try await watch.next() else { break }
          ids.append(message.id)
          if case .update(let update)? = message.body { causes += update.causeEventIds }
          if case .closed? = message.body { isClosed = true }
        }
        watch.replies.cancel()
      }
      try await sending.value
      #expect(ids == Array(1...Int64(ids.count)))
      #expect(causes == (0..<30).map { "e\($0)" })
      #expect(try await Self.reason { _ = try await page.watch(after: ids.last ?? 0) } == "UNKNOWN_SESSION")
    }
  }

  @Test("who comes too late for what is kept gets the whole view in its place, and goes on from there")
  func tooLate() async throws {
    try await LiveEnrichment.run(limits: Self.limits { $0.browsers.keptMessages = 2 }) { live in
      let page = try await PageSession.open(live)
      for index in 0..<6 { try await page.visit("e\(index)") }
      let watch = try await page.watch(after: 1)
      let first = try #require(try await watch.next())
      guard case .snapshot(let view)? = first.body else { return #expect(Bool(false), "\(first)") }
      #expect(view.realWorldBehavior != nil && view.marketSegmentMetadata != nil && first.id >= 5)
      try await page.visit("f", close: true)
      let rest = try await watch.rest()
      #expect(rest.map(\.id) == (0..<rest.count).map { first.id + 1 + Int64($0) })
      guard case .closed? = rest.last?.body else { return #expect(Bool(false), "no end") }
    }
  }

  @Test("a newer reader takes over, and the older is told so")
  func takenOver() async throws {
    try await LiveEnrichment.run { live in
      let page = try await PageSession.open(live)
      let first = try await page.watch()
      let second = try await page.watch()
      #expect(try await Self.reason { _ = try await first.next() } == "SESSION_TAKEN_OVER")
      try await page.visit("a")
      #expect(try await second.next()?.id == 1)
    }
  }

  @Test("only the token opens a session's calls: others know of none, and are slowed down")
  func wrongTokens() async throws {
    let limits = Self.limits { ($0.keys.wrongKeysAtOnce, $0.keys.wrongKeyInterval) = (5, .seconds(3_600)) }
    try await LiveEnrichment.run(limits: limits) { live in
      let page = try await PageSession.open(live)
      var reasons: [String?] = []
      let other = page.opened.token.hasPrefix("0") ? "1" : "0"
      let wrong = ["", "x", other + page.opened.token.dropFirst(), page.opened.sessionID, live.key.text]
      for token in wrong + wrong {
        var request = SendEventsRequest()
        (request.token, request.close) = (token, true)
        reasons.append(try await Self.reason { _ = try await live.pages.sendEvents(request) })
      }
      #expect(reasons.prefix(5).allSatisfy { $0 == "UNKNOWN_SESSION" }, "\(reasons)")
      #expect(reasons.suffix(5).allSatisfy { $0 == "RATE_LIMITED" }, "\(reasons)")
      #expect(try await page.visit("a").eventIds == ["a"], "who has the token is not slowed down")
    }
  }

  @Test("a session needs a key with all three scopes")
  func scopes() async throws {
    try await LiveEnrichment.run { live in
      let key = try APIKey(environment: "poc", partner: "acme", random: Array(32..<64))
      try await live.store.add(key, pepper: live.pepper, scopes: [.behaviorRead, .personalityRead])
      try await live.keys.refresh()
      let reason = try await Self.reason { _ = try await PageSession.open(live.pages, live.options(key.text)) }
      #expect(reason == "PERMISSION_DENIED")
      #expect(try await Self.reason { _ = try await PageSession.open(live.pages, CallOptions()) } == "UNAUTHENTICATED")
    }
  }

  @Test("no more are open than may be, of a key and of all, and what is closed makes room")
  func bounds() async throws {
    let limits = Self.limits { ($0.browsers.perKey, $0.browsers.inAll) = (2, 3) }
    try await LiveEnrichment.run(limits: limits) { live in
      let pages = [try await PageSession.open(live), try await PageSession.open(live)]
      #expect(try await Self.reason { _ = try await PageSession.open(live) } == "LIMIT_REACHED")
      let other = try live.options(await live.addProductionKey().text)
      _ = try await PageSession.open(live.pages, other)
      #expect(try await Self.reason { _ = try await PageSession.open(live.pages, other) } == "LIMIT_REACHED")
      try await pages[0].visit("a", close: true)
      live.browsers.tend(at: .now() + .seconds(61))
      #expect(live.browsers.count == 2)
      _ = try await PageSession.open(live)
      #expect(try await Self.reason { _ = try await PageSession.open(live) } == "LIMIT_REACHED")
    }
  }

  @Test("a request that opens none takes no place, and is told its own fields")
  func wrongOpening() async throws {
    try await LiveEnrichment.run(limits: Self.limits { $0.browsers.perKey = 1 }) { live in
      for _ in 0..<3 {
        let error = try await live.error { _ in _ = try await PageSession.open(live) { $0.minIntervalMs = -1 } }
        #expect(error?.message.contains("min_interval_ms") == true && error?.message.contains("open.") == false)
      }
      let page = try await PageSession.open(live)
      #expect(live.streams.count == 1)
      try await page.visit("a", close: true)
      #expect(live.streams.count == 0)
    }
  }

  @Test("a session that nobody uses for 15 minutes ends, and is kept as closed")
  func unused() async throws {
    try await LiveEnrichment.run { live in
      let start = MonotonicTime.now()
      let page = try await PageSession.open(live)
      live.browsers.tend(at: start + .seconds(900))
      #expect(live.browsers.count == 1)
      live.browsers.tend(at: .now() + .seconds(901))
      #expect(try await Self.reason { try await page.visit("a") } == "UNKNOWN_SESSION")
      #expect(try await eventually { live.streams.count == 0 })
    }
  }

  @Test("who watches and hears nothing is sent a sign of life, and the session lives as long")
  func signOfLife() async throws {
    try await LiveEnrichment.run { live in
      let page = try await PageSession.open(live)
      let watch = try await page.watch()
      let tending = Task {
        while !Task.isCancelled {
          live.browsers.tend(at: .now() + .seconds(16))
          try await Task.sleep(for: .milliseconds(5))
        }
      }
      #expect(try await watch.replies.next() == WatchSessionResponse())
      tending.cancel()
      live.browsers.tend(at: .now() + .seconds(2_000))
      #expect(live.browsers.count == 1)
    }
  }

  @Test("a session ends with the key that opened it, for its reader and for its page")
  func revokedKey() async throws {
    try await LiveEnrichment.run { live in
      let page = try await PageSession.open(live)
      let watch = try await page.watch()
      _ = try await live.store.revokeKey(live.key.keyID, at: 5)
      try await live.keys.refresh()
      live.streams.end { live.keys.isValid($0, at: 6) }
      #expect(try await Self.reason { _ = try await watch.rest() } == "UNAUTHENTICATED")
      #expect(try await Self.reason { try await page.visit("a") } == "UNAUTHENTICATED")
      live.browsers.tend(at: .now())
      #expect(live.browsers.count == 0)
    }
  }

  @Test("opening and watching count as calls of the key, events do not, updates do")
  func quota() async throws {
    try await LiveEnrichment.run { live in
      live.useUpMinute(leaving: 2)
      let page = try await PageSession.open(live)
      let watch = try await page.watch()
      #expect(try await page.visit("a", "b").eventIds == ["a", "b"])
      guard case .notice(let notice)? = try await watch.next()?.body else { return #expect(Bool(false)) }
      #expect(notice.kind == .throttled && notice.retryAfterMs > 0)
      #expect(try await Self.reason { _ = try await page.watch() } == "RATE_LIMITED")
      #expect(try await page.visit("c").eventIds == ["c"])
    }
  }

  @Test("a server that stops closes the sessions: their readers get what is owed, and no other is opened")
  func draining() async throws {
    try await LiveEnrichment.run { live in
      let page = try await PageSession.open(live) { $0.minIntervalMs = 60_000 }
      let watch = try await page.watch()
      try await page.visit("a")
      try await page.visit("b")
      await live.browsers.drain()
      let bodies = try await watch.rest().map(\.body)
      #expect(bodies.contains { if case .notice(let notice)? = $0 { notice.kind == .draining } else { false } })
      var causes: [String] = []
      for case .update(let update)? in bodies { causes += update.causeEventIds }
      #expect(causes == ["a", "b"])
      guard case .closed(let summary)? = bodies.last else { return #expect(Bool(false), "no end") }
      #expect(summary.events == 2)
      #expect(try await Self.reason { _ = try await PageSession.open(live) } == "DRAINING")
    }
  }

  @Test(
    "a key of the sandbox opens sessions of the sandbox, of which the store knows nothing; its segments raise errors")
  func sandbox() async throws {
    try await LiveEnrichment.run(hasSandbox: true) { live in
      let options = try await live.options(live.addTestKey().text)
      let page = try await PageSession.open(live.pages, options) { $0.segment?.segmentID = "tech_enthusiasts_25_35_sf" }
      #expect(page.opened.snapshot?.marketSegmentMetadata?.simulated == true)
      var event = SessionCall.event("a")
      event.time = GoogleProtobufTimestamp(microseconds: live.clock.source.now)
      #expect(try await page.send([event], close: true).summary?.events == 1)
      #expect(live.store.now.sessions.isEmpty && live.store.now.events.isEmpty)
      let raising = RaisedErrors.segment(.segmentTooSmall)
      let reason = try await Self.reason {
        _ = try await PageSession.open(live.pages, options) { $0.segment?.segmentID = raising }
      }
      #expect(reason == "SEGMENT_TOO_SMALL")
    }
  }

  @Test("what a page sends is checked before any of it is taken in")
  func wrongEvents() async throws {
    try await LiveEnrichment.run { live in
      let page = try await PageSession.open(live)
      #expect(try await Self.reason { try await page.send([]) } == "INVALID_ARGUMENT")
      let many = (0..<257).map { SessionCall.event("e\($0)") }
      #expect(try await Self.reason { try await page.send(many) } == "INVALID_ARGUMENT")
      let wrong = try await live.error { _ in
        try await page.send([SessionCall.event("a"), SessionCall.event("b") { $0.kind = .unspecified }])
      }
      #expect(wrong?.message.contains("events[1]") == true)
      #expect(try await page.visit("a").duplicateEventIds == [])
      try await page.send([], close: true)
      #expect(try await page.send([], close: true).summary?.events == 1, "the answer can be asked for again")
      #expect(try await Self.reason { try await page.visit("b") } == "UNKNOWN_SESSION")
    }
  }
}
