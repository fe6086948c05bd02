package import Population

/// A person's decision about one or more purposes. Stored for ever; the newest before a cut-off decides.
package struct ConsentEvent: Sendable, Hashable {
  /// Who decided.
  package var agent: AgentID
  /// About what; at least one purpose.
  package var purposes: ConsentSet
  /// True when granted, false when withdrawn.
  package var isGranted: Bool
  /// Version of the text that was shown.
  package var policyVersion: String
  /// When, µs since 1970 UTC.
  package var at: Int64

  /// A decision.
  package init(agent: AgentID, purposes: ConsentSet, isGranted: Bool, policyVersion: String, at: Int64) {
    self.agent = agent
    self.purposes = purposes
    self.isGranted = isGranted
    self.policyVersion = policyVersion
    self.at = at
  }
}

/// Consent events, append-only.
package protocol ConsentStore: Sendable {
  /// Appends decisions in order; among events of one time the later appended wins. Throws `notFound` when a person
  /// is not stored, and then appends none.
  func recordConsent(_ events: [ConsentEvent], at now: Int64) async throws(StoreError)
  /// Purposes granted by the newest events strictly before `time`, µs. Empty for an unknown person.
  func consent(of agent: AgentID, before time: Int64) async throws(StoreError) -> ConsentSet
  /// All events of a person, one per purpose, in the order they were written down; those of one write by purpose.
  func consentHistory(of agent: AgentID) async throws(StoreError) -> [ConsentEvent]
}
