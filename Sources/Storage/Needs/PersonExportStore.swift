package import Population

/// Everything that a store holds of a person.
package struct HeldPerson: Sendable, Hashable {
  /// A session that a partner said was about the person.
  package struct Session: Sendable, Hashable {
    /// The partner.
    package var partner: String
    /// When it was opened, µs since 1970 UTC.
    package var openedAt: Int64
    /// When it was last written to, µs.
    package var touchedAt: Int64
    /// Events kept for it.
    package var events: Int
  }

  /// The region they are registered in; `nil` for one who is not.
  package var region: Region?
  /// When the store first heard of them, µs.
  package var knownSince: Int64
  /// Who they are, with visits, actions and adoptions in order of time, whatever their age. Connections are counted
  /// only: who is at their other ends is not this person's data.
  package var records: AgentRecords
  /// Connections, accepted or not.
  package var connections: Int
  /// Links, those that have ended too, in the order in which they began.
  package var links: [PersonLink]
  /// Sessions about them.
  package var sessions: [Session]
  /// Every decision about consent, newest first.
  package var decisions: [ConsentEntry]
  /// The newest request to forget them.
  package var forgetting: ForgetRecord?
}

/// What a person may ask for: all that is held of them.
package protocol PersonExportStore: Sendable {
  /// Everything of a person, of one moment of the store; `nil` for one nothing is held of.
  func heldPerson(_ agent: AgentID) async throws(StoreError) -> HeldPerson?
}
