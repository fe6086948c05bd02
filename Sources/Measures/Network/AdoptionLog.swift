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

  /// An adoption as it is kept: cities have millions, so that marks, which few have, stand apart.
  private struct Row {
    let time: Int64
    let id: UInt64
    let item: Int32
    let adopter: Int32
    /// The adopter's adoption before this one, and the last mark of this one; -1 for none.
    let previous: Int32
    var lastMark: Int32 = -1
    let category: JourneyCategory
    var followsConnection = false
    var followsConnectionWithinWeek = false
  }

  private enum MarkKind: UInt8 { case credited, creditedInCopy, first, tie, later }

  private struct Mark {
    let peer: Int32
    /// The mark before this one of the same adoption; -1 for none.
    let previous: Int32
    let kind: MarkKind
  }

  private var rows: [Row] = []
  private var marks: [Mark] = []
  /// Items by number, and the times of their adoptions, ascending.
  private var items: [UInt64] = []
  private var numbers: [UInt64: Int32] = [:]
  private var times: [[Int64]] = []
  /// Rows by item and adopter, -1 where there is none; a power of two of them, at most two thirds taken.
  private var slots: [Int32]
  /// The last adoption of each person; -1 for none.
  private var lastOf: [Int32]
  private var credits = NamingBudget()
  private var pairs = NamingBudget()
  private let neighbours: [[Int32]]
  private let key: UInt64

  /// An empty log.
  ///
  /// - Parameters:
  ///   - neighbours: The counted connections of each person, by number.
  ///   - key: The key of the time-shuffled copy.
  ///   - expected: About how many adoptions will come.
  package init(neighbours: [[Int32]], key: UInt64, expected: Int = 0) {
    self.neighbours = neighbours
    self.key = key
    rows.reserveCapacity(expected)
    slots = [Int32](repeating: -1, count: 64)
    while 2 * slots.count < 3 * expected { slots = [Int32](repeating: -1, count: 2 * slots.count) }
    lastOf = [Int32](repeating: -1, count: neighbours.count)
  }

  /// How many adoptions there are.
  package var count: Int { rows.count }

  /// The adoptions so far, in the order they came.
  package var entries: [Entry] { rows.indices.map(entry) }

  /// A person's adoptions, in the order they came.
  package func entries(of adopter: Int) -> [Entry] {
    var found: [Entry] = []
    var row = lastOf[adopter]
    while row >= 0 {
      found.append(entry(Int(row)))
      row = rows[Int(row)].previous
    }
    return found.reversed()
  }

  private func entry(_ number: Int) -> Entry {
    let row = rows[number]
    var entry = Entry(
      adopter: Int(row.adopter), id: row.id, item: items[Int(row.item)], category: row.category, time: row.time)
    entry.followsConnection = row.followsConnection
    entry.followsConnectionWithinWeek = row.followsConnectionWithinWeek
    for mark in marks(of: row) {
      switch mark.kind {
      case .credited: entry.credited.append(Int(mark.peer))
      case .creditedInCopy: entry.creditedInCopy.append(Int(mark.peer))
      case .first: entry.comparisons.append((Int(mark.peer), .first))
      case .tie: entry.comparisons.append((Int(mark.peer), .tie))
      case .later: entry.comparisons.append((Int(mark.peer), .later))
      }
    }
    return entry
  }

  /// The marks of an adoption, in the order they were made.
  private func marks(of row: Row) -> [Mark] {
    var found: [Mark] = []
    var number = row.lastMark
    while number >= 0 {
      found.append(marks[Int(number)])
      number = marks[Int(number)].previous
    }
    return found.reversed()
  }

  /// Adds an adoption and computes its marks. Returns `false` and changes nothing when the person had adopted the
  /// item before. Times must not fall from one call to the next.
  @discardableResult
  package mutating func add(
    adopter: Int, id: UInt64, item: UInt64, category: JourneyCategory = .other, time: Int64
  ) -> Bool {
    let number = number(of: item)
    guard row(of: number, adopter) == nil else { return false }
    let earlier = neighbours[adopter].compactMap { peer in
      row(of: number, Int(peer)).map { AdoptionMarks.Earlier(peer: Int(peer), time: rows[$0].time) }
    }
    var random = SplitMix64(seed: key ^ item, stream: UInt64(adopter))
    let marks = AdoptionMarks(time: time, connections: earlier, earlierTimes: times[number], using: &random)
    append(adopter: adopter, id: id, item: number, category: category, time: time)
    mark(rows.count - 1, with: marks)
    compare(rows.count - 1, with: earlier)
    return true
  }

  private mutating func number(of item: UInt64) -> Int {
    if let known = numbers[item] { return Int(known) }
    numbers[item] = Int32(items.count)
    items.append(item)
    times.append([])
    return items.count - 1
  }

  private mutating func append(adopter: Int, id: UInt64, item: Int, category: JourneyCategory, time: Int64) {
    slots[slot(of: item, adopter)] = Int32(rows.count)
    rows.append(
      Row(
        time: time, id: id, item: Int32(item), adopter: Int32(adopter), previous: lastOf[adopter], category: category))
    lastOf[adopter] = Int32(rows.count - 1)
    times[item].append(time)
    if 3 * rows.count > 2 * slots.count { grow() }
  }

  /// The row in which a person adopted an item.
  private func row(of item: Int, _ adopter: Int) -> Int? {
    let row = slots[slot(of: item, adopter)]
    return row < 0 ? nil : Int(row)
  }

  /// Where the row of an item and a person stands, or where it would.
  private func slot(of item: Int, _ adopter: Int) -> Int {
    var slot = Int(truncatingIfNeeded: Mixing.mix(UInt64(item) << 32 | UInt64(adopter))) & (slots.count - 1)
    while slots[slot] >= 0, rows[Int(slots[slot])].item != item || rows[Int(slots[slot])].adopter != adopter {
      slot = (slot + 1) & (slots.count - 1)
    }
    return slot
  }

  private mutating func grow() {
    slots = [Int32](repeating: -1, count: 2 * slots.count)
    for number in rows.indices {
      slots[slot(of: Int(rows[number].item), Int(rows[number].adopter))] = Int32(number)
    }
  }

  private mutating func add(_ kind: MarkKind, _ peer: Int, to row: Int) {
    marks.append(Mark(peer: Int32(peer), previous: rows[row].lastMark, kind: kind))
    rows[row].lastMark = Int32(marks.count - 1)
  }

  /// Takes over the marks whose people may still be named; a person over the budget is left out of both copies.
  private mutating func mark(_ row: Int, with marks: AdoptionMarks) {
    let time = rows[row].time
    rows[row].followsConnection = marks.followsConnection
    rows[row].followsConnectionWithinWeek = !marks.credited.isEmpty
    var allowed = Set<Int>()
    for peer in Set(marks.credited).union(marks.creditedInCopy).sorted() where credits.allows(peer, at: time, time) {
      credits.spend(peer, at: time, time)
      allowed.insert(peer)
    }
    for peer in marks.credited where allowed.contains(peer) { add(.credited, peer, to: row) }
    for peer in marks.creditedInCopy where allowed.contains(peer) { add(.creditedInCopy, peer, to: row) }
  }

  /// Records who was first with each connection, on both rows, while both may still be named.
  private mutating func compare(_ row: Int, with earlier: [AdoptionMarks.Earlier]) {
    let (time, adopter, item) = (rows[row].time, Int(rows[row].adopter), Int(rows[row].item))
    for other in earlier.sorted(by: { ($0.time, $0.peer) < ($1.time, $1.peer) }) {
      guard let before = self.row(of: item, other.peer), pairs.allows(adopter, at: time, other.time),
        pairs.allows(other.peer, at: time, other.time)
      else { continue }
      for person in [adopter, other.peer] { pairs.spend(person, at: time, other.time) }
      let isTie = other.time == time
      add(isTie ? .tie : .later, other.peer, to: row)
      add(isTie ? .tie : .first, adopter, to: before)
    }
  }
}

extension AdoptionLog.Entry {
  /// The row of the adoption; `agent` gives the pseudonym of a person's number.
  package func row(agent: (Int) -> AgentID) -> Adoption {
    var row = Adoption(id: id, item: item, category: category, time: time)
    row.creditedBy = credited.map(agent)
    row.creditedNullBy = creditedInCopy.map(agent)
    row.comparisons = comparisons.map { AdoptionComparison(peer: agent($0.peer), order: $0.order) }
    row.followsConnection = followsConnection
    row.followsConnectionWithinWeek = followsConnectionWithinWeek
    return row
  }
}
