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
