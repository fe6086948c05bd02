import Measures
import Population

/// The items of the city and who adopts them when: on their own by taste, or after a friend.
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
    let launch: Int64
  }

  /// Spontaneous adoptions of a person in all, before those that friends cause.
  private static let spontaneous = 6.0

  init(_ residents: [Resident], _ friendships: Friendships, plan: CityPlan) {
    var random = SplitMix64(seed: plan.seed, stream: RandomStream.items)
    let items = Self.items(plan, &random)
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

  /// The adoptions of a person, by time.
  func adoptions(of person: Int) -> [Adoption] {
    log.entries(of: person).map { time, number in
      let item = items[Int(number)]
      return Adoption(id: Mixing.mix(item.pseudonym ^ 4), item: item.pseudonym, category: item.category, time: time)
    }
  }

  private static func items(_ plan: CityPlan, _ random: inout SplitMix64) -> [Item] {
    let kinds: [JourneyCategory] = [
      .shopping, .food, .coffee, .nightlife, .culture, .event, .outdoorsSport, .education, .travel,
    ]
    return (0..<max(60, plan.people / 60)).map { number in
      // Half of the items are there from the beginning, the others appear in the course of time.
      let launch = random.unit() < 0.5 ? 0 : random.unit() * Double(plan.cutOff - plan.start)
      return Item(
        pseudonym: Mixing.mix(plan.seed ^ 0x17E3 ^ UInt64(number) << 16), category: kinds[random.below(kinds.count)],
        launch: plan.start + Int64(launch))
    }
  }

  private static func firstEvents(
    _ residents: [Resident], _ items: [Item], _ plan: CityPlan, _ random: inout SplitMix64
  ) -> EventQueue<Event> {
    let popularity = WeightedChoice.zipf(count: items.count, exponent: 0.8)
    var queue = EventQueue<Event> { ($0.time, $0.person, $0.item) < ($1.time, $1.person, $1.item) }
    for (index, resident) in residents.enumerated() {
      for _ in 0..<random.poisson(mean: spontaneous * (0.5 + resident[.noveltySeeking])) {
        let number = popularity.draw(&random)
        guard random.unit() < taste(resident, for: items[number]) else { continue }
        let time = items[number].launch + Int64(random.unit() * Double(plan.cutOff - items[number].launch))
        queue.push(Event(time: time, person: Int32(index), item: Int32(number)))
      }
    }
    return queue
  }

  /// How well an item suits a person, [0, 1]: their own interest counts most; reliance on friends is in it too.
  private static func taste(_ resident: Resident, for item: Item) -> Double {
    let suits = InterestCluster(of: item.category) == resident.interest
    return suits ? 1 : 0.35 + 0.5 * resident[.trustNetworkReliance]
  }
}
