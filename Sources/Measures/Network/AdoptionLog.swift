package import Population

/// Adoptions as they come in, in order of time, and the marks each gets: what import and simulation run once over a
/// region. People are numbered from 0.
package struct AdoptionLog {
  /// A person's adoption with its marks, people by number.
  package struct Entry: Sendable {
    /// Who adopted.
    package var adopter: Int
    /// Row id, unique within the person.
    package var id: UInt64
    /// The item.
    package var item: UInt64
    /// Category of the item.
    package var category: JourneyCategory
    /// When.
    package var time: Int64
    /// Credit marks, within the naming budget.
    package var credited: [Int] = []
    /// Credit marks of the time-shuffled copy, within the naming budget.
    package var creditedInCopy: [Int] = []
    /// Pairs with connections that adopted the same item, within the naming budget.
    package var comparisons: [(peer: Int, order: AdoptionComparison.Order)] = []
    /// Whether any connection adopted before.
    package var followsConnection = false
    /// Whether one did within the seven days before.
    package var followsConnectionWithinWeek = false
  }

  private struct ItemLog {
    var times: [Int64] = []
    var entryOf: [Int: Int] = [:]
  }

  /// The adoptions so far, in the order they came.
  package private(set) var entries: [Entry] = []
  private var items: [UInt64: ItemLog] = [:]
  private var credits = NamingBudget()
  private var pairs = NamingBudget()
  private let neighbours: [[Int32]]
  private let key: UInt64

  /// An empty log.
  ///
  /// - Parameters:
  ///   - neighbours: The counted connections of each person, by number.
  ///   - key: The key of the time-shuffled copy.
  package init(neighbours: [[Int32]], key: UInt64) {
    self.neighbours = neighbours
    self.key = key
  }

  /// Adds an adoption and computes its marks. Returns `false` and changes nothing when the person had adopted the
  /// item before. Times must not fall from one call to the next.
  @discardableResult
  package mutating func add(
    adopter: Int, id: UInt64, item: UInt64, category: JourneyCategory = .other, time: Int64
  ) -> Bool {
    var log = items.removeValue(forKey: item) ?? ItemLog()
    defer { items[item] = log }
    guard log.entryOf[adopter] == nil else { return false }
    let earlier = neighbours[adopter].compactMap { peer in
      log.entryOf[Int(peer)].map { AdoptionMarks.Earlier(peer: Int(peer), time: entries[$0].time) }
    }
    var entry = Entry(adopter: adopter, id: id, item: item, category: category, time: time)
    var random = SplitMix64(seed: key ^ item, stream: UInt64(adopter))
    mark(&entry, with: AdoptionMarks(time: time, connections: earlier, earlierTimes: log.times, using: &random))
    compare(&entry, with: earlier, in: log)
    log.entryOf[adopter] = entries.count
    log.times.append(time)
    entries.append(entry)
    return true
  }

  /// Takes over the marks whose people may still be named; a person over the budget is left out of both copies.
  private mutating func mark(_ entry: inout Entry, with marks: AdoptionMarks) {
    entry.followsConnection = marks.followsConnection
    entry.followsConnectionWithinWeek = !marks.credited.isEmpty
    var allowed = Set<Int>()
    for peer in Set(marks.credited).union(marks.creditedInCopy).sorted()
    where credits.allows(peer, at: entry.time, entry.time) {
      credits.spend(peer, at: entry.time, entry.time)
      allowed.insert(peer)
    }
    entry.credited = marks.credited.filter(allowed.contains)
    entry.creditedInCopy = marks.creditedInCopy.filter(allowed.contains)
  }

  /// Records who was first with each connection, on both rows, while both may still be named.
  private mutating func compare(_ entry: inout Entry, with earlier: [AdoptionMarks.Earlier], in log: ItemLog) {
    for other in earlier.sorted(by: { ($0.time, $0.peer) < ($1.time, $1.peer) }) {
      guard let row = log.entryOf[other.peer], pairs.allows(entry.adopter, at: entry.time, other.time),
        pairs.allows(other.peer, at: entry.time, other.time)
      else { continue }
      for person in [entry.adopter, other.peer] { pairs.spend(person, at: entry.time, other.time) }
      let isTie = other.time == entry.time
      entry.comparisons.append((other.peer, isTie ? .tie : .later))
      entries[row].comparisons.append((entry.adopter, isTie ? .tie : .first))
    }
  }
}

extension AdoptionLog.Entry {
  /// The row of the adoption; `agents` gives the pseudonym of each person's number.
  package func row(agents: [AgentID]) -> Adoption {
    var row = Adoption(id: id, item: item, category: category, time: time)
    row.creditedBy = credited.map { agents[$0] }
    row.creditedNullBy = creditedInCopy.map { agents[$0] }
    row.comparisons = comparisons.map { AdoptionComparison(peer: agents[$0.peer], order: $0.order) }
    row.followsConnection = followsConnection
    row.followsConnectionWithinWeek = followsConnectionWithinWeek
    return row
  }
}
