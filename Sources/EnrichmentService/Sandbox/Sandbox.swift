import Cryptography
package import EventLoop
import Operations
package import Population
import Storage

/// What keys of the environment `test` are answered from: a release of its own, in memory. It knows nothing of the store
/// that the server serves, and nothing of what is said to it outlives the process.
package struct Sandbox: Sendable {
  /// What answers.
  package let desk: EnrichmentDesk
  /// Its open streams, under bounds of their own.
  package let streams: OpenStreams

  /// A sandbox that answers from a release, with a budget of the year that `clock` is in.
  ///
  /// - Parameters:
  ///   - metering: counts calls, of its keys too.
  ///   - pool: where what takes long is computed.
  /// - Throws: what a release throws that cannot be read, and `CryptographyError`.
  package init(
    _ release: SandboxRelease, metering: Metering, pool: BlockingPool, limits: ServiceLimits, clock: TimeSource
  ) async throws {
    let store = try SandboxStore(release, clock: clock)
    let catalogue = SegmentCatalogue(store: store, limits: limits.sessions)
    try await catalogue.refresh()
    let answers = try SegmentAnswers(
      catalogue: catalogue, cache: store, pool: pool, limits: limits.ofSandbox, clock: clock,
      raising: RaisedErrors.raise)
    let recording = EventRecording(Pseudonymizer(secret: try RandomBytes.make(Pepper.length)))
    let streams = OpenStreams(limits: limits.sandbox.streams)
    self.streams = streams
    let sessions = SessionHub(
      SessionServices(
        store: SandboxSessions(bytes: limits.sandbox.sessionBytes), recording: recording, metering: metering,
        answers: answers, pool: pool, streams: streams, limits: limits.sessions, clock: clock))
    let intake = ActionIntake(
      store: store, recording: recording, metering: metering, streams: streams, clock: clock)
    desk = EnrichmentDesk(
      name: "sandbox", answers: answers, intake: intake, sessions: sessions, ledger: store, pool: pool, clock: clock)
  }
}

extension ServiceLimits {
  /// What its answers may take: less memory.
  fileprivate var ofSandbox: ServiceLimits {
    var limits = self
    (limits.cache.bytes, limits.keptKnots) = (sandbox.cacheBytes, sandbox.keptKnots)
    return limits
  }
}
