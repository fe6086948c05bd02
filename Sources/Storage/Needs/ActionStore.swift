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

/// Whom an event is about, as its caller names them.
package enum EventSubject: Sendable, Hashable {
  /// A person of SPOTS, whom a first-party key names.
  case person(AgentID)
  /// A partner's customer: whoever SPOTS has linked with them, or nobody.
  case customer(AgentID)

  /// The pseudonym under which they are named.
  var pseudonym: AgentID {
    switch self {
    case .person(let agent), .customer(let agent): agent
    }
  }
}

/// Something that somebody did, as a caller hands it in.
package struct RecordedAction: Sendable, Hashable {
  /// Who.
  package var subject: EventSubject
  /// What they did. Its id is replaced by one derived from that of its event.
  package var row: RecordedRow

  /// An action.
  package init(subject: EventSubject, row: RecordedRow) {
    self.subject = subject
    self.row = row
  }
}

/// Something that a partner says has happened.
package struct PartnerEvent: Sendable, Hashable {
  /// What is remembered of the partner's id of it.
  package var id: EventID
  /// The action to keep when its person is known and consents; `nil` for an event that names nobody, or of a kind that
  /// is not kept.
  package var action: RecordedAction?

  /// An event.
  package init(id: EventID, action: RecordedAction?) {
    self.id = id
    self.action = action
  }
}

/// Raw rows of people. Only the epoch job reads them, through `EpochSnapshotSource`.
package protocol ActionStore: Sendable {
  /// Takes all events in within one transaction, or none. Returns how many were known before, from whatever session or
  /// stream of their partner.
  ///
  /// Every id is remembered before its person is looked at, and what is done does not depend on the person: whether they
  /// are known or consent shows in their rows only. Throws `invalidValue` for an action of a kind that has a type of
  /// its own.
  func recordActions(_ events: [PartnerEvent], at now: Int64) async throws(StoreError) -> Int
}
