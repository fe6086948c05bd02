import Ingest
import Population
import Testing

@Suite("Errors of an import", .timeLimit(.minutes(2)))
struct ImportErrorTests {
  private static let good = [
    "venues.csv": "venue_id,category_path\nc,Food>Coffee Shop\n",
    "checkins.csv": "user_id,venue_id,time\n1,c,2025-01-06T08:00\n",
  ]

  private func error(_ files: [String: String?], _ options: ImportOptions = .here()) throws -> String {
    var all = Self.good
    for (name, text) in files { all[name] = text }
    let folder = try TemporaryFolder(all)
    do {
      _ = try folder.imported(options)
      return "none"
    } catch {
      return "\(error)"
    }
  }

  @Test("an error says file, line, column, what is wrong and what is allowed")
  func values() throws {
    let time = try error(["checkins.csv": "user_id,venue_id,time\n1,c,2025-01-06T08:00\n1,c,2025-13-06T08:00\n"])
    #expect(time.hasPrefix("checkins.csv:3: column time: \"2025-13-06T08:00\" is not a time; allowed are"))
    let venue = try error(["checkins.csv": "user_id,venue_id,time\n\n1,z,2025-01-06T08:00\n"])
    #expect(venue == "checkins.csv:3: column venue_id: \"z\" is not in venues")
    let user = try error(["checkins.csv": "user_id,venue_id,time\n,c,2025-01-06T08:00\n"])
    #expect(user == "checkins.csv:2: column user_id: is empty; a value is needed")
    let latitude = try error(["venues.csv": "venue_id,category_path,lat,lon\nc,Food,91,0\n"])
    #expect(latitude == "venues.csv:2: column lat: \"91\" is not a number from -90.0 to 90.0")
    let age = try error(["people.csv": "user_id,age_band\n1,25_31\n"])
    #expect(age.hasPrefix("people.csv:2: column age_band: \"25_31\" is not an age band; allowed are"))
    let category = try error(["adoptions.csv": "user_id,item_id,time,category\n1,i,2025-01-06,toys\n"])
    #expect(category.contains("allowed are home, work, education"))
    #expect(try error(["sessions.csv": "user_a,user_b,time\n1,1,2025-01-06\n"]).hasSuffix("a session needs two people"))
  }

  @Test("missing files and columns, and files that are there twice, are named")
  func shape() throws {
    #expect(try error(["checkins.csv": nil]).contains("checkins or visits is needed in the folder"))
    #expect(try error(["visits.csv": "user_id,venue_id,arrive\n"]).contains("not both"))
    #expect(try error(["venues.csv": nil]).contains("venues.csv or venues.csv.gz is needed"))
    #expect(try error(["venues.csv.gz": "x"]).hasPrefix("venues.csv: is there a second time as venues.csv.gz"))
    let column = try error(["checkins.csv": "user_id,venue,time\n"])
    #expect(column == "checkins.csv:1: column venue_id: is missing; the header row has user_id, venue, time")
    #expect(try error(["checkins.csv": ""]) == "checkins.csv: is empty; a header row is needed")
    #expect(try error(["checkins.csv": "user_id,user_id\n"]).contains("stands twice in the header row"))
    #expect(try error([:], .here(consent: .column)).hasPrefix("people.csv: is needed for consent by column"))
    #expect(try error(["venues.csv": "venue_id,category_path\nc,Food\nc,Food\n"]).contains("\"c\" stands twice"))
  }

  @Test("records with the wrong number of fields, stray quotes and open quotes are refused")
  func csv() throws {
    let fields = try error(["checkins.csv": "user_id,venue_id,time\n1,c\n"])
    #expect(fields == "checkins.csv:2: has 2 fields; the header row has 3 columns")
    #expect(try error(["venues.csv": "venue_id,category_path\nc,a\"b\n"]).contains("a quote stands within a field"))
    #expect(try error(["venues.csv": "venue_id,category_path\nc,\"a\nb\n"]).contains("venues.csv:2: a quoted field"))
    let long = String(repeating: "x", count: 1_200_000)
    #expect(try error(["venues.csv": "venue_id,category_path\nc,\(long)\n"]).contains("longer than 1048576 bytes"))
  }

  @Test("options that make no sense are refused before a file is read")
  func options() throws {
    var options = ImportOptions.here()
    options.region = "Here!"
    #expect(try error([:], options).contains("is not a region id; allowed are"))
    options = .here()
    options.timeZone = "Mars/Olympus"
    #expect(try error([:], options).contains("is not a time zone"))
  }

  @Test("a folder with an error delivers nothing")
  func nothing() throws {
    let folder = try TemporaryFolder(Self.good.merging(["friendships.csv": "user_a\n1\n"]) { $1 })
    var sink = Collector()
    #expect(throws: IngestError.self) { try Import.run(folder: folder.path, options: .here(), into: &sink) }
    #expect(sink.declaration == nil && sink.people.isEmpty)
  }

  @Test("damaged and cut gzip files are refused, several members are read as one file")
  func gzip() throws {
    func imported(_ bytes: [UInt8]) throws -> ImportReport {
      let folder = try TemporaryFolder(["venues.csv": Self.good["venues.csv"] ?? ""])
      try folder.write(bytes, as: "checkins.csv.gz")
      return try folder.imported().report
    }
    #expect(try imported(GzipFixture.first + GzipFixture.second).visits == 2)
    let cut = IngestError(file: "checkins.csv.gz", reason: "the gzip data ends too early")
    #expect(throws: cut) { try imported(Array(GzipFixture.first.dropLast(9))) }
    var damaged = GzipFixture.first
    damaged[damaged.count - 6] ^= 0xFF
    let broken = IngestError(file: "checkins.csv.gz", reason: "the gzip data is damaged")
    #expect(throws: broken) { try imported(damaged) }
    #expect(throws: broken) { try imported(GzipFixture.first + [1, 2, 3]) }
  }

  @Test("quoted fields, doubled quotes, line ends within quotes, CRLF and a byte order mark are read")
  func quoting() throws {
    let folder = try TemporaryFolder([
      "venues.csv": "\u{FEFF}venue_id,category_path\r\n\"a,1\",\"Food>Coffee Shop\"\r\n\"b\"\"\n2\",Food\r\n",
      "checkins.csv": "time,venue_id,user_id\n2025-01-06 08:00:00.25+07:00,\"a,1\",1\n2025-01-06,\"b\"\"\n2\",1",
    ])
    let visits = try folder.imported().sink.people[0].visits
    #expect(visits.map(\.category) == [.food, .coffee])
    #expect(visits[1].arrive == 1_736_125_200_250_000)
    #expect(visits[0].arrive == 1_736_121_600_000_000)
  }

  @Test(
    "times that are none are refused",
    arguments: [
      "2025-02-29", "2025-1-6", "2025-01-06T24:00", "2025-01-06T08", "2025-01-06T08:00:00X", "173612160", "17361216000",
      "",
    ])
  func times(text: String) throws {
    let message = try error(["checkins.csv": "user_id,venue_id,time\n1,c,\(text)\n"])
    #expect(message.hasPrefix("checkins.csv:2: column time:"))
  }
}
