import Answers
import EnrichmentSchema
import Operations

/// What one session may hold.
package struct SessionLimits: Sendable, Hashable {
  /// Most distinct events; the last possible one can be followed by a new session only. 10,000, which is also the most
  /// that may stand here.
  package var events = SessionPosterior.mostEvents
  /// Most events that wait to become durable, and as many that wait to be shown; a client that sends more is made to
  /// wait. 256.
  package var waitingEvents = 256
  /// Releases before the newest that are kept in memory for sessions resumed on them. 8.
  package var keptReleases = 8
  /// How long a session that nobody writes to can be resumed. 24 h.
  package var lifetime = Duration.microseconds(StoreMaintenance.sessionLifetime)
  /// Longest time between two updates that a client can ask for, in milliseconds. 60,000.
  package let updateInterval = Open.longestInterval

  /// The defaults; change what differs.
  package init() {}
}
