package import EnrichmentSchema
import Personality
package import Population
import Releases

/// Why a session takes no more events.
package enum SessionError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The session holds as many distinct events as it may.
  case tooManyEvents(limit: Int)

  /// What is wrong, and what is allowed.
  package var description: String {
    switch self {
    case .tooManyEvents(let limit): "the session holds \(limit) events; allowed: \(limit), then open another session"
    }
  }
}

/// A session's own view of its segment: the release is the prior, the session's events are the data.
///
/// It touches nobody else's rows and is never stored as a release. The order of events does not matter and an event
/// id counts once, so that a resumed session comes to the same numbers. Memory is bounded by the number of events.
package struct SessionPosterior: Sendable, Hashable {
  /// What became of an event.
  package enum Outcome: Sendable, Hashable {
    /// It counts.
    case counted
    /// Its id was known; nothing changed.
    case duplicate
  }

  /// Events that the prior weighs as much as.
  package static let priorStrength = 20.0
  /// Most distinct events of a session.
  package static let mostEvents = 10_000

  /// The release's numbers.
  package let prior: SegmentFindings
  /// Most distinct events.
  package let limit: Int
  /// Events received again.
  package private(set) var duplicates = 0
  private var tally = SessionTally()
  private var ids: Set<String> = []

  /// A session without events; `limit` is at most `mostEvents`.
  package init(prior: SegmentFindings, limit: Int = SessionPosterior.mostEvents) {
    self.prior = prior
    self.limit = min(limit, Self.mostEvents)
  }

  /// Distinct events.
  package var events: Int { ids.count }

  /// Whether an event of this id is counted.
  package func contains(_ id: String) -> Bool { ids.contains(id) }

  /// Counts an event, once.
  package mutating func add(_ event: CheckedEvent, lexicon: some EventLexicon) throws(SessionError) -> Outcome {
    guard !ids.contains(event.id) else {
      duplicates += 1
      return .duplicate
    }
    guard ids.count < limit else { throw .tooManyEvents(limit: limit) }
    ids.insert(event.id)
    tally.add(event, lexicon: lexicon)
    return .counted
  }

  /// The numbers after the events; exactly the prior's where no event speaks of a quantity.
  package var findings: SegmentFindings { tally.adjusting(prior) }

  /// The dimensions that the events moved.
  package var movedDimensions: Set<Dimension> {
    Set(tally.vectors.keys.filter { prior.state.value?[$0] != nil })
  }
}

extension SessionSummary {
  /// What a session held.
  ///
  /// - Parameter updates: updates sent.
  package init(sessionID: String, posterior: SessionPosterior, updates: Int64, releaseID: String) {
    self.init()
    self.sessionID = sessionID
    events = Int32(clamping: posterior.events)
    duplicates = Int32(clamping: posterior.duplicates)
    self.updates = updates
    self.releaseID = releaseID
  }
}
