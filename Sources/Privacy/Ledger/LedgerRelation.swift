/// How two copies of a ledger stand to each other.
package enum LedgerRelation: Sendable, Hashable {
  /// They hold the same entries.
  case same
  /// The second continues the first: these entries are all that the first lacks.
  case behind([LedgerEntry])
  /// The first continues the second: these entries are all that the second lacks.
  case ahead([LedgerEntry])
  /// Neither continues the other: each holds what the other does not, in this year from this place on.
  case forked(year: Int, sequence: Int64)

  /// Compares two copies year by year; each has the entries of a year in their order.
  package init(of first: [LedgerEntry], to second: [LedgerEntry]) {
    let (own, other) = (Dictionary(grouping: first, by: \.year), Dictionary(grouping: second, by: \.year))
    var (missing, surplus): ([LedgerEntry], [LedgerEntry]) = ([], [])
    for year in Set(own.keys).union(other.keys).sorted() {
      let (mine, theirs) = (own[year] ?? [], other[year] ?? [])
      let common = zip(mine, theirs).prefix { $0 == $1 }.count
      guard common == mine.count || common == theirs.count else {
        self = .forked(year: year, sequence: Int64(common) + 1)
        return
      }
      missing += theirs[common...]
      surplus += mine[common...]
    }
    switch (missing.first, surplus.first) {
    case (nil, nil): self = .same
    case (_?, nil): self = .behind(missing)
    case (nil, _?): self = .ahead(surplus)
    case (_, let entry?): self = .forked(year: entry.year, sequence: entry.sequence)
    }
  }
}
