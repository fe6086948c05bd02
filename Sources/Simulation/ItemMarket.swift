import Measures
import Population

/// The items of the city, where they are sold, and who adopts them when: on their own by taste and by what is sold near
/// their home, or after a friend.
struct ItemMarket: Sendable {
  private let items: [Item]
  private let log: AdoptionLog

  private struct Event: Sendable {
    let time: Int64
    let person: Int32
    let item: Int32
  }

  private struct Item: Sendable {
    let pseudonym: UInt64
    let category: JourneyCategory
    /// The district in which it is sold.
    let district: Int
    let launch: Int64
  }

  /// Spontaneous adoptions of a person in all, before those that friends cause.
  private static let spontaneous = 6.0

  init(_ residents: [Resident], _ friendships: Friendships, _ map: VenueMap, plan: CityPlan) {
    var random = SplitMix64(seed: plan.seed, stream: RandomStream.items)
    let items = Self.items(plan, map, &random)
    var events = SplitMix64(seed: plan.seed, stream: RandomStream.adoptions)
    var queue = Self.firstEvents(residents, items, plan, &events)
    var log = AdoptionLog(people: residents.count)
    while let event = queue.pop() {
      let item = items[Int(event.item)]
      guard log.add(event.item, of: Int(event.person), at: event.time) else { continue }
      for friend in friendships[Int(event.person)] {
        let chance = plan.influence * Self.taste(residents[Int(friend)], for: item)
        let delay = Int64(events.exponential(mean: 2.5) * Double(RegionCalendar.day))
        guard events.unit() < chance, event.time + delay < plan.cutOff else { continue }
        queue.push(Event(time: event.time + delay, person: friend, item: event.item))
      }
    }
    self.items = items
    self.log = log
  }

  /// The registered items, each with its district.
  func registered(in plan: CityPlan) -> [ZoneMap.Item] {
    items.enumerated().map { ZoneMap.Item(id: plan.itemID($0), zone: $1.district) }
  }

  /// The adoptions of a person, by time.
  func adoptions(of person: Int) -> [Adoption] {
    log.entries(of: person).map { time, number in
      let item = items[Int(number)]
      return Adoption(id: Mixing.mix(item.pseudonym ^ 4), item: item.pseudonym, category: item.category, time: time)
    }
  }

  private static func items(_ plan: CityPlan, _ map: VenueMap, _ random: inout SplitMix64) -> [Item] {
    // Sold where places of its category are, and nothing where nobody works.
    let places = map.venues.filter { $0.category != .work && $0.category != .other }
    return (0..<min(ZoneMap.mostItems, max(60, plan.people / 60))).map { number in
      // Half of the items are there from the beginning, the others appear in the course of time.
      let launch = random.unit() < 0.5 ? 0 : random.unit() * Double(plan.cutOff - plan.start)
      let place = places[random.below(places.count)]
      return Item(
        pseudonym: PublicID.place(plan.itemID(number).utf8), category: place.category,
        district: DistrictGrid.district(at: place.offset), launch: plan.start + Int64(launch))
    }
  }

  private static func firstEvents(
    _ residents: [Resident], _ items: [Item], _ plan: CityPlan, _ random: inout SplitMix64
  ) -> EventQueue<Event> {
    let popularity = WeightedChoice.zipf(count: items.count, exponent: 0.8)
    let local = LocalItems(items)
    var queue = EventQueue<Event> { ($0.time, $0.person, $0.item) < ($1.time, $1.person, $1.item) }
    for (index, resident) in residents.enumerated() {
      let district = DistrictGrid.district(at: resident.home)
      for _ in 0..<random.poisson(mean: spontaneous * (0.5 + resident[.noveltySeeking])) {
        let near = random.unit() < plan.localAdoption ? local.draw(in: district, &random) : nil
        let number = near ?? popularity.draw(&random)
        guard random.unit() < taste(resident, for: items[number]) else { continue }
        let time = items[number].launch + Int64(random.unit() * Double(plan.cutOff - items[number].launch))
        queue.push(Event(time: time, person: Int32(index), item: Int32(number)))
      }
    }
    return queue
  }

  /// The items sold in each district, the popular ones first.
  private struct LocalItems {
    private var numbers = [[Int]](repeating: [], count: DistrictGrid.count)
    private let popularity: [WeightedChoice]

    init(_ items: [Item]) {
      for (number, item) in items.enumerated() { numbers[item.district].append(number) }
      popularity = numbers.map { WeightedChoice.zipf(count: max(1, $0.count), exponent: 0.8) }
    }

    /// An item of a district; `nil` where nothing is sold.
    func draw(in district: Int, _ random: inout SplitMix64) -> Int? {
      numbers[district].isEmpty ? nil : numbers[district][popularity[district].draw(&random)]
    }
  }

  /// How well an item suits a person, [0, 1]: their own interest counts most; reliance on friends is in it too.
  private static func taste(_ resident: Resident, for item: Item) -> Double {
    let suits = InterestCluster(of: item.category) == resident.interest
    return suits ? 1 : 0.35 + 0.5 * resident[.trustNetworkReliance]
  }
}
