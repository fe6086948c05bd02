import EnrichmentClient
import EnrichmentRPC
import EnrichmentSchema
import EventLoop
import Glibc
import LoadTesting
import RPC
import WireFormat

/// One real-time session a turn: open, events each waiting for its update, perhaps a cut and a resumption, close.
struct SessionWorkload: Workload {
  let segment: String
  let events: Int
  /// Events after which the stream is cut and the session resumed on another; nil for no cut.
  let cutAfter: Int?
  /// A shopper's pause before each event but the first.
  let think: Duration
  let options: CallOptions
  /// Tells the events of this run from those of another with the same seed, which a server would know already.
  private let run = UInt64.random(in: .min ... .max)

  var method: String { "\(EnrichmentMethod.serviceName)/\(EnrichmentMethod.enrichRealTime.name)" }
  var messages: Int { events }

  func run(_ turn: Turn) async {
    var times = CallTimes(due: turn.due)
    do {
      try await live(turn)
      times.finish(.ok)
    } catch {
      times.finish(CallEnd(any: error))
    }
    turn.lane.record(times)
  }

  private func live(_ turn: Turn) async throws {
    var open = Open()
    open.segment = segmentField
    var (stream, token) = try await begin(open, turn)
    for index in 0..<events {
      if index > 0, think > .zero { await turn.lane.sleep(until: turn.lane.loop.now + think) }
      if index == cutAfter {
        stream.cancel()
        var again = Open()
        again.resumeToken = token
        (stream, token) = try await begin(again, turn)
      }
      let start = MonotonicTime.now()
      try await send(.event(event(turn.number, index, turn)), on: stream, turn)
      try await wait(for: stream, turn) { if case .update = $0 { true } else { false } }
      turn.lane.recordMessage(since: start, arrived: .now())
    }
    try await send(.close(Close()), on: stream, turn)
    stream.finishSending()
    while try await reply(on: stream, turn) != nil {}
  }

  private func begin(_ open: Open, _ turn: Turn) async throws -> (EncodedCall, String) {
    let call = try await turn.channel.encodedStream(EnrichmentServiceMethods.enrichRealTime, options: options)
    try await send(.open(open), on: call, turn)
    var token = ""
    try await wait(for: call, turn) { body in
      guard case .opened(let opened) = body else { return false }
      token = opened.resumeToken
      return true
    }
    return (call, token)
  }

  private var segmentField: UserSegment {
    var field = UserSegment()
    field.segmentID = segment
    return field
  }

  private func event(_ session: Int, _ index: Int, _ turn: Turn) -> Event {
    var event = Event()
    event.eventID = "load-\(String(run, radix: 36))-\(session)-\(index)"
    event.kind = .visit
    var time = GoogleProtobufTimestamp()
    time.seconds = Int64(Glibc.time(nil))
    event.time = time
    event.venueCategory = ["coffee", "food", "culture", "shopping"][index % 4]
    event.dwellMinutes = Double(Int.random(in: 5...90, using: &turn.lane.random))
    event.firstVisit = index.isMultiple(of: 3)
    return event
  }

  private func send(_ body: EnrichRealTimeRequest.Body, on call: EncodedCall, _ turn: Turn) async throws {
    var request = EnrichRealTimeRequest()
    request.body = body
    let bytes = request.serializedBytes()
    turn.lane.recordBytes(sent: bytes.count, received: 0)
    try await call.send(bytes)
  }

  private func reply(on call: EncodedCall, _ turn: Turn) async throws -> EnrichRealTimeResponse? {
    guard let bytes = try await call.next() else { return nil }
    turn.lane.recordBytes(sent: 0, received: bytes.count)
    return try EnrichRealTimeResponse(serializedBytes: bytes)
  }

  private func wait(
    for call: EncodedCall, _ turn: Turn, until done: (EnrichRealTimeResponse.Body) -> Bool
  ) async throws {
    while let reply = try await reply(on: call, turn) {
      if let body = reply.body, done(body) { return }
    }
    throw RPCError.unavailable("the session ended before it answered")
  }
}
