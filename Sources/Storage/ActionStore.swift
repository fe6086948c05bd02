package import Population

/// One row of what a person did.
package enum RecordedRow: Sendable, Hashable {
  /// A visit.
  case visit(Visit)
  /// An experience, a share or an AI2AI session.
  case action(Action)
  /// An adoption.
  case adoption(Adoption)
}

/// Something a known person did, as a partner hands it in.
package struct RecordedAction: Sendable, Hashable {
  /// The person.
  package var agent: AgentID
  /// What they did. Its id is replaced by one derived from partner and event id, so that a resend is the same row.
  package var row: RecordedRow

  /// An action.
  package init(agent: AgentID, row: RecordedRow) {
    self.agent = agent
    self.row = row
  }
}

/// An action with the partner's id of it.
package struct PartnerEvent: Sendable, Hashable {
  /// The partner's id of the event, 1 to 128 bytes, unique per partner.
  package var eventID: String
  /// The action.
  package var action: RecordedAction

  /// An event.
  package init(eventID: String, action: RecordedAction) {
    self.eventID = eventID
    self.action = action
  }
}

/// What became of recorded actions.
package struct RecordedCounts: Sendable, Hashable {
  /// Newly stored.
  package var stored = 0
  /// Known before.
  package var duplicates = 0
  /// Not kept, because the person is unknown or has not consented to behaviour statistics.
  package var withoutConsent = 0

  /// Nothing yet.
  package init() {}
}

/// Raw rows of people. Only the epoch job reads them, through `EpochSnapshotSource`.
package protocol ActionStore: Sendable {
  /// Makes all events durable in one transaction, or none. An event id known for the partner, from whatever session
  /// or stream, is a duplicate. An event without consent is not kept and its id stays unknown, so that it may come
  /// again after consent. Moves the clocks of the regions forward.
  func recordActions(
    _ events: [PartnerEvent], partner: String, at now: Int64
  ) async throws(StoreError) -> RecordedCounts
  /// Deletes raw rows older than `time`, µs, for retention. Returns how many.
  func deleteActions(before time: Int64) async throws(StoreError) -> Int
}
