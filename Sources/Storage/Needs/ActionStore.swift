package import Population

/// A place, or an item, as a partner's event names it, before it is known in which region its person is.
///
/// A place that the region has registered is public: everybody's visits to it are visits to the same place. Any other
/// is the partner's own word, and its id a keyed hash.
package struct PlaceReference: Sendable, Hashable {
  /// Id of the place if the person's region has it registered; `Visit.noPlace` when it cannot be.
  package var registered: UInt64
  /// Id of the place otherwise.
  package var unregistered: UInt64

  /// A place under both its ids.
  package init(registered: UInt64, unregistered: UInt64) {
    self.registered = registered
    self.unregistered = unregistered
  }

  /// A place that is not kept: a home, or one the event does not name.
  package static let none = PlaceReference(registered: Visit.noPlace, unregistered: Visit.noPlace)
}

/// One row of what a person did.
package enum RecordedRow: Sendable, Hashable {
  /// A visit, whose `place` is replaced by what the reference stands for in the person's region.
  case visit(Visit, at: PlaceReference)
  /// An experience, a share or an AI2AI session, whose `item` is replaced as the place of a visit is: an item that is a
  /// registered place is that place.
  case action(Action, about: PlaceReference)
  /// An adoption, whose `item` is replaced likewise.
  case adoption(Adoption, of: PlaceReference)
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
  /// again after consent. Throws `invalidValue` for an event id that is not 1 to 128 bytes.
  func recordActions(
    _ events: [PartnerEvent], partner: String, at now: Int64
  ) async throws(StoreError) -> RecordedCounts
}
