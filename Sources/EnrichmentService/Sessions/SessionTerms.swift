import Population

/// What a session was opened with and never changes.
struct SessionTerms: Sendable {
  /// Id of the session.
  let sessionID: String
  /// Who opened it.
  let identity: Identity
  /// What it is resumed with.
  let token: ResumeToken
  /// The person, when the partner named one.
  let agent: AgentID?
  /// Whether an earlier session goes on.
  let isResumed: Bool
}

/// All that a session starts from.
struct SessionStart: Sendable {
  /// What never changes.
  let terms: SessionTerms
  /// What is known at the start.
  let model: SessionModel
  /// Number of the last update sent before.
  let updates: Int64
  /// Events received again before.
  let duplicates: Int
}
