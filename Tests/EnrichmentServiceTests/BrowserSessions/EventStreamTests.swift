import EnrichmentRPC
import EnrichmentSchema
import EventLoop
import Foundation
import Operations
import Population
import RPC
import RawHTTP2
import Synchronization
import Testing
import WireFormat

@testable import EnrichmentService

/// The sessions of browsers as a page has them: by the JSON door, updates as Server-Sent Events.
@Suite("the events of a page", .timeLimit(.minutes(5)))
struct EventStreamTests {
  private static let sessions = "/api/v1/enrichment/sessions"
  /// Without a key: a page has none.
  private static let noKey = [("authorization", "")]

  private static func open(_ live: LiveDoor) async throws -> OpenSessionResponse {
    let reply = try await live.post(sessions, #"{"segment":{"segment_id":"jakarta_all"}}"#)
    #expect(reply.status == "200" && reply["success"] == "true" && reply["metadata.request_id"] != nil)
    #expect(reply.fields["cache-control"] == "no-store")
    return try reply.data(OpenSessionResponse.self)
  }

  private static func send(_ live: LiveDoor, _ token: String, _ ids: [String], close: Bool = false) async throws
    -> DoorReply
  {
    let events = ids.map { id in
      #"{"event_id":"\#(id)","kind":"EVENT_KIND_VISIT","time":"1970-01-01T00:00:10Z","venue_category":"coffee"}"#
    }
    let json = #"{"token":"\#(token)","events":[\#(events.joined(separator: ","))],"close":\#(close)}"#
    return try await live.post("\(sessions)/events", json, noKey)
  }

  @Test("a page sends events without a key and reads what follows to the end")
  func whole() async throws {
    try await LiveDoor.run { live in
      let opened = try await Self.open(live)
      let first = try await Self.send(live, opened.token, ["a", "b"])
      #expect(first.status == "200" && first["data.event_ids"] == #"["a","b"]"#, "\(first.text)")
      #expect(try await Self.send(live, opened.token, ["b"])["data.duplicate_event_ids"] == #"["b"]"#)
      let last = try await Self.send(live, opened.token, ["c"], close: true)
      #expect(last["data.summary.events"] == "3.0", "\(last.text)")
      let updates = try await live.ask("GET", "\(Self.sessions)/updates?token=\(opened.token)", Self.noKey)
      #expect(updates.status == "200" && updates.fields["content-type"] == "text/event-stream")
      #expect(updates.fields["cache-control"] == "no-store" && updates.text.hasPrefix("retry: 2000\n\n:\n\n"))
      let events = PageEvent.events(of: updates.text)
      #expect(events.map(\.id) == (1...events.count).map { "\($0)" })
      #expect(events.dropLast().allSatisfy { $0.name == "update" } && events.last?.name == "closed")
      let causes = try events.dropLast().flatMap { try Update(jsonString: $0.data).causeEventIds }
      #expect(causes == ["a", "b", "c"])
      #expect(try SessionSummary(jsonString: events.last?.data ?? "").events == 3)
    }
  }

  @Test("a browser that is cut after any byte gets with last-event-id what it has not had whole", arguments: 0..<4)
  func cut(seed: UInt64) async throws {
    try await LiveDoor.run { live in
      let opened = try await Self.open(live)
      for index in 0..<5 { _ = try await Self.send(live, opened.token, ["e\(index)"], close: index == 4) }
      let pool = try BlockingPool(name: "page", threads: 1)
      defer { pool.shutdown() }
      let events = try await pool.run {
        var random = SplitMix64(seed: seed)
        var events: [PageEvent] = []
        while events.last?.name != "closed" {
          let client = try RawClient(port: live.port)
          try client.settle()
          client.watch(1, token: opened.token, after: events.last?.id)
          events += PageEvent.events(of: try client.body(1, bytes: Int.random(in: 1...20_000, using: &random)))
          client.reset(1)
        }
        return events
      }
      #expect(events.map(\.id) == (1...events.count).map { "\($0)" })
      let causes = try events.dropLast().flatMap { try Update(jsonString: $0.data).causeEventIds }
      #expect(causes == (0..<5).map { "e\($0)" })
    }
  }

  @Test("an error before the first event is the envelope with its status")
  func refusals() async throws {
    try await LiveDoor.run { live in
      let opened = try await Self.open(live)
      let updates = "\(Self.sessions)/updates?token="
      let unknown = try await live.ask("GET", updates + opened.sessionID, Self.noKey)
      #expect(unknown.status == "404" && unknown["error.code"] == "UNKNOWN_SESSION")
      #expect(unknown.fields["content-type"] == "application/json" && unknown.fields["cache-control"] == "no-store")
      for id in ["7", "-1", "x", "1e3", "99999999999999999999"] {
        let wrong = try await live.ask("GET", updates + opened.token, Self.noKey + [("last-event-id", id)])
        #expect(wrong.status == "400" && !wrong.text.contains(opened.token), "\(id): \(wrong.text)")
      }
      #expect(try await live.ask("HEAD", updates + opened.token, Self.noKey).status == "400")
      #expect(try await live.ask("POST", "\(Self.sessions)/updates", Self.noKey).status == "405")
      let stranger = try await live.post(Self.sessions, "{}", Self.noKey)
      #expect(stranger.status == "401")
    }
  }

  @Test("who is told an error later is told it as an event, and to come again much later")
  func lateError() async throws {
    try await LiveDoor.run { live in
      let opened = try await Self.open(live)
      let pool = try BlockingPool(name: "page", threads: 1)
      defer { pool.shutdown() }
      async let text = pool.run {
        let client = try RawClient(port: live.port)
        try client.settle()
        client.watch(1, token: opened.token)
        return try client.body(1, bytes: .max)
      }
      #expect(try await eventually { live.parts.browsers.readers == 1 })
      _ = try await live.parts.store.revokeKey(live.parts.key.keyID, at: 5)
      try await live.parts.keys.refresh()
      live.parts.streams.end { live.parts.keys.isValid($0, at: 6) }
      let events = PageEvent.events(of: try await text)
      #expect(events.map(\.name) == ["error"] && events.first?.data.contains("UNAUTHENTICATED") == true)
      #expect(try await text.contains("retry: 60000\n"))
    }
  }

  /// Readers that stop: with `SPOTS_SOAK` as many as a server has sessions of browsers.
  private static let stopped = ProcessInfo.processInfo.environment["SPOTS_SOAK"] == nil ? 200 : 10_000

  @Test("readers that stop reading hold little each, and keep nobody else from it", .timeLimit(.minutes(20)))
  func stoppedReaders() async throws {
    var limits = ServiceLimits()
    (limits.browsers.perKey, limits.browsers.inAll) = (Self.stopped + 1, Self.stopped + 1)
    (limits.keys.poc.burst, limits.keys.poc.minute, limits.keys.poc.day) = (1_000_000, 1_000_000, 1_000_000)
    try await LiveDoor.run(limits: limits) { live in
      var pages: [PageSession] = []
      for _ in 0..<Self.stopped { pages.append(try await PageSession.open(live.pages, live.options())) }
      let pool = try BlockingPool(name: "pages", threads: 1)
      defer { pool.shutdown() }
      let tokens = pages.map(\.opened.token)
      let readers = try await pool.run { try StoppedReaders(port: live.port, tokens: tokens) }
      #expect(try await eventually { live.parts.browsers.readers == Self.stopped })
      for round in 0..<5 {
        for (index, page) in pages.prefix(3).enumerated() {
          try await page.send((0..<16).map { SessionCall.event("s\(index)r\(round)e\($0)") })
        }
      }
      let sizes = live.parts.browsers.keptSizes
      #expect(sizes.allSatisfy { $0.messages <= limits.browsers.keptMessages })
      #expect(sizes.allSatisfy { $0.bytes <= limits.browsers.keptBytes || $0.messages == 1 })
      #expect(sizes.contains { $0.messages > 1 }, "nothing is kept at all")
      let other = try await Self.open(live)
      #expect(try await Self.send(live, other.token, ["x"], close: true).status == "200")
      readers.leave()
      #expect(try await eventually { live.parts.browsers.readers == 0 }, "who has gone is not counted")
    }
  }
}

/// Pages that ask for updates with a window of nothing and never open it, many on a connection.
private final class StoppedReaders: Sendable {
  private let clients: Mutex<[Sole]>

  /// One client, which is used by one thread at a time.
  private struct Sole: @unchecked Sendable {
    let client: RawClient
  }

  init(port: UInt16, tokens: [String]) throws {
    var clients: [Sole] = []
    for start in stride(from: 0, to: tokens.count, by: 50) {
      let client = try RawClient(port: port)
      // SETTINGS_INITIAL_WINDOW_SIZE is 4.
      try client.settle(settings: [(4, 0)])
      for (index, token) in tokens[start..<min(start + 50, tokens.count)].enumerated() {
        client.watch(UInt32(2 * index + 1), token: token)
      }
      clients.append(Sole(client: client))
    }
    self.clients = Mutex(clients)
  }

  /// Ends the connections.
  func leave() { clients.withLock { $0 = [] } }
}
