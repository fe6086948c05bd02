import Measures
import Population

/// The connections of the source, in the order they are mentioned.
struct ConnectionList {
  private struct Pair: Hashable {
    let low: Int
    let high: Int
  }

  private struct Link {
    let pair: Pair
    var first: Int64
    var compatibility: Int32?
    var sessions: [Int64] = []
  }

  private var links: [Link] = []
  private var numbers: [Pair: Int] = [:]
  private var dropped = 0

  /// Reads friendships; one with oneself or listed twice is dropped. Answers whether the file has compatibilities.
  mutating func readFriendships(
    _ reader: CSVReader, _ roster: inout Roster, _ names: SourceNames
  ) throws -> Bool {
    let (left, right) = (try reader.column("user_a"), try reader.column("user_b"))
    let since = reader.optionalColumn("since")
    let compatibility = reader.optionalColumn("compatibility")
    try reader.forEachRecord {
      let ends = (
        try reader.noting { try roster.number(left, of: reader, names) },
        try reader.noting { try roster.number(right, of: reader, names) }
      )
      let first = try reader.noting { try since.flatMap { try reader.optionalTime($0) } ?? .min }
      let level = try reader.noting { try compatibility.flatMap { try reader.optionalNumber($0, in: 0...1) } }
      guard let one = ends.0, let other = ends.1, let first, let level else { return }
      let isNew = add(one, other, first: first, compatibility: level.map { Int32(($0 * 1_000_000).rounded()) })
      if isNew == nil || isNew == false { dropped += 1 }
    }
    return compatibility != nil
  }

  /// Reads AI2AI sessions; each is an action of both people.
  mutating func readSessions(
    _ reader: CSVReader, _ roster: inout Roster, _ names: SourceNames, _ report: inout ImportReport
  ) throws {
    let (left, right) = (try reader.column("user_a"), try reader.column("user_b"))
    let moment = try reader.column("time")
    try reader.forEachRecord {
      let ends = (
        try reader.noting { try roster.number(left, of: reader, names) },
        try reader.noting { try roster.number(right, of: reader, names) }
      )
      let time = try reader.noting { try reader.time(moment) }
      guard let one = ends.0, let other = ends.1, let time else { return }
      guard add(one, other, first: time, compatibility: nil) != nil else {
        throw reader.error(right, "a session needs two people")
      }
      report.note(time)
      if let number = numbers[Self.pair(one, other)] {
        links[number].first = min(links[number].first, time)
        links[number].sessions.append(time)
      }
    }
  }

  private static func pair(_ left: Int, _ right: Int) -> Pair {
    Pair(low: min(left, right), high: max(left, right))
  }

  /// Adds a connection; `false` when it is there already, `nil` when both ends are the same.
  private mutating func add(_ left: Int, _ right: Int, first: Int64, compatibility: Int32?) -> Bool? {
    guard left != right else { return nil }
    let pair = Self.pair(left, right)
    guard numbers[pair] == nil else { return false }
    numbers[pair] = links.count
    links.append(Link(pair: pair, first: first, compatibility: compatibility))
    return true
  }

  /// Admits the connections in order and gives both people their end, and their side of each session.
  func deliver(to roster: inout Roster, _ admission: inout ConnectionAdmission, _ report: inout ImportReport) {
    report.droppedConnections = dropped
    for link in links {
      let isCounted = admission.admit(link.pair.low, link.pair.high)
      report.connections += isCounted ? 1 : 0
      report.uncountedConnections += isCounted ? 0 : 1
      let ends = [(link.pair.low, link.pair.high), (link.pair.high, link.pair.low)]
      for (owner, peer) in ends {
        let agent = roster.people[peer].person.agent
        roster.people[owner].connections.append(
          Tie(
            peer: agent, first: link.first, last: link.sessions.max() ?? link.first,
            sessions: Int32(clamping: link.sessions.count), compatibility: link.compatibility, counted: isCounted))
        for time in link.sessions {
          let id = Mixing.mix(Mixing.mix(UInt64(bitPattern: time)) ^ agent.leadingWord)
          roster.people[owner].actions.append(Action(id: id, kind: .ai2aiSession, time: time))
        }
      }
    }
  }
}
