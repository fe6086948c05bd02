import Population

/// How often a person may be named in other people's rows: in at most `bound` events of any 90 days, decided when an
/// event comes in and never taken back.
package struct NamingBudget: Sendable {
  /// An event that stands on rows of one or two moments.
  private struct Event: Sendable {
    let first: Int64
    let second: Int64

    func isNear(_ other: Event, within span: Int64) -> Bool {
      abs(first - other.first) < span || abs(first - other.second) < span || abs(second - other.first) < span
        || abs(second - other.second) < span
    }
  }

  /// Events that may name one person within a window (B).
  package let bound: Int
  /// The length of that window.
  package let span: Int64
  private var events: [Int: [Event]] = [:]

  /// An unspent budget of eight events in 90 days.
  package init(bound: Int = MeasureContext.adoptionBound, span: Int64 = 90 * RegionCalendar.day) {
    self.bound = bound
    self.span = span
  }

  /// Whether a person may be named by an event whose rows stand at two moments: fewer than `bound` of the earlier ones
  /// have a row within a span of one of them.
  package func allows(_ person: Int, at first: Int64, _ second: Int64) -> Bool {
    let event = Event(first: first, second: second)
    return (events[person] ?? []).count { $0.isNear(event, within: span) } < bound
  }

  /// Records that an event named a person.
  package mutating func spend(_ person: Int, at first: Int64, _ second: Int64) {
    events[person, default: []].append(Event(first: first, second: second))
  }
}

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
