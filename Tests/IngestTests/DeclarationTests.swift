import Glibc
import Ingest
import Population
import Testing

/// What a region has, where it ends and by which clock it goes is said by files, header rows and options.
@Suite("What is declared of a folder", .timeLimit(.minutes(2)))
struct DeclarationTests {
  private static let venues = ["venues.csv": "venue_id,category_path\nc,Food>Coffee Shop\n"]
  private static let checkins = ["checkins.csv": "user_id,venue_id,time\n1,c,2025-01-06T08:00\n"]

  private func folder(_ files: [String: String]) throws -> TemporaryFolder {
    try TemporaryFolder(Self.venues.merging(Self.checkins) { $1 }.merging(files) { $1 })
  }

  private func sources(_ files: [String: String]) throws -> RegionSources? {
    try folder(files).imported().sink.declaration?.sources.subtracting([.visits, .adoptions])
  }

  @Test(
    "a column that stands in the header row is a source, whatever stands in it",
    arguments: [
      ("checkins.csv", "user_id,venue_id,time,leave\n1,c,2025-01-06T08:00,", "2025-01-06T09:00", .dwell),
      ("venues.csv", "venue_id,category_path,lat,lon\nc,Food,", "1,1", .coordinates),
      ("venues.csv", "venue_id,category_path,price_tier\nc,Food,", "3", .price),
      ("friendships.csv", "user_a,user_b,compatibility\n1,2,", "0.5", [.connections, .compatibility]),
    ] as [(String, String, String, RegionSources)])
  func columns(file: String, rows: String, value: String, expected: RegionSources) throws {
    let empty = rows + (value == "1,1" ? "," : "") + "\n"
    #expect(try sources([file: empty]) == expected)
    #expect(try sources([file: rows + value + "\n"]) == expected)
    #expect(try sources([:]) == [])
  }

  @Test(
    "a file that is there is a source, also with a header row alone",
    arguments: [
      ("friendships.csv", "user_a,user_b\n", .connections), ("shares.csv", "user_id,time\n", .shares),
      ("sessions.csv", "user_a,user_b,time\n", [.connections, .sessions]),
      ("experiences.csv", "user_id,time\n", .shares), ("adoptions.csv", "user_id,item_id,time\n", []),
      ("people.csv", "user_id\n", []),
      ("onboarding.csv", "user_id,answered_at,\(Dimension.allCases.map(\.name).joined(separator: ","))\n", .onboarding),
    ] as [(String, String, RegionSources)])
  func files(file: String, header: String, expected: RegionSources) throws {
    #expect(try sources([file: header]) == expected)
  }

  @Test("a length of stay that one person has decides nothing for the others")
  func oneLeave() throws {
    func region(leave: String) throws -> RegionSources? {
      let rows = "user_id,venue_id,time,leave\n1,c,2025-01-06T08:00,\(leave)\n2,c,2025-01-06T08:00,\n"
      return try folder(["checkins.csv": rows]).imported().sink.declaration?.sources
    }
    #expect(try region(leave: "") == region(leave: "2025-01-06T08:30"))
  }

  @Test(
    "times without a zone go by UTC, or by the region's clocks where that is declared",
    arguments: [
      ("Asia/Jakarta", "2013-02-28T00:00", "2013-02-27T17:00:00Z"),
      ("Asia/Jakarta", "2013-02-28T00:00Z", "2013-02-28T00:00:00Z"),
      ("Asia/Jakarta", "2013-02-28T00:00+01:00", "2013-02-27T23:00:00Z"),
      ("Asia/Jakarta", "2013-02-28", "2013-02-27T17:00:00Z"), ("Asia/Jakarta", "1362009600", "2013-02-28T00:00:00Z"),
      ("America/New_York", "2012-07-31T20:30", "2012-08-01T00:30:00Z"),
      ("America/New_York", "2012-11-04T01:30", "2012-11-04T05:30:00Z"),
      ("America/New_York", "2012-03-11T02:30", "2012-03-11T07:30:00Z"),
    ])
  func clocks(zone: String, text: String, local: String) throws {
    let folder = try folder(["checkins.csv": "user_id,venue_id,time\n1,c,\(text)\n"])
    func time(_ times: ImportOptions.Times) throws -> Int64? {
      var options = ImportOptions.here()
      (options.timeZone, options.times) = (zone, times)
      return try folder.imported(options).sink.people.first?.visits.first?.arrive
    }
    #expect(try time(.local) == DeclaredTime.microseconds(local))
    #expect(try time(.utc) == DeclaredTime.microseconds(text))
  }

