import Ingest
import Population
import Testing

@Suite("Zones and items of a folder", .timeLimit(.minutes(2)))
struct ZoneFileTests {
  private static let needed = [
    "venues.csv": """
    venue_id,category_path
    park,Outdoors & Recreation>Park
    cafe,Food>Coffee Shop
    shop,Shop & Service>Clothing Store
    bank,Shop & Service>Bank
    mart,Shop & Service>Market
    clinic,Medical Center
    flat,Residence>Home (private)

    """,
    "checkins.csv": "user_id,venue_id,time\n1,shop,2025-01-06T08:00\n1,park,2025-01-06T09:00\n",
    "zones.csv": "venue_id,zone_id\npark,south\nshop,north\ncafe,north\nbank,south\nclinic,north\nflat,north\n",
    "regions.csv": "zone_id,region_id\nnorth,inner\nsouth,inner\n",
  ]

  private func imported(_ files: [String: String?] = [:]) throws -> (sink: Collector, report: ImportReport) {
    let all = Self.needed.mapValues(Optional.some).merging(files) { $1 }.compactMapValues(\.self)
    return try TemporaryFolder(all).imported()
  }

  private func error(_ files: [String: String?]) -> String {
    do { return "imported \(try imported(files).report.people)" } catch { return "\(error)" }
  }

  private func place(_ id: String) -> UInt64 { PublicID.place(id.utf8) }

  @Test("zones come in order of first mention; shops are the items, and only visits elsewhere count for a zone")
  func defaults() throws {
    let (sink, report) = try imported()
    let map = try #require(sink.map)
    #expect(map.map.zones == [.init(id: "south", area: 0), .init(id: "north", area: 0)] && map.map.areas == ["inner"])
    #expect(map.map.items == [.init(id: "shop", zone: 1), .init(id: "mart", zone: nil)])
    #expect(map.zoneOfPlace == [place("park"): 0, place("cafe"): 1, place("bank"): 0])
    #expect(report.zones == 2 && report.items == 2)
  }

  @Test("who adopted what changes nothing of the items")
  func publicList() throws {
    let adopted = "user_id,item_id,time\n1,gadget,2025-01-06T08:00\n2,cafe,2025-01-06T08:00\n"
    let (sink, report) = try imported(["adoptions.csv": adopted])
    #expect(sink.map == (try imported().sink.map))
    #expect(report.remarks.contains { $0.contains("name the items in items.csv") })
  }

  @Test("items of a file are those that count, shops or not; other shops still count for no zone")
  func items() throws {
    let files = [
      "items.csv": "item_id,zone_id\ngadget,south\nmart,\nshop,\n",
      "adoptions.csv": "user_id,item_id,time\n1,gadget,2025-01-06T08:00\n1,other,2025-01-06T08:00\n",
    ]
    let (sink, _) = try imported(files)
    let map = try #require(sink.map)
    #expect(map.map.items.map(\.id) == ["gadget", "mart", "shop"] && map.map.items.map(\.zone) == [0, nil, 1])
    let adopted = try #require(sink.people.first).adoptions.map(\.item)
    #expect(adopted.compactMap(map.item) == [0] && adopted.count == 2)
    let fewer = try imported(["items.csv": "item_id\nmart\n"]).sink.map
    #expect(fewer?.zoneOfPlace[place("shop")] == nil && fewer?.map.items == [.init(id: "mart", zone: nil)])
  }

  @Test("without zones there is no map, and what belongs to zones is told")
  func withoutZones() throws {
    let (sink, report) = try imported(["zones.csv": nil, "items.csv": "item_id\nx\n"])
    #expect(sink.map == nil && report.zones == 0)
    #expect(report.remarks == ["items.csv is not read without zones", "regions.csv is not read without zones"])
  }

