import Measures
import Population

/// Visits turned into measures.
enum VisitFigures {
  private static let visitsEach = 100

  static func add(to table: inout FigureTable) {
    let context = MeasureContext(
      window: MeasureWindow(cutOff: cutOff), calendar: RegionCalendar(timeZone: "America/New_York") ?? .utc,
      sources: .all, order: .mixed(seed: 4), measuresProfile: true)
    var peak = 0
    for count in [100_000, 1_000_000, 10_000_000] {
      let seconds = measure(people: count / visitsEach, visits: visitsEach, context)
      let what = "\(grouped(count)) visits of \(grouped(count / visitsEach)) people"
      if count == 1_000_000 {
        table.add(what, seconds: seconds, bar: 2)
      } else {
        table.add(what, FigureTable.time(seconds))
      }
      if peak == 0 { peak = ProcessorTime.peakMemory }
    }
    let grown = (ProcessorTime.peakMemory - peak) >> 10
    table.add("peak memory; how much the last two runs added to it", "\(peak >> 20) MiB; \(grown) KiB")
    for count in [10_000, 100_000, 1_000_000] {
      let seconds = measure(people: 1, visits: count, context)
      table.add("\(grouped(count)) visits of one person", FigureTable.time(seconds))
    }
  }

  /// Seconds of measuring; making the rows does not count.
  private static func measure(people: Int, visits: Int, _ context: MeasureContext) -> Double {
    var (seconds, eligible) = (0.0, 0)
    for person in 0..<people {
      let records = records(of: person, visits: visits)
      let start = ProcessorTime.now()
      let measures = AgentMeasures.measure(records, in: context, consents: .all) { _ in true }
      seconds += ProcessorTime.now() - start
      eligible += measures.isBehaviorEligible ? 1 : 0
    }
    if eligible < people { print("\(people - eligible) people are not eligible") }
    return seconds
  }

  private static let cutOff: Int64 = 1_743_465_600 * RegionCalendar.second

  /// A person who returns to a few of many places, at all hours of 120 days, with ten actions and five adoptions.
  private static func records(of person: Int, visits: Int) -> AgentRecords {
    var random = SplitMix64(seed: 5, stream: UInt64(person))
    let agent = AgentID(words: random.next(), random.next(), random.next(), random.next())
    var records = AgentRecords(person: Person(agent: agent, region: "bench"))
    let span = 120 * RegionCalendar.day
    let gap = span / Int64(visits)
    let places = 10 + visits / 5
    records.visits.reserveCapacity(visits)
    for number in 0..<visits {
      let favourite = random.unit()
      let place = Int(favourite * favourite * favourite * Double(places))
      let arrive = cutOff - span + Int64(number) * gap + Int64(random.below(Int(gap)))
      let category = JourneyCategory.allCases[place % JourneyCategory.allCases.count]
      records.visits.append(
        Visit(
          id: UInt64(number) + 1, place: Mixing.mix(UInt64(place)), arrive: arrive,
          leave: arrive + Int64(random.below(90)) * RegionCalendar.minute,
          coordinate: CoarseCoordinate(latitude: 4_070 + place % 40, longitude: -7_400 + place % 30),
          category: category, priceTier: UInt8(1 + place % 4)))
    }
    for number in 0..<10 {
      let time = cutOff - Int64(number + 1) * RegionCalendar.day
      let kind: ActionKind = number.isMultiple(of: 3) ? .share : .experience
      records.actions.append(Action(id: UInt64(number), kind: kind, time: time))
      if number < 5 { records.adoptions.append(Adoption(id: UInt64(number), item: UInt64(number), time: time)) }
    }
    return records
  }

  private static func grouped(_ number: Int) -> String {
    var (text, rest) = ("", String(number)[...])
    while rest.count > 3 {
      text = "," + rest.suffix(3) + text
      rest = rest.dropLast(3)
    }
    return rest + text
  }
}
