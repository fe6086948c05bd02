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

  @Test("a local time goes by the offset that shows it: of two the first, in a gap the one before")
  func localTimes() throws {
    for name in [
      "UTC", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Apia", "Africa/Casablanca",
    ] {
      let calendar = try #require(RegionCalendar(timeZone: name))
      for step in stride(from: 1_325_000_000, to: 1_740_000_000, by: Int64.Stride(7_201)) {
        let time = Int64(step) * RegionCalendar.second
        let local = calendar.local(time)
        let back = local - calendar.offset(atLocal: local) * RegionCalendar.second
        // A time that is shown twice goes back to its first showing, which lies an hour or less before.
        #expect(calendar.local(back) == local && (0...RegionCalendar.hour).contains(time - back))
      }
    }
    let newYork = try #require(RegionCalendar(timeZone: "America/New_York"))
    let skipped = 1_331_433_000 * RegionCalendar.second
    #expect(newYork.offset(atLocal: skipped) == -5 * 3_600)
    #expect(newYork.offset(atLocal: 1_351_992_600 * RegionCalendar.second) == -4 * 3_600)
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

  @Test(
    "a local day begins and lasts as the tz database says",
    arguments: [
      ("America/New_York", 15_410, 1_331_442_000, 1_380), ("America/New_York", 15_648, 1_352_001_600, 1_500),
      ("Australia/Lord_Howe", 20_002, 1_728_135_000, 1_410), ("Australia/Lord_Howe", 19_820, 1_712_408_400, 1_470),
      ("Asia/Jakarta", 15_764, 1_361_984_400, 1_440), ("Asia/Kathmandu", 18_262, 1_577_816_100, 1_440),
      ("Africa/Casablanca", 20_142, 1_740_265_200, 1_500), ("Europe/London", 20_387, 1_761_433_200, 1_500),
      ("Pacific/Auckland", 20_359, 1_758_974_400, 1_380),
    ] as [(String, Int, Int64, Int64)])
  func zones(name: String, day: Int, start: Int64, minutes: Int64) throws {
    let calendar = try #require(RegionCalendar(timeZone: name))
    #expect(calendar.start(ofDay: day) == start * RegionCalendar.second)
    #expect(calendar.start(ofDay: day + 1) - calendar.start(ofDay: day) == minutes * RegionCalendar.minute)
    for hour in stride(from: 0, to: minutes * RegionCalendar.minute, by: Int64.Stride(RegionCalendar.hour / 2)) {
      #expect(calendar.dayNumber(start * RegionCalendar.second + hour) == day)
    }
  }

  @Test("a day that a zone left out does not come between its neighbours")
  func skippedDay() throws {
    let apia = try #require(RegionCalendar(timeZone: "Pacific/Apia"))
    let change = 1_325_239_200 * RegionCalendar.second
    #expect(apia.dayNumber(change - 1) == 15_337)
    #expect(apia.dayNumber(change) == 15_339)
    #expect(apia.start(ofDay: 15_339) == change)
  }

  @Test("the hour of the day counts from 0 to 23 and repeats where the clocks go back")
  func hours() throws {
    let newYork = try #require(RegionCalendar(timeZone: "America/New_York"))
    let start = 1_352_001_600 * RegionCalendar.second
    let hours = (0..<25).map { newYork.hourOfDay(start + Int64($0) * RegionCalendar.hour) }
    #expect(hours == [0, 1, 1] + Array(2...23))
    #expect(newYork.offset(at: start) == -14_400 && newYork.offset(at: start + 3 * RegionCalendar.hour) == -18_000)
  }

  @Test("moments before 1970 have days, weeks and hours too")
  func before() {
    let utc = RegionCalendar.utc
    #expect(utc.dayNumber(-RegionCalendar.day) == -1 && utc.hourOfDay(-1) == 23)
    #expect(utc.weekday(0) == 3, "1970-01-01 was a Thursday")
    #expect(utc.weekNumber(-3 * RegionCalendar.day) == 0 && utc.weekNumber(-3 * RegionCalendar.day - 1) == -1)
    #expect(utc.local(-5) == -5)
  }

  @Test("an unknown time zone is refused")
  func unknown() {
    #expect(RegionCalendar(timeZone: "Mars/Olympus") == nil)
  }
}
