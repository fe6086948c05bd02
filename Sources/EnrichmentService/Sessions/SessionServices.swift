import Answers
import EnrichmentSchema
package import EventLoop
package import Population
package import Storage
import WireFormat

/// What every session needs of the rest of the server.
package struct SessionServices: Sendable {
  /// Where sessions and their events become durable.
  let store: any SessionStore
  /// How events of known people are kept.
  let recording: EventRecording
  /// Counts updates against the quota.
  let metering: Metering
  /// Answers that sessions begin from.
  let answers: SegmentAnswers
  /// Where what takes long is computed.
  let pool: BlockingPool
  /// The streams that clients hold open.
  let streams: OpenStreams
  /// What one session may hold.
  let limits: SessionLimits
  /// When events come in.
  let clock: TimeSource

  /// Puts the services together.
  package init(
    store: any SessionStore, recording: EventRecording, metering: Metering, answers: SegmentAnswers,
    pool: BlockingPool, streams: OpenStreams, limits: SessionLimits = SessionLimits(), clock: TimeSource
  ) {
    (self.store, self.recording, self.metering, self.answers) = (store, recording, metering, answers)
    (self.pool, self.streams, self.limits, self.clock) = (pool, streams, limits, clock)
  }

  /// What is made durable of an event; the person's own row too when the session names one.
  func sessionEvent(_ event: CheckedEvent, terms: SessionTerms) throws -> SessionEvent {
    SessionEvent(
      id: try recording.id(of: event, of: terms.identity.partner), bytes: event.message.serializedBytes(),
      action: try recording.action(event, of: terms.agent, in: terms.identity.namespace))
  }

  /// The newest release of the session's region, when it is not the session's own.
  func newerRelease(than release: SessionRelease) -> String? {
    guard let newest = answers.catalogue.current?.epochs[release.region], newest.epoch > release.epoch else {
      return nil
    }
    return newest.releaseID
  }
}
