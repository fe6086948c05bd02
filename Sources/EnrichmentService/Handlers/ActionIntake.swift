import Answers
package import EnrichmentSchema
import EventLoop
package import Population
package import RPC
import Segments
package import Storage

/// `RecordActions`: checks a whole stream before anything of it is stored. Each action counts as a call against the
/// quota of its key.
///
/// What is answered depends on the partner's own ids of events alone: nothing says whether anybody knows a subject.
package struct ActionIntake: Sendable {
  private let store: any ActionStore
  private let recording: EventRecording
  private let metering: Metering
  private let streams: OpenStreams
  private let clock: TimeSource

  /// Stores into a store, under pseudonyms of its pepper.
  package init(
    store: any ActionStore, recording: EventRecording, metering: Metering, streams: OpenStreams, clock: TimeSource
  ) {
    (self.store, self.recording, self.metering, self.streams) = (store, recording, metering, streams)
    self.clock = clock
  }

  /// Takes the stream in and answers once it is durable. A stream with an invalid action stores nothing.
  package func record(
    _ requests: RequestStream<RecordActionsRequest>, from caller: Identity, context: ServerContext
  ) async throws -> RecordActionsResponse {
    let stream = try streams.enter(.recording, of: caller) { context.end(throwing: $0) }
    defer { streams.leave(stream) }
    let now = clock.now
    var response = RecordActionsResponse()
    var events: [PartnerEvent] = []
    while let request = try await requests.next() {
      let index = Int(response.received)
      try checkCount(index)
      let action = try CheckedAction(request.action, now: now, path: "actions[\(index)]")
      if index > 0 { try await meter(index, of: caller) }
      stream.hear()
      response.received += 1
      try streams.keepAction(in: stream)
      events.append(try event(action, from: caller))
    }
    guard !events.isEmpty else { return response }
    response.duplicates = Int32(clamping: try await store.recordActions(events, at: now))
    return response
  }

  private func checkCount(_ index: Int) throws(RequestError) {
    let most = streams.limits.actionsPerRecording
    guard index >= most else { return }
    throw RequestError.invalidArgument([
      RequestViolation(
        field: "actions", value: "more than \(most)", allowed: "at most \(most) a stream")
    ])
  }

  /// Counts an action as a call; the first counted when the stream began. A stream that is only too fast is slowed down.
  private func meter(_ index: Int, of caller: Identity) async throws {
    while case .refused(let violations, let wait) = metering.verdict(on: caller, at: .now()) {
      guard violations.allSatisfy({ $0.seconds == 1 }) else {
        throw Metering.refusal(
          of: caller, violations, retryAfter: wait,
          explanation: ", each action counting as one; \(index) of this stream were counted and none is stored")
      }
      try await Task.sleep(for: .nanoseconds(Int64(clamping: wait)))
    }
  }

  private func event(_ action: CheckedAction, from caller: Identity) throws -> PartnerEvent {
    let agent = try recording.agent(action.subject ?? "", in: caller.namespace)
    return PartnerEvent(
      id: try recording.id(of: action.event, of: caller.partner),
      action: try recording.action(action.event, of: agent, in: caller.namespace))
  }
}
