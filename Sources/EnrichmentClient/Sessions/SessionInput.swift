public import EnrichmentSchema

/// What a session is told.
public enum SessionInput: Sendable, Hashable {
  /// Something happened. It is kept until the service says that it is durable, and sent again after a cut.
  case event(Event)
  /// Another product is under consideration.
  case context(UpdateContext)
}

/// What a session tells.
public enum SessionNews: Sendable, Hashable {
  /// The session is open; `resumed` says that it goes on after a cut.
  case opened(Opened)
  /// Fresh enrichment.
  case update(Update)
  /// Ids of events that are durable.
  case acknowledged([String])
  /// Something worth knowing, such as a newer release.
  case notice(Notice)
  /// The stream was cut; the session goes on by itself.
  case interrupted(reason: String)
  /// The end, after everything that was told is durable.
  case closed(Closed)
}
