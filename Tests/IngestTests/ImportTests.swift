import Ingest
import Population
import Testing

@Suite("Import of a folder", .timeLimit(.minutes(2)))
struct ImportTests {
  private static let venues = """
    venue_id,category_path,category_root,lat,lon
    h,Residence>Home (private),Residence,40.123,-74.5
    c,Food>Coffee Shop,Food,40.7181,-74.0049
    f,Food>Pizza Place,Food,40.7281,-74.0149
    m,Professional & Other Places>Medical Center,Professional & Other Places,40.7,-74.0
    x,,,,

    """

  private func folder(checkins: String, _ more: [String: String] = [:]) throws -> TemporaryFolder {
    var files = ["venues.csv": Self.venues, "checkins.csv": "user_id,venue_id,time\n" + checkins]
    files.merge(more) { $1 }
    return try TemporaryFolder(files)
  }

  @Test("check-ins become visits: sensitive places dropped, homes without place, doubles once, coordinates coarse")
  func checkins() throws {
    let folder = try folder(
      checkins: """
        1,c,2025-01-06T08:00
        1,h,2025-01-06T21:00
        1,m,2025-01-06T10:00
        1,c,2025-01-06T08:00
        2,x,2025-01-06T12:00:30Z
        """)
    let (sink, report) = try folder.imported()
    #expect(report.visitsRead == 5 && report.visits == 3)
    #expect(report.sensitiveVisits == 1 && report.sensitiveVenues == 1)
    #expect(report.duplicateVisits == 1 && report.homeVisits == 1)
    let first = try #require(sink.people.first)
    #expect(first.visits.map(\.category) == [.coffee, .home])
    #expect(first.visits[0].coordinate == CoarseCoordinate(latitude: 4_072, longitude: -7_400))
    #expect(first.visits[1].place == Visit.noPlace && first.visits[1].coordinate == nil)
    #expect(first.visits[0].arrive == 1_736_150_400 * RegionCalendar.second)
    #expect(sink.people[1].visits[0].category == .other)
    #expect(sink.declaration?.sources == [.visits, .coordinates, .adoptions])
    #expect(sink.isFinished && sink.declaration?.isSimulated == false)
  }

  @Test("a person is the same in every region and file; another secret or namespace is another person")
  func pseudonyms() throws {
    let folder = try folder(checkins: "1,c,2025-01-06T08:00\n")
    var other = ImportOptions.here()
    other.pseudonymizer = Pseudonymizer(secret: Array("another pepper for tests".utf8))
    var elsewhere = ImportOptions.here()
    elsewhere.region = "there"
    var unrelated = ImportOptions.here()
    unrelated.namespace = try #require(SubjectNamespace(named: "survey"))
    let people = try [.here(), other, elsewhere, unrelated].map { try folder.imported($0).sink.people[0] }
    #expect(people[0].person.agent == people[2].person.agent)
    #expect(Set(people.map(\.person.agent)).count == 3)
  }

  @Test("the places of venues are the region's own, public ones; homes are not")
  func places() throws {
    let folder = try folder(checkins: "1,c,2025-01-06T08:00\n1,h,2025-01-06T09:00\n")
    let sink = try folder.imported().sink
    #expect(sink.places.contains(PublicID.place("c".utf8)))
    #expect(!sink.places.contains(PublicID.place("h".utf8)) && !sink.places.contains(Visit.noPlace))
    #expect(sink.people[0].visits.map(\.place) == [PublicID.place("c".utf8), Visit.noPlace])
  }

  @Test("two people at home at the same time share nothing that could tell that it is one home")
  func homes() throws {
    let folder = try folder(checkins: "1,h,2025-01-06T08:00\n2,h,2025-01-06T08:00\n")
    let people = try folder.imported().sink.people
    #expect(people[0].visits == people[1].visits)
    #expect(people[0].visits[0].id == Mixing.mix(Mixing.mix(UInt64(people[0].visits[0].arrive))))
  }

  @Test("consent is nobody's unless said, everybody's who does not say no, or as a column says")
  func consent() throws {
    let people = """
      user_id,age_band,consent_behavior,consent_personality,consent_network,consent_experiments,consent_affinity
      1,25_30,1,0,yes,,1
      2,unknown,0,0,0,0,0

      """
    let folder = try folder(checkins: "1,c,2025-01-06T08:00\n3,c,2025-01-06T08:00\n", ["people.csv": people])
    func consents(_ consent: ImportOptions.Consent) throws -> [ConsentSet] {
      try folder.imported(.here(consent: consent)).sink.people.map(\.person.consents)
    }
    #expect(try consents(.none) == [[], [], []])
    #expect(try consents(.all) == [ConsentSet.all.subtracting(.personality), [], .all])
    #expect(try consents(.column) == [[.behavior, .network, .affinity], [], []])
    let byColumn = try folder.imported(.here(consent: .column)).sink.people
    #expect(byColumn.map(\.person.withdrawals) == [.personality, .all, []])
    #expect(byColumn.map(\.person.ageBand.name) == ["25_30", "unknown", "unknown"])
    // A delivery is dated by the store.
    #expect(byColumn.allSatisfy { $0.person.consentedAt == 0 })
  }

