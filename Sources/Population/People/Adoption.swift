/// A person's first use of an item: a row of kind `adoption`.
package struct Adoption: Sendable, Hashable {
  /// Row id, unique within the person; the same adoption delivered twice has the same id.
  package var id: UInt64
  /// Pseudonym of the item.
  package var item: UInt64
  /// Category of the item; `other` when it has none.
  package var category: JourneyCategory
  /// When.
  package var time: Int64

  /// Makes an adoption.
  package init(id: UInt64, item: UInt64, category: JourneyCategory = .other, time: Int64) {
    self.id = id
    self.item = item
    self.category = category
    self.time = time
  }
}
