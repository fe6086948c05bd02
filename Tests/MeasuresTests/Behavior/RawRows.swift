import Measures
import Population

/// Rows for tests: times in hours after 2025-01-06 00:00 UTC, a Monday.
enum RawRows {
  static let monday: Int64 = 1_736_121_600 * RegionCalendar.second

  static func time(day: Int = 0, hour: Double = 0) -> Int64 {
    monday + Int64(day) * RegionCalendar.day + Int64(hour * Double(RegionCalendar.hour))
  }

  static func agent(_ number: UInt64) -> AgentID {
    AgentID(words: Mixing.mix(number), Mixing.mix(number ^ 1 << 40), 7, number)
  }

  static func visit(
    _ place: UInt64, day: Int = 0, hour: Double = 12, minutes: Double? = nil, _ category: JourneyCategory = .food,
    id: UInt64? = nil
  ) -> Visit {
    let arrive = time(day: day, hour: hour)
    return Visit(
      id: id ?? Mixing.mix(place ^ UInt64(bitPattern: arrive)), place: place, arrive: arrive,
      leave: minutes.map { arrive + Int64($0 * Double(RegionCalendar.minute)) }, category: category)
  }

  static func records(_ visits: [Visit]) -> AgentRecords {
    var records = AgentRecords(person: Person(agent: agent(1), region: "here"))
    records.visits = visits
    return records
  }

  /// A window of 90 days that begins on the Monday, everything known, UTC.
  static func context(sources: RegionSources = .all, calendar: RegionCalendar = .utc) -> MeasureContext {
    MeasureContext(
      window: MeasureWindow(cutOff: monday + 90 * RegionCalendar.day), calendar: calendar, sources: sources,
      order: .mixed(seed: 3))
  }
}