  @Test("friendships count while both ends hold fewer than 50, in the order of the file")
  func degreeBound() throws {
    let pairs = (1...60).map { "hub,\($0)" }.joined(separator: "\n")
    let folder = try folder(
      checkins: "1,c,2025-01-06T08:00\n", ["friendships.csv": "user_a,user_b\n\(pairs)\n1,hub\n2,2\n"])
    let (sink, report) = try folder.imported()
    #expect(report.connections == 50 && report.uncountedConnections == 10 && report.droppedConnections == 2)
    let hub = try #require(sink.people.first { $0.connections.count == 60 })
    #expect(hub.connections.count { $0.slots != nil } == 50)
    #expect(hub.connections.prefix(50).allSatisfy { $0.slots != nil })
    #expect(sink.people.count == 61 && report.people == 61)
  }

  @Test("in check-ins an adoption is the first visit to a place that is no home")
  func adoptions() throws {
    let folder = try folder(
      checkins: """
        1,c,2025-01-06T08:00
        1,h,2025-01-06T21:00
        1,c,2025-01-07T08:00
        2,c,2025-01-09T08:00
        """, ["friendships.csv": "user_a,user_b\n1,2\n"])
    let (sink, report) = try folder.imported()
    #expect(report.adoptions == 2)
    let (first, second) = (sink.people[0], sink.people[1])
    #expect(first.adoptions.count == 1 && first.adoptions[0].item == first.visits[0].place)
    #expect(second.adoptions.map(\.item) == first.adoptions.map(\.item))
    #expect(first.connections.map(\.slots) == [Tie.Slots(own: 0, peer: 0)])
  }

  @Test("the full shape brings dwell, onboarding, experiences, shares, adoptions and sessions")
  func fullShape() throws {
    let dimensions = Dimension.allCases.map(\.name).joined(separator: ",")
    let folder = try TemporaryFolder([
      "venues.csv": "venue_id,category_path,price_tier\nc,Food>Coffee Shop,3\nm,Medical Center,\n",
      "visits.csv": "user_id,venue_id,arrive,leave,first_visit\n1,c,2025-01-06T08:00,2025-01-06T08:40,yes\n",
      "onboarding.csv": "user_id,answered_at,\(dimensions)\n1,2025-01-01,0.25,,1,0,0,0,0,0,0,0,0,0\n",
      "experiences.csv": "user_id,time,venue_id\n1,2025-01-06T09:00,c\n1,2025-01-06T09:00,m\n",
      "shares.csv": "user_id,time\n1,2025-01-06T10:00\n",
      "adoptions.csv": "user_id,item_id,time,category\n2,lamp,2025-01-05T10:00,shopping\n",
      "sessions.csv": "user_a,user_b,time\n1,2,2025-01-06T11:00\n2,1,2025-01-06T12:00\n",
    ])
    let (sink, report) = try folder.imported()
    #expect(sink.declaration?.sources == RegionSources.all.subtracting([.coordinates, .compatibility, .learning]))
    let person = sink.people[0]
    #expect(person.visits[0].leave == person.visits[0].arrive + 40 * RegionCalendar.minute)
    #expect(person.visits[0].priceTier == 3 && person.visits[0].firstVisitHint == true)
    #expect(person.person.statedDimensions.prefix(3) == [250_000, nil, 1_000_000])
    #expect(person.actions.map(\.kind) == [.experience, .share, .ai2aiSession, .ai2aiSession])
    #expect(report.sensitiveActions == 1)
    #expect(person.connections.count == 1 && person.connections[0].sessions == 2)
    #expect(person.connections[0].last - person.connections[0].first == RegionCalendar.hour)
    #expect(sink.people[1].adoptions[0].category == .shopping)
  }

  @Test("people are counted at the given cut-off; rows behind it are kept, told and not counted")
  func cutOff() throws {
    let visits = (10..<24).map { "1,c,2025-03-\($0)T12:00\n" }.joined()
    let folder = try folder(checkins: visits + "2,f,2025-04-02T12:00\n")
    func imported(asOf day: Int) throws -> (sink: Collector, report: ImportReport) {
      try folder.imported(.here(asOf: 1_741_564_800_000_000 + Int64(day - 10) * RegionCalendar.day))
    }
    let (sink, report) = try imported(asOf: 20)
    #expect(report.eligible == 1 && report.laterRows == 6)
    #expect(sink.people.map(\.visits.count) == [14, 1])
    #expect(sink.declaration?.asOf == 1_742_428_800_000_000 && sink.declaration?.historyDays == nil)
    #expect(try imported(asOf: 19).report.eligible == 0)
  }

  @Test("the order of lines makes no difference to anybody's rows")
  func permutation() throws {
    let lines = (0..<40).map { "\($0 % 4),\($0 % 3 == 0 ? "f" : "c"),2025-01-\(10 + $0 / 2)T0\($0 % 10):00" }
    var random = SplitMix64(seed: 4)
    func rows(_ lines: [String]) throws -> [AgentID: [Visit]] {
      let people = try folder(checkins: lines.joined(separator: "\n")).imported().sink.people
      return Dictionary(uniqueKeysWithValues: people.map { ($0.person.agent, $0.visits) })
    }
    let expected = try rows(lines)
    for _ in 0..<5 { #expect(try rows(lines.shuffled(using: &random)) == expected) }
  }
}
