import Glibc
import Ingest
import Population
import Testing

@Suite("Files of a folder", .timeLimit(.minutes(2)))
struct FolderTests {
  private static let good = [
    "venues.csv": "venue_id,category_path\nc,Food>Coffee Shop\n",
    "checkins.csv": "user_id,venue_id,time\n1,c,2025-01-06T08:00\n",
  ]

  private func folder(_ files: [String: String] = [:]) throws -> TemporaryFolder {
    try TemporaryFolder(Self.good.merging(files) { $1 })
  }

  private func error(_ folder: TemporaryFolder) -> String {
    do { return "imported \(try folder.imported().report.people)" } catch { return "\(error)" }
  }

  @Test("a link whose file is gone, a folder and a pipe are no absent file")
  func unreadable() throws {
    let dangling = try folder()
    symlink("nowhere", dangling.path + "/people.csv")
    defer { unlink(dangling.path + "/people.csv") }
    #expect(error(dangling) == "people.csv: cannot be opened: No such file or directory")
    let nested = try folder()
    mkdir(nested.path + "/people.csv", 0o700)
    defer { rmdir(nested.path + "/people.csv") }
    #expect(error(nested) == "people.csv: is no file; allowed is a file, or a link to one")
    let pipe = try folder()
    mkfifo(pipe.path + "/sessions.csv.gz", 0o600)
    defer { unlink(pipe.path + "/sessions.csv.gz") }
    #expect(error(pipe) == "sessions.csv.gz: is no file; allowed is a file, or a link to one")
  }

