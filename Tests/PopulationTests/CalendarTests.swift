import Population
import Testing

@Suite("Local days", .timeLimit(.minutes(1)))
struct CalendarTests {
  /// 2025-01-06 00:00 UTC.
  private static let monday = 1_736_121_600 * RegionCalendar.second

  @Test("days in which the clocks change have 23 and 25 hours")
  func daylightSaving() throws {
    let berlin = try #require(RegionCalendar(timeZone: "Europe/Berlin"))
    let spring = berlin.dayNumber(1_743_292_800 * RegionCalendar.second)
    #expect(berlin.start(ofDay: spring + 1) - berlin.start(ofDay: spring) == 23 * RegionCalendar.hour)
    let autumn = berlin.dayNumber(1_761_436_800 * RegionCalendar.second)
    #expect(berlin.start(ofDay: autumn + 1) - berlin.start(ofDay: autumn) == 25 * RegionCalendar.hour)
    for day in spring...(spring + 400) {
      let start = berlin.start(ofDay: day)
      #expect(berlin.dayNumber(start) == day)
      #expect(berlin.dayNumber(start - 1) == day - 1)
      #expect(berlin.hourOfDay(start) == 0)
    }
  }

  @Test("a day whose midnight is skipped begins at the transition")
  func skippedMidnight() throws {
    let santiago = try #require(RegionCalendar(timeZone: "America/Santiago"))
    let day = santiago.dayNumber(1_725_800_000 * RegionCalendar.second)
    let start = santiago.start(ofDay: day)
    #expect(santiago.dayNumber(start) == day)
    #expect(santiago.dayNumber(start - 1) == day - 1)
    #expect(santiago.start(ofDay: day + 1) - start == 23 * RegionCalendar.hour)
  }

  @Test("weeks begin on the local Monday")
  func weeks() throws {
    let jakarta = try #require(RegionCalendar(timeZone: "Asia/Jakarta"))
    let sundayNight = Self.monday - 8 * RegionCalendar.hour
    #expect(jakarta.weekday(sundayNight) == 6)
    #expect(jakarta.weekday(sundayNight + RegionCalendar.hour) == 0)
    #expect(jakarta.weekNumber(sundayNight) + 1 == jakarta.weekNumber(Self.monday))
    #expect(RegionCalendar.utc.weekday(Self.monday) == 0)
    #expect(RegionCalendar.utc.dayNumber(-1) == -1)
  }

  @Test("an unknown time zone is refused")
  func unknown() {
    #expect(RegionCalendar(timeZone: "Mars/Olympus") == nil)
  }
}
