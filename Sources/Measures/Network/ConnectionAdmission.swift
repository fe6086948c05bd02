package import Population

/// Which connections count: one is accepted only while both ends hold fewer than D, in the order they come.
package struct ConnectionAdmission: Sendable {
  /// The most accepted connections of one person.
  package let bound: Int
  /// The accepted connections of each person, by number, each at its place.
  package private(set) var neighbours: [[Int32]]

  /// No connections yet among `people` people.
  package init(people: Int, bound: Int = MeasureContext.connectionBound) {
    self.bound = bound
    neighbours = Array(repeating: [], count: people)
  }

  /// Accepts a connection; returns its places, the first person's own first, or `nil` when it does not count: where an
  /// end is full, for a connection with oneself and for one that exists already.
  package mutating func admit(_ left: Int, _ right: Int) -> Tie.Slots? {
    guard left != right, neighbours[left].count < bound, neighbours[right].count < bound,
      !neighbours[left].contains(Int32(right))
    else { return nil }
    let slots = Tie.Slots(own: neighbours[left].count, peer: neighbours[right].count)
    neighbours[left].append(Int32(right))
    neighbours[right].append(Int32(left))
    return slots
  }
}
