import Answers
package import EnrichmentSchema
package import Population
package import RPC
import Segments
package import Storage

/// `RecordActions`: checks a whole stream before anything of it is stored.
package struct ActionIntake: Sendable {
  /// Most actions of one stream.
  package static let mostActions = 10_000
  private let store: any ActionStore
  private let recording: EventRecording
  private let clock: TimeSource

  /// Stores into a store, under pseudonyms of its pepper.
  package init(store: any ActionStore, recording: EventRecording, clock: TimeSource) {
    (self.store, self.recording, self.clock) = (store, recording, clock)
  }

  /// Takes the stream in and answers once it is durable. A stream with an invalid action stores nothing.
  package func record(
    _ requests: RequestStream<RecordActionsRequest>, from caller: Identity
  ) async throws -> RecordActionsResponse {
    let now = clock.now
    var response = RecordActionsResponse()
    var events: [PartnerEvent] = []
    while let request = try await requests.next() {
      let index = Int(response.received)
      guard index < Self.mostActions else {
        throw RequestError.invalidArgument([
          RequestViolation(
            field: "actions", value: "more than \(Self.mostActions)", allowed: "at most \(Self.mostActions) a stream")
        ])
      }
      let action = try CheckedAction(request.action, now: now, path: "actions[\(index)]")
      response.received += 1
      guard let event = try event(action, from: caller, counting: &response) else { continue }
      events.append(event)
    }
    guard !events.isEmpty else { return response }
    let counts = try await store.recordActions(events, partner: caller.partner, at: now)
    response.stored = Int32(clamping: counts.stored)
    response.duplicates = Int32(clamping: counts.duplicates)
    response.withoutConsent = Int32(clamping: counts.withoutConsent)
    return response
  }

  /// The row of an action; nil, with the reason counted, when nothing is kept of it.
  private func event(
    _ action: CheckedAction, from caller: Identity, counting response: inout RecordActionsResponse
  ) throws -> PartnerEvent? {
    guard let subject = action.subject, let agent = try recording.agent(subject, in: caller.namespace) else {
      response.withoutSubject += 1
      return nil
    }
    guard let row = try recording.row(of: action.event, in: caller.namespace) else {
      response.sessionOnly += 1
      return nil
    }
    return PartnerEvent(eventID: action.event.id, action: RecordedAction(agent: agent, row: row))
  }
}
