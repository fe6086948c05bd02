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
