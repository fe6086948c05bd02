import EnrichmentClient
import EnrichmentRPC
import EnrichmentSchema
import Glibc
import RPC
import WireFormat

/// What each worker does again and again.
enum Workload: Sendable {
  /// One GetRealWorldBehavior call.
  case unary(GetRealWorldBehaviorRequest)
  /// A session: open, a number of events each waiting for its update, close.
  case session(Open, events: Int)

  /// What is counted.
  var unit: String {
    switch self {
    case .unary: "calls"
    case .session: "session events"
    }
  }

  /// Runs once and records each latency.
  func run(_ client: PartnerClient, number: Int, into recorder: inout LatencyRecorder) async throws {
    switch self {
    case .unary(let request):
      let start = ContinuousClock.now
      _ = try await client.service.getRealWorldBehavior(request, options: client.options())
      recorder.succeeded(after: start.duration(to: .now).nanoseconds)
    case .session(let open, let events):
      try await session(client, open: open, events: events, number: number, into: &recorder)
    }
  }

  private func session(
    _ client: PartnerClient, open: Open, events: Int, number: Int, into recorder: inout LatencyRecorder
  ) async throws {
    let call = try await client.service.enrichRealTime(options: client.options(timeout: .seconds(60)))
    let replies = call.replies
    try await call.send(message(.open(open)))
    try await wait(for: replies) { if case .opened = $0 { true } else { false } }
    for index in 0..<events {
      let start = ContinuousClock.now
      try await call.send(message(.event(event(number: number, index: index))))
      try await wait(for: replies) { if case .update = $0 { true } else { false } }
      recorder.succeeded(after: start.duration(to: .now).nanoseconds)
    }
    try await call.send(message(.close(Close())))
    call.finishSending()
    while try await replies.next() != nil {}
  }

  private func event(number: Int, index: Int) -> Event {
    var event = Event()
    event.eventID = "load-\(number)-\(index)-\(UInt64.random(in: .min ... .max))"
    event.kind = .visit
    var time = GoogleProtobufTimestamp()
    time.seconds = Int64(Glibc.time(nil))
    event.time = time
    event.venueCategory = ["coffee", "food", "culture", "shopping"][index % 4]
    event.dwellMinutes = 35
    event.firstVisit = index.isMultiple(of: 3)
    return event
  }

  private func message(_ body: EnrichRealTimeRequest.Body) -> EnrichRealTimeRequest {
    var request = EnrichRealTimeRequest()
    request.body = body
    return request
  }

  private func wait(
    for replies: ReplyStream<EnrichRealTimeResponse>, until done: (EnrichRealTimeResponse.Body) -> Bool
  ) async throws {
    while let reply = try await replies.next() {
      if let body = reply.body, done(body) { return }
    }
    throw RPCError.unavailable("the session ended before it answered")
  }
}

extension Duration {
  /// The duration in nanoseconds, at least 0.
  var nanoseconds: UInt64 {
    let parts = components
    return UInt64(max(0, parts.seconds)) * 1_000_000_000 + UInt64(max(0, parts.attoseconds / 1_000_000_000))
  }
}
