import Measures
import Population

/// The connections of the source, in the order they are mentioned.
struct ConnectionList {
  private struct Link {
    let low: Int32
    let high: Int32
    var first: Int64
    var last: Int64?
    var compatibility: Int32?
    var sessions: Int32 = 0
    /// Its places, seen from the lower number; `nil` when it does not count.
    var slots: Tie.Slots?

    mutating func countSession(at time: Int64) {
      last = max(last ?? time, time)
      sessions = sessions.addingReportingOverflow(1).overflow ? .max : sessions + 1
    }
  }

  private var links: [Link] = []
  private var numbers: [UInt64: Int32] = [:]
  private var dropped = 0
  /// The links of each person, one person after the other, and where each begins.
  private var linksOf: [Int32] = []
  private var starts: [Int32] = [0]

  /// Whether there is none.
  var isEmpty: Bool { links.isEmpty }

  /// Reads friendships; one with oneself or listed twice is dropped. Answers whether the file has compatibilities.
  mutating func readFriendships(
    _ reader: CSVReader, _ roster: inout Roster, _ names: SourceNames
  ) throws -> Bool {
    let (left, right) = (try reader.column("user_a"), try reader.column("user_b"))
    let since = reader.optionalColumn("since")
    let compatibility = reader.optionalColumn("compatibility")
    try reader.forEachRecord {
      let ends = (
        try reader.noting { try roster.numberOfEnd(left, of: reader, names) },
        try reader.noting { try roster.numberOfEnd(right, of: reader, names) }
      )
      let first = try reader.noting { try since.flatMap { try reader.optionalTime($0) } ?? .min }
      let level = try reader.noting { try compatibility.flatMap { try reader.optionalNumber($0, in: 0...1) } }
      guard let one = ends.0, let other = ends.1, let first, let level else { return }
      let isNew = add(one, other, first: first, compatibility: level.map { Int32(($0 * 1_000_000).rounded()) })
      if isNew == nil || isNew == false { dropped += 1 }
    }
    return compatibility != nil
  }

  /// Reads AI2AI sessions; each is an action of both people, and one before `cutOff` counts for their connection.
  mutating func readSessions(
    _ reader: CSVReader, before cutOff: Int64, _ roster: inout Roster, _ names: SourceNames,
    _ report: inout ImportReport
  ) throws {
    let (left, right) = (try reader.column("user_a"), try reader.column("user_b"))
    let moment = try reader.column("time")
    try reader.forEachRecord {
      let ends = (
        try reader.noting { try roster.numberOfEnd(left, of: reader, names) },
        try reader.noting { try roster.numberOfEnd(right, of: reader, names) }
      )
      let time = try reader.noting { try reader.time(moment) }
      guard let one = ends.0, let other = ends.1, let time else { return }
      guard add(one, other, first: time, compatibility: nil) != nil else {
        throw reader.error(right, "a session needs two people")
      }
      report.note(time)
      try note(time, one, other, isCounted: time < cutOff, in: &roster)
    }
  }

  /// Takes note of a session and gives both people their side of it.
  private mutating func note(
    _ time: Int64, _ one: Int, _ other: Int, isCounted: Bool, in roster: inout Roster
  ) throws {
    guard let number = numbers[Self.key(one, other)].map({ Int($0) }) else { return }
    links[number].first = min(links[number].first, time)
    if isCounted { links[number].countSession(at: time) }
    for (owner, peer) in [(one, other), (other, one)] {
      var row = SpooledRow(time: time, person: UInt32(owner), kind: ActionKind.ai2aiSession.rawValue)
      row.peer = UInt32(peer)
      try roster.rows.add(row)
    }
  }

  private static func key(_ left: Int, _ right: Int) -> UInt64 {
    UInt64(min(left, right)) << 32 | UInt64(max(left, right))
  }

  /// Adds a connection; `false` when it is there already, `nil` when both ends are the same.
  private mutating func add(_ left: Int, _ right: Int, first: Int64, compatibility: Int32?) -> Bool? {
    guard left != right else { return nil }
    let key = Self.key(left, right)
    guard numbers[key] == nil else { return false }
    numbers[key] = Int32(links.count)
    links.append(
      Link(low: Int32(min(left, right)), high: Int32(max(left, right)), first: first, compatibility: compatibility))
    return true
  }

  /// Admits the connections in order. Nothing is added afterwards.
  mutating func admit(people: Int, _ report: inout ImportReport) {
    var admission = ConnectionAdmission(people: people)
    for number in links.indices {
      links[number].slots = admission.admit(Int(links[number].low), Int(links[number].high))
      report.connections += links[number].slots == nil ? 0 : 1
      report.uncountedConnections += links[number].slots == nil ? 1 : 0
    }
    report.droppedConnections = dropped
    numbers = [:]
    index(people)
  }

  private mutating func index(_ people: Int) {
    starts = [Int32](repeating: 0, count: people + 1)
    for link in links { for end in [link.low, link.high] { starts[Int(end) + 1] += 1 } }
    for person in 0..<people { starts[person + 1] += starts[person] }
    var next = starts
    linksOf = [Int32](repeating: 0, count: 2 * links.count)
    for (number, link) in links.enumerated() {
      for end in [link.low, link.high] {
        linksOf[Int(next[Int(end)])] = Int32(number)
        next[Int(end)] += 1
      }
    }
  }

  /// A person's ends of the connections, in the order of admission.
  func ends(of person: Int, in people: [Person]) -> [Tie] {
    linksOf[Int(starts[person])..<Int(starts[person + 1])].map { number in
      let link = links[Int(number)]
      let isLow = Int(link.low) == person
      let peer = isLow ? link.high : link.low
      return Tie(
        peer: people[Int(peer)].agent, first: link.first, last: link.last ?? link.first, sessions: link.sessions,
        compatibility: link.compatibility, slots: isLow ? link.slots : link.slots?.mirrored)
    }
  }
}
