/// Which connections count: a connection is admitted only while both ends hold fewer than D, in the order they come.
package struct ConnectionAdmission: Sendable {
  /// The most counted connections of one person.
  package let bound: Int
  /// The counted connections of each person, by number.
  package private(set) var neighbours: [[Int32]]

  /// No connections yet among `people` people.
  package init(people: Int, bound: Int = MeasureContext.connectionBound) {
    self.bound = bound
    neighbours = Array(repeating: [], count: people)
  }

  /// Admits a connection; returns whether it counts. A connection with oneself and one that exists already do not.
  package mutating func admit(_ left: Int, _ right: Int) -> Bool {
    guard left != right, neighbours[left].count < bound, neighbours[right].count < bound,
      !neighbours[left].contains(Int32(right))
    else { return false }
    neighbours[left].append(Int32(right))
    neighbours[right].append(Int32(left))
    return true
  }
}