  @Test("rows that ended long ago need a day at which they end, and nothing is delivered without one")
  func age() throws {
    let now = ImportOptions.here().now
    func delivered(daysAgo: Int64, _ files: [String: String] = [:]) throws -> (Collector, String) {
      var sink = Collector()
      var all = files
      all["checkins.csv"] =
        "user_id,venue_id,time\n1,c,2001-01-06\n2,c,\((now - daysAgo * RegionCalendar.day) / 1_000_000)\n"
      let folder = try folder(all)
      do {
        let report = try Import.run(folder: folder.path, options: .here(asOf: nil), into: &sink)
        return (sink, "imported \(report.people), cut off at \(report.asOf.map { "\($0)" } ?? "each release")")
      } catch { return (sink, "\(error)") }
    }
    let (live, text) = try delivered(daysAgo: 30)
    #expect(text == "imported 2, cut off at each release")
    #expect(live.declaration != nil && live.declaration?.asOf == nil && live.isFinished)
    let (old, refusal) = try delivered(daysAgo: 31, ["data_set.json": "{}", "boroughs.csv": ""])
    #expect(old.declaration == nil && old.people.isEmpty && old.places.isEmpty)
    #expect(
      refusal
        == "the newest row is 31 days old, and a live region has some of the last 30; say where the rows end with "
        + "--as-of, or as as_of in dataset.json; data_set.json is not read; a declaration is named dataset.json")
  }

  @Test("of sensitive places alone the age is known too")
  func sensitiveOnly() throws {
    let folder = try folder(["venues.csv": "venue_id,category_path\nc,Spiritual Center>Church\n"])
    #expect { try folder.imported(.here(asOf: nil)) } throws: { "\($0)".hasPrefix("the newest row is 693 days old") }
    #expect(try folder.imported().report.sensitiveVisits == 1)
  }

  @Test("what is declared is handed on with the region")
  func handedOn() throws {
    var options = ImportOptions.here(asOf: 1_750_000_000_000_000)
    options.historyDays = 400
    let declaration = try folder([:]).imported(options).sink.declaration
    #expect(declaration?.asOf == 1_750_000_000_000_000 && declaration?.historyDays == 400)
  }
}

@Suite("The file dataset.json", .timeLimit(.minutes(2)))
struct DatasetFileTests {
  private func declared(_ text: String, as name: String = "dataset.json") throws -> FolderDeclaration {
    let folder = try TemporaryFolder([name: text])
    return try FolderDeclaration(folder: folder.path)
  }

  private func error(_ text: String, as name: String = "dataset.json") -> String {
    do { return "\(try declared(text, as: name))" } catch { return "\(error)" }
  }

  @Test("declares region, time zone, clock, end and length of the rows; options win over it")
  func members() throws {
    let text = """
      \u{FEFF}{"region": "jakarta", "time_zone": "Asia/Jakarta", "times": "local",
      "as_of": "2013-02-28T00:00:00", "history_days": 365}
      """
    let read = try declared(text)
    let all = FolderDeclaration(
      region: "jakarta", timeZone: "Asia/Jakarta", times: .local, asOf: "2013-02-28T00:00:00", historyDays: 365)
    #expect(read == all)
    #expect(try declared("{}") == FolderDeclaration() && declared("{}", as: "other.json") == FolderDeclaration())
    let options = FolderDeclaration(region: "java", asOf: "2013-03-01")
    #expect(options.completed(by: read).region == "java" && options.completed(by: read).asOf == "2013-03-01")
    #expect(options.completed(by: read).timeZone == "Asia/Jakarta")
  }

