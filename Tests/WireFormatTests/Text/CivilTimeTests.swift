import Testing

@testable import WireFormat

@Suite("Civil time", .timeLimit(.minutes(1)))
struct CivilTimeTests {
  @Test("every day of eight hundred years follows the one before and comes back from its number")
  func days() throws {
    var expected = try #require(CivilDate(year: 1600, month: 1, day: 1)).daysSince1970
    #expect(expected == -135_140)
    for year in 1600..<2400 {
      for month in 1...12 {
        for day in 1...31 {
          guard let date = CivilDate(year: year, month: month, day: day) else { continue }
          try #require(date.daysSince1970 == expected && CivilDate(daysSince1970: expected) == date)
          expected += 1
        }
      }
    }
    #expect(expected == CivilDate(year: 2400, month: 1, day: 1)?.daysSince1970)
  }

  @Test(
    "a day that the calendar does not have is none",
    arguments: [(2024, 2, 30), (2023, 2, 29), (1900, 2, 29), (2024, 4, 31), (2024, 13, 1), (2024, 0, 1), (2024, 1, 0)])
  func noDay(year: Int, month: Int, day: Int) {
    #expect(CivilDate(year: year, month: month, day: day) == nil)
  }

  @Test(
    "a moment reads as it is written, in microseconds and back",
    arguments: [
      ("1970-01-01T00:00:00Z", 0), ("1969-12-31T23:59:59.999999Z", -1), ("2013-02-28T00:00:00Z", 1_362_009_600_000_000),
      ("2024-02-29T12:30:45.125Z", 1_709_209_845_125_000), ("0001-01-01T00:00:00Z", -62_135_596_800_000_000),
      ("9999-12-31T23:59:59.000001Z", 253_402_300_799_000_001),
    ] as [(String, Int64)])
  func bothWays(text: String, microseconds: Int64) {
    #expect(CivilTime(text, as: .rfc3339)?.microseconds == microseconds)
    #expect(CivilTime(microseconds: microseconds).description == text)
  }

  @Test("an offset is taken off")
  func offset() {
    #expect(CivilTime("2024-01-01T07:00:00+07:00", as: .rfc3339) == CivilTime("2024-01-01T00:00:00Z", as: .rfc3339))
    #expect(CivilTime("2023-12-31T20:30:00-03:30", as: .rfc3339) == CivilTime("2024-01-01T00:00:00Z", as: .rfc3339))
  }

  @Test("a text without a zone goes by the reader's clock, one with a zone by its own")
  func zoneless() {
    func read(_ text: String, as form: CivilTime.Form = .iso8601) -> Int64? {
      CivilTime(text.utf8.span, as: form) { $0 == 1_361_923_200 ? 3_600 : 7_200 }?.seconds
    }
    #expect(read("2013-02-27") == 1_361_919_600 && read("2013-02-27T00:00") == 1_361_919_600)
    #expect(read("2013-02-27 00:00:01.5") == 1_361_916_001)
    #expect(read("2013-02-27T00:00Z") == 1_361_923_200 && read("2013-02-27T00:00z") == 1_361_923_200)
    #expect(read("2013-02-27T00:00+02") == 1_361_916_000 && read("1361923200") == 1_361_923_200)
    #expect(read("2013-02-27T00:00:00Z", as: .rfc3339) == 1_361_923_200)
    #expect(read("2013-02-27T00:00:00", as: .rfc3339) == nil && read("2013-02-27T", as: .iso8601) == nil)
  }

  @Test(
    "files may leave out what is plain; RFC 3339 may not",
    arguments: [
      ("2012-04-03", "2012-04-03T00:00:00Z"), ("2012-04-03T14:01", "2012-04-03T14:01:00Z"),
      ("2012-04-03 14:01:30.5", "2012-04-03T14:01:30.500Z"), ("2012-04-03t14:01:30z", "2012-04-03T14:01:30Z"),
      ("2012-04-03T14:01:30+07", "2012-04-03T07:01:30Z"), ("2012-04-03T14:01:30-0730", "2012-04-03T21:31:30Z"),
      ("2012-04-03T14:01:30.1234567899999Z", "2012-04-03T14:01:30.123456789Z"),
      ("1333461690", "2012-04-03T14:01:30Z"), ("1000000000", "2001-09-09T01:46:40Z"),
    ])
  func forms(text: String, moment: String) {
    #expect(CivilTime(text, as: .iso8601)?.description == moment)
    #expect(CivilTime(text, as: .rfc3339) == nil)
  }

  @Test(
    "another text is refused in both forms",
    arguments: [
      "", "2024", "2024-02-30T00:00:00Z", "2024-1-01T00:00:00Z", "2024-01-01T24:00:00Z", "2024-01-01T00:60:00Z",
      "2024-01-01T00:00:60Z", "2024-01-01T00:00:00.Z", "2024-01-01T00:00:00Zx", "2024-01-01T00:00:00+24:00",
      "2024-01-01T00:00:00+07:60", "2024-01-01T00:00:00+07:", "0000-12-31T23:00:00Z", "0001-01-01T00:00:00+00:01",
      "9999-12-31T23:59:59-00:01", "2024-01-01T", " 2024-01-01T00:00:00Z", "20240101", "133346169", "1333461690000",
      "0333461690",
      "13334616 0", "٢٠٢٤-01-01T00:00:00Z",
    ])
  func refused(text: String) {
    #expect(CivilTime(text, as: .rfc3339) == nil)
    #expect(CivilTime(text, as: .iso8601) == nil)
  }
}
