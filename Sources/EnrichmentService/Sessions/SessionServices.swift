import Answers
package import Storage
import EnrichmentSchema
import WireFormat

/// What every session needs of the rest of the server.
package struct SessionServices: Sendable {
  /// Where sessions and their events become durable.
  let store: any Store
  /// How events of known people are kept.
  let recording: EventRecording
  /// Counts updates against the quota.
  let metering: Metering
  /// Answers that sessions begin from.
  let answers: SegmentAnswers

  /// Puts the services together.
  package init(store: any Store, recording: EventRecording, metering: Metering, answers: SegmentAnswers) {
    (self.store, self.recording, self.metering, self.answers) = (store, recording, metering, answers)
  }

  /// The row an event becomes; the person's own row too when the session names one.
  func sessionEvent(_ event: CheckedEvent, terms: SessionTerms) -> SessionEvent {
    let namespace = terms.identity.namespace
    let action = terms.agent.flatMap { agent in
      recording.row(of: event, in: namespace).map { RecordedAction(agent: agent, row: $0) }
    }
    return SessionEvent(eventID: event.id, bytes: event.message.serializedBytes(), action: action)
  }

  /// The newest release of the session's region, when it is not the session's own.
  func newerRelease(than model: SessionModel) -> String? {
    guard let newest = answers.catalogue.current?.epochs[model.region], newest.epoch > model.epoch else { return nil }
    return newest.releaseID
  }
}