  @Test("a folder that is not there is named")
  func missing() {
    var sink = Collector()
    #expect { try Import.run(folder: "/nowhere", options: .here(), into: &sink) } throws: {
      "\($0)" == "the folder /nowhere cannot be read: No such file or directory"
    }
  }

  @Test("a file or column in other letters is refused with the name it should have")
  func spelling() throws {
    #expect(
      error(try folder(["People.csv": "user_id\n"]))
        == "People.csv: is read only as people.csv; rename it, or take it out of the folder")
    #expect(
      error(try folder(["friendships.CSV.gz": "x"])).hasPrefix("friendships.CSV.gz: is read only as friendships.csv.gz")
    )
    let column = error(try folder(["venues.csv": "venue_id,category_path,Lat, lon\nc,Food,1,1\n"]))
    #expect(column == "venues.csv:1: column Lat: is read only as lat; rename it")
  }

  @Test("a file with a name like one that is read, another file and a column that nobody reads are told")
  func remarks() throws {
    let files = [
      "friendship.csv": "user_a,user_b\n1,2\n", "check_ins.csv": "", "people.csv.bz2": "", "README.md": "",
      "venues.csv": "venue_id,category_path,stars\nc,Food,5\n", "shares.csv": "user_id,time\n",
    ]
    let report = try folder(files).imported().report
    #expect(
      report.remarks == [
        "README.md is not read", "check_ins.csv is not read; if it holds checkins, name it checkins.csv",
        "friendship.csv is not read; if it holds friendships, name it friendships.csv",
        "people.csv.bz2 is not read; if it holds people, name it people.csv",
        "venues.csv: columns that are not read: stars", "shares.csv: has a header row and no others",
      ])
    #expect(report.connections == 0)
  }

  @Test("a file without rows that the import lives on is refused")
  func headerOnly() throws {
    #expect(
      error(try folder(["checkins.csv": "user_id,venue_id,time\n"]))
        == "checkins.csv: has a header row and no others; a row is needed")
    #expect(error(try folder(["venues.csv": "venue_id,category_path\n"])).hasPrefix("venues.csv: has a header row"))
  }

  @Test("rows that cannot be are refused, each with its line, all of a file together")
  func rows() throws {
    let venues = """
      venue_id,category_path,lat,lon,price_tier
      a,Food,1.5,,
      b,Food,,1.5,
      c,Food,91,1,2.6
      d,Food,,,3.0

      """
    #expect(
      error(try folder(["venues.csv": venues]))
        == """
        venues.csv:2: column lon: is empty and lat is not; a position needs both
        venues.csv:3: column lat: is empty and lon is not; a position needs both
        venues.csv:4: column lat: "91" is not a number from -90.0 to 90.0
        venues.csv:4: column price_tier: "2.6" is not a whole number from 1 to 4
        """)
    #expect(
      error(try folder(["venues.csv": "venue_id,category_path,lat\nc,Food,1\n"]))
        == "venues.csv:1: column lon: is missing; the header row has venue_id, category_path, lat")
    let checkins = """
      user_id,venue_id,time,leave
      1,c,2025-01-06T08:00,2025-01-06T07:00
      1,c,2099-01-06T08:00,
      1,c,2025-01-06T08:00,2025-01-06T08:00
      ,z,yesterday,

      """
    #expect(
      error(try folder(["checkins.csv": checkins]))
        == """
        checkins.csv:2: column leave: lies before time
        checkins.csv:3: column time: "2099-01-06T08:00" lies in the future; allowed are times up to 2026-12-01T12:00:00Z
        checkins.csv:5: column user_id: is empty; a value is needed
        checkins.csv:5: column time: "yesterday" is not a time; allowed are times like 2012-04-03T14:01, \
        2012-04-03 14:01:30.5, 2012-04-03T14:01:30+07:00
        checkins.csv:5: column venue_id: "z" is not in venues
        """)
  }

  @Test("of two rows of one person the later one decides, and its no withdraws")
  func consentTwice() throws {
    let people = """
      user_id,age_band,consent_behavior,consent_personality,consent_network,consent_experiments
      1,25_30,1,1,1,1
      1,,0,1,,0

      """
    let person = try folder(["people.csv": people]).imported(.here(consent: .column)).sink.people[0].person
    #expect(person.consents == [.personality] && person.ageBand.name == "25_30")
    #expect(person.withdrawals == [.behavior, .experiments])
  }

  @Test("a gzip file that is filled up with zero bytes is read, and told; with something behind them it is refused")
  func padding() throws {
    func folder(_ tail: [UInt8]) throws -> TemporaryFolder {
      let folder = try TemporaryFolder(["venues.csv": Self.good["venues.csv"] ?? ""])
      try folder.write(GzipFixture.first + tail, as: "checkins.csv.gz")
      return folder
    }
    let report = try folder(Array(repeating: 0, count: 100_000)).imported().report
    #expect(report.visits == 1)
    #expect(report.remarks == ["checkins.csv.gz: 100000 zero bytes after the gzip data are left out"])
    #expect(
      error(try folder([0, 0, 7])) == "checkins.csv.gz: holds something else behind 2 zero bytes after its gzip data")
  }

  @Test("places and visits are counted by category, with the sensitive ones and the names that no table knows")
  func categories() throws {
    let venues = """
      venue_id,category_path
      c,Food>Coffee Shop
      h,Home
      o,Health and Medicine > Physician > Oncologist
      x,amenity=bench
      y,amenity=bench
      n,

      """
    let rows = "cchooxxxyn".map { "1,\($0),2025-01-06T08:00\n" }.joined()
    let report = try folder(["venues.csv": venues, "checkins.csv": "user_id,venue_id,time\n" + rows]).imported().report
    #expect(
      report.categories.lines.map { $0.split(separator: " ").joined(separator: " ") } == [
        "category places visits", "home 1 1", "coffee 1 2", "other 3 5", "dropped as sensitive 1 2",
        "WARNING: names of categories that are not known: 1; their 2 places and 4 visits count as other:",
        "amenity=bench 2 4",
      ])
    #expect(report.sensitiveVenues == 1 && report.sensitiveVisits == 2)
  }

  @Test("how far it is is told while files are read and people handed on")
  func progress() throws {
    let rows = (0..<10_000).map { "\($0),c,2025-01-06T08:00\n" }.joined()
    let folder = try folder(["checkins.csv": "user_id,venue_id,time\n" + rows])
    var (steps, sink) = ([ImportStep](), Collector())
    try Import.run(folder: folder.path, options: .here(), into: &sink) { steps.append($0) }
    let read = steps.compactMap {
      if case .reading(let bytes, let all) = $0 { Double(bytes) / Double(all) } else { nil }
    }
    #expect(read == read.sorted() && read.last == 1 && read.contains { $0 > 0.2 && $0 < 0.8 })
    #expect(steps.contains(.storing(people: 4_096, of: 10_000)))
  }
}