  @Test("an end without a zone goes by the region's clocks, and none is to come")
  func end() throws {
    let jakarta = try #require(RegionCalendar(timeZone: "Asia/Jakarta"))
    func cutOff(_ text: String, now: String = "2026-11-30T12:00:00Z") throws -> Int64? {
      try FolderDeclaration(asOf: text).cutOff(in: jakarta, now: try #require(DeclaredTime.microseconds(now)))
    }
    #expect(try cutOff("2013-02-28") == DeclaredTime.microseconds("2013-02-27T17:00:00Z"))
    #expect(try cutOff("2013-02-28T00:00:00Z") == DeclaredTime.microseconds("2013-02-28T00:00:00Z"))
    #expect(try cutOff("2026-11-30T19:00") == DeclaredTime.microseconds("2026-11-30T12:00:00Z"))
    #expect { try cutOff("2026-11-30T19:00:01") } throws: {
      "\($0)" == "as_of 2026-11-30T19:00:01: is to come; allowed are times up to 2026-11-30T12:00:00Z"
    }
    #expect(try FolderDeclaration().cutOff(in: jakarta, now: 0) == nil)
  }

  @Test(
    "says in one line what is wrong with it",
    arguments: [
      (
        #"{"timezone": "UTC"}"#, "dataset.json: timezone: is not known; allowed are region, time_zone, times, as_of and"
      ),
      (#"{"region": "Here!"}"#, "dataset.json: region: allowed is a text of 1 to 64 of a-z"),
      (#"{"time_zone": "Mars/Olympus"}"#, "dataset.json: time_zone: allowed is a name of the tz database such as"),
      (#"{"times": "Local"}"#, #"dataset.json: times: allowed is "utc" and "local""#),
      (#"{"as_of": "2013-02-30"}"#, "dataset.json: as_of: allowed is ISO 8601 such as"),
      (#"{"as_of": 1362009600}"#, "dataset.json: as_of: allowed is ISO 8601 such as"),
      (#"{"history_days": 0}"#, "dataset.json: history_days: allowed is a whole number from 1 to 3650"),
      (#"{"history_days": 1.5}"#, "dataset.json: history_days: allowed is a whole number from 1 to 3650"),
      (#"{"region": null}"#, "dataset.json: region: allowed is a text of"),
      ("{\n\"region\": \"a\",\n", "dataset.json:3: not JSON: expected"), ("", "dataset.json:1: "),
      ("[]", "dataset.json:1: "),
      ("{\"region\": \"\u{0}\"}", "dataset.json:1: "), (#"{"region": "a", "region": "b"}"#, "dataset.json:1: "),
    ])
  func wrong(text: String, said: String) {
    #expect(error(text).hasPrefix(said), "\(error(text))")
    #expect(!error(text).contains("\n"))
  }

  @Test("several faults are told together")
  func several() {
    #expect(error(#"{"b": 1, "times": 1}"#).split(separator: "\n").count == 2)
  }

  @Test("in other letters, or no readable file, it is refused, not passed over")
  func spelling() throws {
    #expect(
      error("{}", as: "Dataset.JSON")
        == "Dataset.JSON: is read only as dataset.json; rename it, or take it out of the folder")
    let folder = try TemporaryFolder()
    mkfifo(folder.path + "/dataset.json", 0o600)
    defer { unlink(folder.path + "/dataset.json") }
    #expect { try FolderDeclaration(folder: folder.path) } throws: {
      "\($0)" == "dataset.json: is no file; allowed is a file, or a link to one"
    }
    #expect { try FolderDeclaration(folder: "/nowhere") } throws: { "\($0)".hasPrefix("the folder /nowhere cannot") }
  }

  @Test("no other file is missed for it, and it is not told as one that is not read")
  func remark() throws {
    let folder = try TemporaryFolder([
      "dataset.json": "{}", "venues.csv": "venue_id,category_path\nc,Food\n", "datasets.json": "{}",
      "checkins.csv": "user_id,venue_id,time\n1,c,2025-01-06T08:00\n",
    ])
    #expect(
      try folder.imported().report.remarks == ["datasets.json is not read; a declaration is named dataset.json"])
  }
}

/// Times of tests, written as they are read.
enum DeclaredTime {
  static func microseconds(_ text: String) -> Int64? {
    try? FolderDeclaration(asOf: text).cutOff(in: .utc, now: .max)
  }
}
