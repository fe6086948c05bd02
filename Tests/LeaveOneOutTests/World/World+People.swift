import Population
import Storage

extension World {
  /// How large a world is.
  struct Size {
    /// Pairs of a leader and a follower of the city; somebody who is no friend of theirs adopted everything too.
    var pairs: Int
    /// Pairs whose followers have other friends in the first places.
    var crowdedPairs: Int
    /// Circles of a voice and four echoes, whose items nobody else adopted but `stranger`.
    var circles: Int
    /// Visits of whoever visits most.
    var visits: Int
    /// People of the live town.
    var townPeople: Int

    /// More than 60 people.
    static let small = Size(pairs: 7, crowdedPairs: 7, circles: 5, visits: 1_000, townPeople: 6)
    /// More than 500 people.
    static let large = Size(pairs: 185, crowdedPairs: 35, circles: 10, visits: 5_000, townPeople: 15)
  }

  /// A world of a seed.
  init(_ size: Size, seed: UInt64) {
    var building = WorldBuilding(size, seed: seed)
    self = building.build()
  }
}

/// Puts a world together.
///
/// In the city, followers adopt what their leaders adopted three days before. Whoever is planted there is made to move
/// what a person can: `hub` is everybody's first friend up to D, met everybody's agent every week and adopted everything first;
/// `late` is a friend of all leaders and adopts everything before their followers do; `stranger` has no friends and adopted
/// everything early; `visitor` pays thousands of visits. The followers of crowded pairs have `filler` people and `hub` in
/// the first five of their places, and the leader in the sixth. In circles four echoes adopt what their voice adopted three
/// days before; `stranger` is the only other one who did, so that nobody else hides what becomes of their marks without
/// him.
private struct WorldBuilding {
  private static let items = 8
  private let size: World.Size
  private var random: SplitMix64
  private var world: World

  init(_ size: World.Size, seed: UInt64) {
    self.size = size
    random = SplitMix64(seed: seed)
    world = World(
      city: WorldFolder(region: "city", timeZone: "Asia/Jakarta", cutOff: World.cutOff, allConsent: false),
      village: WorldFolder(region: "village", timeZone: "UTC", cutOff: nil, allConsent: true),
      town: WorldTown(region: "town"))
  }

  private var fillers: [String] { (0..<4).map { "filler\($0)" } }
  private func leader(_ pair: Int) -> String { "leader\(pair)" }
  private func follower(_ pair: Int) -> String { "follower\(pair)" }
  private func voice(_ circle: Int) -> String { "voice\(circle)" }
  private func echoes(_ circle: Int) -> [String] { (0..<4).map { "echo\(circle)x\($0)" } }
  private var pairs: Range<Int> { 0..<size.pairs + size.crowdedPairs }

  mutating func build() -> World {
    buildCity()
    buildVillage()
    buildTown()
    return world
  }

  private mutating func buildCity() {
    let others =
      ["late", "stranger", "visitor"] + fillers + pairs.flatMap { [leader($0), follower($0)] }
      + (0..<size.circles).flatMap { [voice($0)] + echoes($0) }
    let people = ["hub"] + others
    world.people += people
    world.city.files = Self.files(visits: "visits", arrival: "arrive")
    addVenues()
    addMap()
    for person in people { register(person) }
    for person in people { live(person) }
    for person in others {
      befriend("hub", person, since: 300)
      for week in 1...6 { meet("hub", person, daysAgo: 7 * week) }
    }
    for pair in pairs.dropFirst(size.pairs) { for filler in fillers { befriend(filler, follower(pair), since: 200) } }
    for pair in pairs {
      befriend(leader(pair), follower(pair), since: 150)
      befriend("late", leader(pair), since: 140)
      if random.below(2) == 0 { befriend(leader(pair), leader(random.below(pairs.count)), since: 100) }
      if random.below(2) == 0 { befriend(follower(pair), follower(random.below(pairs.count)), since: 100) }
      meet(leader(pair), follower(pair), daysAgo: 1 + random.below(80))
    }
    for pair in pairs { for item in 0..<Self.items { adopt(item, of: pair) } }
    for circle in 0..<size.circles { buildCircle(circle) }
  }

  private mutating func buildCircle(_ circle: Int) {
    for echo in echoes(circle) { befriend(voice(circle), echo, since: 150) }
    for item in 0..<Self.items {
      let days = 10 + 9 * item + circle % 5
      let adopters = [("stranger", 88), (voice(circle), days)] + echoes(circle).map { ($0, days - 3) }
      for (person, days) in adopters { adopt("rumour\(circle)x\(item)", person, daysAgo: days, minutes: circle) }
    }
  }