  @Test("what is wrong is told with file, line, column and what is allowed")
  func errors() {
    #expect(
      error(["zones.csv": "venue_id,zone_id\npark,a\nmoon,a\n"])
        == "zones.csv:3: column venue_id: \"moon\" is not in venues")
    #expect(
      error(["zones.csv": "venue_id,zone_id\npark,a\npark,b\n", "regions.csv": nil])
        == "zones.csv:3: column venue_id: \"park\" stands twice")
    #expect(
      error(["zones.csv": "venue_id,zone_id\npark,\n", "regions.csv": nil])
        == "zones.csv:2: column zone_id: is 0 bytes long; 1 to 256 are allowed")
    #expect(error(["zones.csv": "venue_id,zone_id\n"]) == "zones.csv: has a header row and no others; a row is needed")
    #expect(
      error(["regions.csv": "zone_id,region_id\nwest,inner\n"])
        == "regions.csv:2: column zone_id: \"west\" is not in zones")
    #expect(
      error(["regions.csv": "zone_id,region_id\nnorth,inner\nnorth,outer\n"])
        == "regions.csv:3: column zone_id: \"north\" stands twice")
    #expect(
      error(["items.csv": "item_id,zone_id\nx,west\n"]) == "items.csv:2: column zone_id: \"west\" is not in zones")
    #expect(error(["items.csv": "item_id\nx\nx\n"]) == "items.csv:3: column item_id: \"x\" stands twice")
  }

  @Test("257 zones and 20,001 items are refused at the line of the first too many")
  func tooMany() {
    let venues = (0...256).map { "v\($0),Food\n" }.joined()
    let zones = (0...256).map { "v\($0),z\($0)\n" }.joined()
    let checkins = "user_id,venue_id,time\n1,v1,2025-01-06T08:00\n"
    #expect(
      error([
        "venues.csv": "venue_id,category_path\n" + venues, "zones.csv": "venue_id,zone_id\n" + zones,
        "regions.csv": nil, "checkins.csv": checkins,
      ]) == "zones.csv:258: column zone_id: \"z256\" is one too many; up to 256 zones of a region are allowed")
    let items = (0...20_000).map { "i\($0)\n" }.joined()
    #expect(
      error(["items.csv": "item_id\n" + items])
        == "items.csv:20002: column item_id: is one too many; up to 20000 items of a region are allowed")
  }

  @Test("a live region's zones are replaced and its items stay, each where the new file or the old map has it")
  func replaced() throws {
    let folder = try TemporaryFolder([
      "z1.csv": "venue_id,zone_id\npark,a\nshop,b\n", "i.csv": "item_id,zone_id\nshop,\ngadget,b\n",
      "z2.csv": "venue_id,zone_id\nshop,c\nquay,b\n", "z3.csv": "venue_id,zone_id\nshop,c\n",
    ])
    let names = Pseudonymizer(secret: [7])
    let earlier = EarlierNumbers(names, in: [.spots, .partner("acme")])
    let first = try MapFiles.zones(path: folder.path + "/z1.csv", areas: nil, over: nil, earlier: earlier)
    let stocked = try MapFiles.items(path: folder.path + "/i.csv", over: first, earlier: earlier)
    #expect(stocked.map.items == [.init(id: "shop", zone: 1), .init(id: "gadget", zone: 1)])
    #expect(stocked.zoneOfPlace == [place("park"): 0])
    for namespace in [SubjectNamespace.spots, .partner("acme")] {
      #expect(stocked.zone(ofPlace: try names.place("park".utf8, in: namespace)) == 0)
      #expect(stocked.item(try names.item("gadget".utf8, in: namespace)) == 1)
      #expect(stocked.item(try names.place("shop".utf8, in: namespace)) == 0, "an adoption of the place")
    }
    #expect(stocked.item(try names.item("gadget".utf8, in: .partner("other"))) == nil)
    let moved = try MapFiles.zones(path: folder.path + "/z2.csv", areas: nil, over: stocked, earlier: earlier)
    #expect(moved.map.zones.map(\.id) == ["c", "b"] && moved.map.items.map(\.zone) == [0, 1])
    #expect(moved.zoneOfPlace == [place("quay"): 1])
    #expect(moved.item(try names.item("gadget".utf8, in: .spots)) == 1)
    #expect(moved.zone(ofPlace: try names.place("park".utf8, in: .spots)) == nil)
    #expect { try MapFiles.zones(path: folder.path + "/z3.csv", areas: nil, over: stocked, earlier: earlier) } throws: {
      "\($0)".hasSuffix("has no zone \"b\", in which item \"gadget\" stands; import items without it first")
    }
  }

  @Test("zones keep their areas where no file says what these are, and areas without a zone go")
  func keptAreas() throws {
    let folder = try TemporaryFolder([
      "z1.csv": "venue_id,zone_id\npark,a\nquay,b\npub,c\n", "r1.csv": "zone_id,region_id\na,west\nb,east\nc,east\n",
      "z2.csv": "venue_id,zone_id\npub,c\npark,d\nquay,b\n", "r2.csv": "zone_id,region_id\nd,south\n",
    ])
    let earlier = EarlierNumbers(Pseudonymizer(secret: [7]), in: [])
    func zones(_ file: String, _ areas: String?, over old: RegisteredMap?) throws -> ZoneMap {
      try MapFiles.zones(
        path: "\(folder.path)/\(file)", areas: areas.map { "\(folder.path)/\($0)" }, over: old, earlier: earlier
      ).map
    }
    let first = try MapFiles.zones(
      path: folder.path + "/z1.csv", areas: folder.path + "/r1.csv", over: nil, earlier: earlier)
    #expect(first.map.areas == ["west", "east"])
    let kept = try zones("z2.csv", nil, over: first)
    #expect(
      kept.areas == ["east"] && kept.zones.map(\.id) == ["c", "d", "b"] && kept.zones.map(\.area) == [0, nil, 0])
    let told = try zones("z2.csv", "r2.csv", over: first)
    #expect(told.areas == ["south"] && told.zones.map(\.area) == [nil, 0, nil])
  }
}
