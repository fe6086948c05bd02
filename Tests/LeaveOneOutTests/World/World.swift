import Population
import Storage
import WireFormat

/// A line of a file, or something that happens, with the people it names: it is theirs, and goes with any of them.
struct Line {
  let text: String
  let people: [String]

  /// A line whose values stand in order; the people are among them.
  init(_ people: String..., and values: String...) { self.init(people, values) }

  init(_ people: [String], _ values: [String]) {
    text = (people + values).joined(separator: ",")
    self.people = people
  }
}

/// Files that are imported as one region.
struct WorldFolder {
  let region: String
  let timeZone: String
  /// Where the rows end; `nil` for a region that goes on.
  let cutOff: Int64?
  /// True when people agreed elsewhere; otherwise the columns of `people` say to what.
  let allConsent: Bool
  /// By name of the file: its header and its lines.
  var files: [String: (header: String, lines: [Line])] = [:]

  mutating func add(_ line: Line, to file: String) { files[file]?.lines.append(line) }

  mutating func remove(_ person: String) {
    for name in files.keys { files[name]?.lines.removeAll { $0.people.contains(person) } }
  }
}

/// A live region: people who are registered, ties that are delivered, and events that a partner hands in.
struct WorldTown {
  /// A tie of somebody of the town, who is named first.
  struct NamedTie {
    let owner: String
    let peer: String
    let compatibility: Int32
  }
  /// What somebody did, under the partner's id of the event.
  struct Event {
    let id: String
    let person: String
    let row: RecordedRow
  }

  let region: String
  var people: [String] = []
  var ties: [NamedTie] = []
  var events: [Event] = []

  mutating func remove(_ person: String) {
    people.removeAll { $0 == person }
    ties.removeAll { $0.owner == person || $0.peer == person }
    events.removeAll { $0.person == person }
  }
}

/// Everything that is handed to a store: two regions of files and a live one, with people planted in them who move as much
/// as a person can.
struct World {
  /// Everybody, those who are planted first.
  var people: [String] = []
  var city: WorldFolder
  var village: WorldFolder
  var town: WorldTown

  /// Those who were put there to move much.
  var planted: [String] { people.filter { ["hub", "late", "stranger", "visitor", "vera", "citizen0"].contains($0) } }

  /// Gives everybody of the city rows of every kind between its cut-off and the import.
  mutating func addRowsAfterCutOff() {
    let time = Self.text(days: -1)
    let people = (city.files["people"]?.lines ?? []).flatMap(\.people)
    for (number, person) in people.enumerated() {
      let other = people[(number + people.count / 2) % people.count]
      city.add(Line(person, and: "v2", time, Self.text(days: -1, minutes: 30)), to: "visits")
      city.add(Line(person, and: "item0x0", time, "food"), to: "adoptions")
      city.add(Line(person, and: "new\(number % 3)", time, "food"), to: "adoptions")
      for file in ["experiences", "shares"] { city.add(Line(person, and: time), to: file) }
      city.add(Line(person, other, and: time, "1"), to: "friendships")
      for _ in 0..<60 where person != "hub" { city.add(Line(person, "hub", and: time), to: "sessions") }
    }
  }

  /// The same without every line and event that names a person.
  func without(_ person: String) -> World {
    var world = self
    world.people.removeAll { $0 == person }
    world.city.remove(person)
    world.village.remove(person)
    world.town.remove(person)
    return world
  }

  /// The same where a person of the city agrees to nothing.
  func refusing(_ person: String) -> World {
    var world = self
    for index in world.city.files["people"]?.lines.indices ?? 0..<0
    where world.city.files["people"]?.lines[index].people == [person] {
      world.city.files["people"]?.lines[index] = Line([person], ["20_25", "0", "0", "0", "0", "0"])
    }
    return world
  }

  /// Where the rows of the city end: 2026-01-01T00:00:00Z, microseconds since 1970 UTC.
  static let cutOff: Int64 = 1_767_225_600_000_000
  /// When everything is handed in and released, four days later.
  static let now = cutOff + 4 * RegionCalendar.day

  /// A time as files have it, a number of days and minutes before a moment.
  static func text(days: Int, minutes: Int = 0, before moment: Int64 = cutOff) -> String {
    "\(CivilTime(microseconds: moment - Int64(days) * RegionCalendar.day + Int64(minutes) * RegionCalendar.minute))"
  }
}