  /// Header rows; everything is declared.
  private static func files(visits: String, arrival: String) -> [String: (header: String, lines: [Line])] {
    let dimensions = Dimension.allCases.map(\.name).joined(separator: ",")
    return [
      "venues": ("venue_id,category_path,lat,lon,price_tier", []),
      visits: ("user_id,venue_id,\(arrival),leave", []),
      "people": (
        "user_id,age_band,consent_behavior,consent_personality,consent_network,consent_experiments,consent_affinity", []
      ),
      "friendships": ("user_a,user_b,since,compatibility", []), "sessions": ("user_a,user_b,time", []),
      "onboarding": ("user_id,answered_at,\(dimensions)", []), "experiences": ("user_id,time", []),
      "shares": ("user_id,time", []), "adoptions": ("user_id,item_id,time,category", []),
    ]
  }

  private static let categories = [
    "Food>Restaurant", "Food>Coffee Shop", "Nightlife Spot>Bar", "Shop & Service>Mall", "Residence>Home (private)",
    "Professional & Other Places>Office", "Outdoors & Recreation>Park", "Arts & Entertainment>Museum",
  ]

  private mutating func addVenues() {
    for number in 0..<24 {
      let category = Self.categories[number % Self.categories.count]
      let place = "-6.\(10 + number),106.\(80 + number % 9),\(1 + number % 4)"
      let line = Line([], ["v\(number)", category, place])
      world.city.add(line, to: "venues")
      world.village.add(line, to: "venues")
    }
  }

  /// Ten zones in three areas, one zone in none, and the items of pairs, every third of which stands in a zone.
  private mutating func addMap() {
    world.city.files["zones"] = ("venue_id,zone_id", (0..<24).map { Line([], ["v\($0)", "z\($0 % 10)"]) })
    world.city.files["regions"] = ("zone_id,region_id", (0..<9).map { Line([], ["z\($0)", "area\($0 % 3)"]) })
    let items = pairs.flatMap { pair in (0..<Self.items).map { "item\(pair)x\($0)" } }
    let standing = items.enumerated().map { Line([], [$1, $0 % 3 == 0 ? "z\($0 % 10)" : ""]) }
    world.city.files["items"] = ("item_id,zone_id", standing)
  }

  /// Nearly everybody agrees to everything.
  private mutating func register(_ person: String) {
    let isPlanted = !(person.hasPrefix("leader") || person.hasPrefix("follower"))
    let refused = isPlanted || random.below(8) > 0 ? 4 : random.below(4)
    let consents = (0..<4).map { $0 == refused ? "0" : "1" } + ["1"]
    let age = isPlanted ? "20_25" : ["20_25", "30_35", "unknown"][random.below(3)]
    world.city.add(Line([person], [age] + consents), to: "people")
    let stated = (0..<12).map { _ in "0.\(random.below(10))" }
    if random.below(10) > 0 || isPlanted {
      world.city.add(Line([person], [World.text(days: 100)] + stated), to: "onboarding")
    }
  }

  /// Visits, experiences and shares; mostly to places where one is not sociable, so that a person could be made to seem so.
  private mutating func live(_ person: String) {
    let count = person == "visitor" ? size.visits : 12 + random.below(14)
    let favourites = (0..<4).map { _ in random.below(24) }
    for number in 0..<count {
      let venue = person == "visitor" ? 2 : random.below(3) > 0 ? favourites[random.below(4)] : random.below(24)
      let days = person == "visitor" ? 1 + number % 85 : 1 + random.below(number % 3 == 0 ? 175 : 85)
      let start = person == "visitor" ? 2 * (number / 85) : random.below(1_400)
      let leave = World.text(days: days, minutes: start + (person == "visitor" ? 300 : 5 + random.below(120)))
      world.city.add(Line(person, and: "v\(venue)", World.text(days: days, minutes: start), leave), to: "visits")
    }
    // Before the window, so that it is known what they are interested in.
    for number in 0..<(person == "visitor" ? 12 : 0) {
      world.city.add(Line(person, and: "v2", World.text(days: 100 + number), ""), to: "visits")
    }
    for number in 0..<3 {
      world.city.add(Line(person, and: World.text(days: 1 + random.below(85))), to: "experiences")
      if number == 0 { world.city.add(Line(person, and: World.text(days: 1 + random.below(85))), to: "shares") }
    }
  }

  private mutating func befriend(_ one: String, _ other: String, since days: Int) {
    let level = one == "hub" ? "1" : "0.\(random.below(10))"
    world.city.add(Line(one, other, and: World.text(days: days), level), to: "friendships")
  }

