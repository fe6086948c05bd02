/// What a row of the `user_actions` table records. The raw values are stored.
package enum ActionKind: UInt8, Sendable, Hashable, CaseIterable {
  case visit = 1
  case experience = 2
  case share = 3
  case adoption = 4
  case ai2aiSession = 5
}

/// A row of kind `experience`, `share` or `ai2aiSession`; visits and adoptions have types of their own.
package struct Action: Sendable, Hashable {
  /// Row id, unique within the person; the same action delivered twice has the same id.
  package var id: UInt64
  /// The kind.
  package var kind: ActionKind
  /// When.
  package var time: Int64
  /// Category of the place it happened at; `other` when it had none.
  package var category: JourneyCategory
  /// Pseudonym of the item it is about, 0 when there is none.
  package var item: UInt64

  /// Makes an action.
  package init(id: UInt64, kind: ActionKind, time: Int64, category: JourneyCategory = .other, item: UInt64 = 0) {
    self.id = id
    self.kind = kind
    self.time = time
    self.category = category
    self.item = item
  }
}

/// A person's first use of an item: a row of kind `adoption`, with the marks computed when it came in.
package struct Adoption: Sendable, Hashable {
  /// Row id, unique within the person; the same adoption delivered twice has the same id.
  package var id: UInt64
  /// Pseudonym of the item.
  package var item: UInt64
  /// Category of the item; `other` when it has none.
  package var category: JourneyCategory
  /// When.
  package var time: Int64
  /// Connections that adopted the item in the seven days before.
  package var creditedBy: [AgentID]
  /// The same in the time-shuffled copy.
  package var creditedNullBy: [AgentID]
  /// Connections that adopted the same item, and who was first.
  package var comparisons: [AdoptionComparison]
  /// Whether any connection had adopted the item before; a fact of this row that names nobody.
  package var followsConnection: Bool
  /// Whether one had within the seven days before; a fact of this row that names nobody.
  package var followsConnectionWithinWeek: Bool

  /// Makes an adoption without marks.
  package init(id: UInt64, item: UInt64, category: JourneyCategory = .other, time: Int64) {
    self.id = id
    self.item = item
    self.category = category
    self.time = time
    self.creditedBy = []
    self.creditedNullBy = []
    self.comparisons = []
    self.followsConnection = false
    self.followsConnectionWithinWeek = false
  }
}

/// One (connection, item) pair in which both adopted, seen from the owner of the row.
package struct AdoptionComparison: Sendable, Hashable {
  /// Who was first. The raw values are stored.
  package enum Order: UInt8, Sendable, Hashable {
    case first = 1
    case tie = 2
    case later = 3
  }

  /// The connection.
  package var peer: AgentID
  /// Whether the owner of the row was first.
  package var order: Order

  /// Makes a comparison.
  package init(peer: AgentID, order: Order) {
    self.peer = peer
    self.order = order
  }
}
