package import Population

/// What the categories of a folder's places came to: how many places and visits each journey category got, how many
/// were dropped as sensitive, and which names no table knows.
package struct CategoryCounts: Sendable, Hashable {
  /// Places, and visits to them as the file has them.
  package struct Count: Sendable, Hashable {
    /// Places.
    package fileprivate(set) var places = 0
    /// Visits, double ones included.
    package fileprivate(set) var visits = 0

    fileprivate mutating func add(visits: Int) {
      places += 1
      self.visits += visits
    }
  }

  /// What is kept, by journey category.
  package private(set) var kept: [JourneyCategory: Count] = [:]
  /// What is dropped.
  package private(set) var sensitive = Count()
  /// What is kept as `other` because the table knows no name of the category, by that name.
  package private(set) var unknown: [String: Count] = [:]

  /// Nothing yet.
  package init() {}

  mutating func add(_ outcome: CategoryTable.Outcome, visits: Int) {
    switch outcome {
    case .sensitive: sensitive.add(visits: visits)
    case .kept(let category, _): kept[category, default: Count()].add(visits: visits)
    }
  }

  mutating func addUnknown(_ name: String, visits: Int) { unknown[name, default: Count()].add(visits: visits) }

  /// A table with a row for each journey category, in their order, and what no table knows under it.
  package var lines: [String] {
    let rows = JourneyCategory.allCases.compactMap { category in kept[category].map { (category.name, $0) } }
    let dropped = sensitive.places == 0 ? [] : [("dropped as sensitive", sensitive)]
    return [Self.line("category", "places", "visits")]
      + (rows + dropped).map { Self.line($0, "\($1.places)", "\($1.visits)") } + unknownLines
  }

  private var unknownLines: [String] {
    guard !unknown.isEmpty else { return [] }
    let all = unknown.sorted { ($1.value.places, $0.key) < ($0.value.places, $1.key) }
    let (places, visits) = all.reduce((0, 0)) { ($0.0 + $1.value.places, $0.1 + $1.value.visits) }
    let rest = all.count > 20 ? ["  and \(all.count - 20) more names"] : []
    let title =
      "WARNING: names of categories that are not known: \(all.count); their \(places) places and \(visits) visits "
      + "count as other:"
    return [title] + all.prefix(20).map { Self.line("  \($0.key)", "\($0.value.places)", "\($0.value.visits)") } + rest
  }

  private static func line(_ name: String, _ places: String, _ visits: String) -> String {
    func padded(_ text: String, _ width: Int) -> String {
      String(repeating: " ", count: max(1, width - text.count)) + text
    }
    return name + padded(places, max(1, 44 - name.count)) + padded(visits, 12)
  }
}