  private mutating func meet(_ one: String, _ other: String, daysAgo days: Int) {
    guard one != other else { return }
    world.city.add(Line(one, other, and: World.text(days: days, minutes: random.below(1_000))), to: "sessions")
  }

  /// An item of a pair: its leader adopts it, three days later its follower, and so do all who adopt everything.
  private mutating func adopt(_ item: Int, of pair: Int) {
    let days = 10 + 9 * item + pair % 5
    let name = "item\(pair)x\(item)"
    let adopters = [
      ("hub", 89), ("stranger", 88), (leader(pair), days), ("late", days - 1), (follower(pair), days - 3),
    ]
    for (person, days) in adopters { adopt(name, person, daysAgo: days, minutes: pair) }
  }

  private mutating func adopt(_ item: String, _ person: String, daysAgo days: Int, minutes: Int) {
    world.city.add(Line(person, and: item, World.text(days: days, minutes: minutes), "food"), to: "adoptions")
  }
}

/// The village, whose people are few and have hardly anything, and the town, where nothing is imported.
extension WorldBuilding {
  /// All that a column or a file can hold is one person's: `vera` alone has measured lengths, levels, shares and the last
  /// row, and friends whom nobody else names.
  private mutating func buildVillage() {
    let people = ["vera"] + (0..<5).map { "villager\($0)" }
    world.people += people
    let venues = world.village.files["venues"]?.lines ?? []
    world.village.files = Self.files(visits: "checkins", arrival: "time")
    world.village.files["people"] = nil
    world.village.files["onboarding"] = nil
    world.village.files["venues"]?.lines = venues.isEmpty ? world.city.files["venues"]?.lines ?? [] : venues
    for (number, person) in people.enumerated() {
      for visit in 0..<14 {
        let days = 1 + (visit * 5 + number) % 60 + (person == "vera" ? 0 : 2)
        let start = World.text(days: days, minutes: 300 + 40 * visit, before: World.now)
        let leave = person == "vera" ? World.text(days: days, minutes: 330 + 40 * visit, before: World.now) : ""
        world.village.add(Line(person, and: "v\((visit + number) % 7)", start, leave), to: "checkins")
      }
    }
    for villager in people.dropFirst() {
      world.village.add(Line("vera", villager, and: World.text(days: 90), "0.9"), to: "friendships")
      world.village.add(Line("vera", villager, and: World.text(days: 9)), to: "sessions")
    }
    // People whom one alone names.
    for number in 0..<4 {
      world.people.append("stranger\(number)")
      world.village.add(Line("villager0", "stranger\(number)", and: World.text(days: 50), "0.5"), to: "friendships")
    }
    world.village.add(Line("vera", and: World.text(days: 9)), to: "experiences")
    world.village.add(Line("vera", and: World.text(days: 8)), to: "shares")
    world.village.add(Line("vera", and: "kite", World.text(days: 8), "event"), to: "adoptions")
  }

  /// Everybody is a friend of `hub`, who lives in the city, and does the same things under ids of events of which a
  /// neighbour has some too.
  private mutating func buildTown() {
    let people = (0..<size.townPeople).map { "citizen\($0)" }
    world.people += people
    world.town.people = people
    for (number, person) in people.enumerated() {
      world.town.ties.append(.init(owner: person, peer: "hub", compatibility: 900_000))
      world.town.ties.append(.init(owner: person, peer: people[(number + 1) % people.count], compatibility: 100_000))
      for event in 0..<14 { happen(event, person, number) }
    }
  }

  private mutating func happen(_ event: Int, _ person: String, _ number: Int) {
    let time =
      World.now - Int64(1 + event % 6) * RegionCalendar.day + Int64(number + 40 * event) * RegionCalendar.minute
    let id = event < 11 ? "\(person)/\(event)" : "shared/\(number / 2)/\(event)"
    let row: RecordedRow =
      switch event % 7 {
      case 5:
        .action(Action(id: 0, kind: event == 5 ? .experience : .share, time: time), about: .none)
      case 6:
        .adoption(
          Adoption(id: 0, item: 0, category: .food, time: time), of: PlaceReference(registered: 0, unregistered: 77))
      default:
        .visit(
          Visit(
            id: 0, place: 0, arrive: time, leave: time + 30 * RegionCalendar.minute,
            category: event % 2 == 0 ? .coffee : .shopping),
          at: PlaceReference(registered: 0, unregistered: UInt64(event % 4 + 1)))
      }
    world.town.events.append(.init(id: id, person: person, row: row))
  }
}
