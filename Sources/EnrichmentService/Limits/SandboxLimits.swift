/// What the sandbox may take of the server, whatever happens with its keys.
package struct SandboxLimits: Sendable, Hashable {
  /// What the open streams of one of its keys may take: far less than those of others, for its keys are handed round.
  package var streams = Self.streams
  /// Bytes of all sessions that can be resumed, which are in memory only; those written to longest ago go. 4 MiB.
  package var sessionBytes = 4 << 20
  /// Bytes of its answers in memory. 4 MiB.
  package var cacheBytes = 4 << 20
  /// Its knots that are kept once computed, about 3 kB each. 256.
  package var keptKnots = 256

  /// The defaults; change what differs.
  package init() {}

  private static var streams: StreamLimits {
    var streams = StreamLimits()
    (streams.sessionsPerKey, streams.recordingsPerKey) = (100, 10)
    (streams.actionsPerRecording, streams.uncommittedActionsPerKey) = (10_000, 10_000)
    (streams.eventsPerKey, streams.unshownEventsPerKey) = (10_000, 1_000)
    return streams
  }
}
