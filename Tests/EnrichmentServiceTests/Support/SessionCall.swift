import Answers
import EnrichmentRPC
import EnrichmentSchema
import RPC
import Testing
import WireFormat

/// A client's side of one real-time session.
struct SessionCall {
  private let call: BidirectionalCall<EnrichRealTimeRequest, EnrichRealTimeResponse>

  /// Opens a session and waits until it is open.
  static func open(
    _ live: LiveEnrichment, key: String? = nil, _ change: (inout Open) -> Void = { $0.segment = LiveEnrichment.segment }
  ) async throws -> (call: SessionCall, opened: Opened) {
    let call = SessionCall(call: try await live.client.enrichRealTime(options: live.options(key)))
    var open = Open()
    change(&open)
    try await call.send(.open(open))
    guard case .opened(let opened)? = try await call.next() else { throw Unexpected() }
    return (call, opened)
  }

  /// Another message came than the test waits for.
  struct Unexpected: Error {}

  init(call: BidirectionalCall<EnrichRealTimeRequest, EnrichRealTimeResponse>) { self.call = call }

  func send(_ body: EnrichRealTimeRequest.Body) async throws {
    var request = EnrichRealTimeRequest()
    request.body = body
    try await call.send(request)
  }

  /// Sends events of these ids, all visits to one café.
  func visit(_ ids: String...) async throws {
    for id in ids { try await send(.event(Self.event(id))) }
  }

  static func event(_ id: String, _ change: (inout Event) -> Void = { _ in }) -> Event {
    var event = Event()
    event.eventID = id
    event.kind = .visit
    event.venueCategory = "coffee"
    event.placeID = "café"
    event.time = GoogleProtobufTimestamp(microseconds: 2_000_000)
    change(&event)
    return event
  }

  /// The next message; nil after the last.
  func next() async throws -> EnrichRealTimeResponse.Body? { try await call.replies.next()?.body }

  func ack() async throws -> Ack {
    guard case .ack(let ack)? = try await next() else { throw Unexpected() }
    return ack
  }

  /// Reads on until so many events are acknowledged; a message may acknowledge several.
  func acks(_ count: Int) async throws {
    var left = count
    while left > 0 {
      guard let body = try await next() else { throw Unexpected() }
      if case .ack(let ack) = body { left -= ack.eventIds.count }
    }
  }

  func update() async throws -> Update {
    guard case .update(let update)? = try await next() else { throw Unexpected() }
    return update
  }

  func notice() async throws -> Notice {
    guard case .notice(let notice)? = try await next() else { throw Unexpected() }
    return notice
  }

  /// Asks for the end and reads up to it.
  func close() async throws -> (before: [EnrichRealTimeResponse.Body], closed: Closed) {
    try await send(.close(Close()))
    var before: [EnrichRealTimeResponse.Body] = []
    while let body = try await next() {
      if case .closed(let closed) = body { return (before, closed) }
      before.append(body)
    }
    throw Unexpected()
  }

  /// Gives the call up.
  func cut() { call.cancel() }
}

extension RPCError {
  /// The reason in the error's `google.rpc.ErrorInfo`.
  var reason: String? {
    details.lazy.compactMap { try? GoogleRPCErrorInfo(serializedBytes: $0.value) }.first { !$0.reason.isEmpty }?.reason
  }
}

/// Waits until `condition` holds; false when it does not within ten seconds.
func eventually(_ condition: () -> Bool) async throws -> Bool {
  for _ in 0..<2_000 {
    if condition() { return true }
    try await Task.sleep(for: .milliseconds(5))
  }
  return condition()
}
