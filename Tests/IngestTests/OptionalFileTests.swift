import Ingest
import Population
import Testing

@Suite("Files that a folder may have", .timeLimit(.minutes(2)))
struct OptionalFileTests {
  private func imported(
    _ files: [String: String], _ options: ImportOptions = .here()
  ) throws -> (sink: Collector, report: ImportReport) {
    let needed = [
      "venues.csv": "venue_id,category_path\nc,Food>Coffee Shop\nm,Medical Center\n",
      "checkins.csv": "user_id,venue_id,time\n1,c,2025-01-06T08:00\n",
    ]
    return try TemporaryFolder(needed.merging(files) { $1 }).imported(options)
  }

  private func error(_ files: [String: String], _ options: ImportOptions = .here()) -> String {
    do { return "imported \(try imported(files, options).report.people)" } catch { return "\(error)" }
  }

  @Test("consent by column needs all of its columns and a yes or no in each")
  func consentColumns() {
    let options = ImportOptions.here(consent: .column)
    #expect(
      error(["people.csv": "user_id,consent_behavior,consent_personality,consent_network\n"], options)
        .hasPrefix("people.csv:1: column consent_experiments: is missing"))
    let header = "user_id,consent_behavior,consent_personality,consent_network,consent_experiments\n"
    #expect(
      error(["people.csv": header + "1,1,1,perhaps,1\n"], options).hasPrefix("people.csv:2: column consent_network:"))
    #expect(error(["people.csv": header + "1,1,1,,1\n"], options) == "imported 1")
  }

  @Test("people who did nothing are people all the same")
  func people() throws {
    let (sink, report) = try imported(["people.csv": "user_id,age_band\n9,40_45\n1,\n"])
    #expect(report.people == 2)
    #expect(sink.people.map(\.person.ageBand.name) == ["40_45", "unknown"])
    #expect(sink.people.allSatisfy { $0.person.region == "here" })
  }

  @Test("friendships have a beginning and a compatibility where their columns stand, and only then the source")
  func friendships() throws {
    let plain = try imported(["friendships.csv": "user_a,user_b\n1,2\n"]).sink
    #expect(plain.declaration?.sources == [.visits, .connections, .adoptions])
    #expect(plain.people[0].connections.map(\.first) == [.min])
    let full = try imported(["friendships.csv": "user_a,user_b,since,compatibility\n1,2,1970-01-02,0.5\n1,3,,\n"]).sink
    #expect(full.declaration?.sources.contains(.compatibility) == true)
    #expect(full.people[0].connections.map(\.first) == [RegionCalendar.day, .min])
    #expect(full.people[0].connections.map(\.compatibility) == [500_000, nil])
    #expect(full.people[1].connections.map(\.peer) == [full.people[0].person.agent])
    #expect(
      error(["friendships.csv": "user_a,user_b,compatibility\n1,2,1.01\n"])
        == "friendships.csv:2: column compatibility: \"1.01\" is not a number from 0.0 to 1.0")
  }

  @Test("whoever is only named in others' rows has agreed to nothing")
  func namedByOthers() throws {
    let files = [
      "friendships.csv": "user_a,user_b\n1,2\n3,1\n", "sessions.csv": "user_a,user_b,time\n1,4,2025-01-06T10:00\n",
      "shares.csv": "user_id,time\n3,2025-01-06T10:00\n",
    ]
    let people = try imported(files, .here(consent: .all)).sink.people
    #expect(people.map(\.person.consents) == [.all, .all, [], []], "1 and 3 have rows of their own, 2 and 4 have not")
  }

  @Test("a session after the cut-off is kept, and does not count for the connection")
  func sessionsAfterCutOff() throws {
    let times = ["09:00", "10:00", "11:00"].map { "1,2,2025-01-06T\($0)\n" }.joined()
    let options = ImportOptions.here(asOf: 1_736_157_600_000_000)
    let sink = try imported(["sessions.csv": "user_a,user_b,time\n" + times], options).sink
    for records in sink.people {
      #expect(records.actions.count == 3 && records.connections.map(\.sessions) == [1])
      #expect(records.connections[0].last == 1_736_154_000_000_000)
    }
  }

  @Test("a session connects two people, counts at both ends and moves their first and last time")
  func sessions() throws {
    let (sink, report) = try imported([
      "sessions.csv": "user_a,user_b,time\n1,2,2025-01-06T10:00\n2,1,2025-01-06T09:00\n"
    ])
    #expect(report.connections == 1 && report.actions == 4)
    for records in sink.people {
      #expect(records.connections.map(\.sessions) == [2])
      #expect(records.actions.map(\.time) == [1_736_154_000_000_000, 1_736_157_600_000_000])
      #expect(records.connections[0].first == records.actions[0].time)
      #expect(records.connections[0].last == records.actions[1].time)
    }
    #expect(sink.declaration?.sources.isSuperset(of: [.connections, .sessions]) == true)
  }

  @Test("experiences and shares at a sensitive place are counted and not kept, without a place they are kept")
  func actions() throws {
    let rows = "user_id,time,venue_id\n1,2025-01-06T09:00,m\n1,2025-01-06T09:30,c\n1,2025-01-06T09:40,\n"
    let (sink, report) = try imported(["experiences.csv": rows, "shares.csv": rows])
    #expect(report.sensitiveActions == 2 && report.actions == 4)
    let actions = sink.people[0].actions
    #expect(actions.count { $0.kind == .experience } == 2 && actions.count { $0.kind == .share } == 2)
    #expect(actions.map(\.category) == [.coffee, .coffee, .other, .other])
    #expect(actions.suffix(2).allSatisfy { $0.item == 0 })
    #expect(Set(actions.map(\.id)).count == 4)
  }

  @Test("an adoption has the category of its column, and the item is known by a keyed hash only")
  func adoptions() throws {
    let sink = try imported(["adoptions.csv": "user_id,item_id,time,category\n1,lamp,2025-01-06,\n"]).sink
    let adoption = try #require(sink.people[0].adoptions.first)
    #expect(adoption.category == .other && adoption.item != PublicID.item("lamp".utf8))
    #expect(adoption.item == (try ImportOptions.here().pseudonymizer.item("lamp".utf8, in: .spots)))
    #expect(error(["adoptions.csv": "user_id,time\n"]).hasPrefix("adoptions.csv:1: column item_id: is missing"))
  }

  @Test("of several adoptions of one item the first in time counts, in files longer than what waits in memory too")
  func manyAdoptions() throws {
    let days = (1...28).reversed().map { $0 < 10 ? "0\($0)" : "\($0)" }
    let rows = days.flatMap { day in (0..<20).map { "\($0 % 2 + 1),item\($0),2025-01-\(day)\n" } }
    let (sink, report) = try imported(["adoptions.csv": "user_id,item_id,time\n" + rows.joined()])
    #expect(rows.count > 512 && report.adoptions == 20)
    for person in sink.people.prefix(2) {
      #expect(person.adoptions.count == 10 && Set(person.adoptions.map(\.item)).count == 10)
      #expect(Set(person.adoptions.map(\.time)) == [1_735_689_600 * RegionCalendar.second])
    }
  }

  @Test("onboarding needs a column for each dimension and values from 0 to 1")
  func onboarding() throws {
    let names = Dimension.allCases.map(\.name)
    #expect(
      error(["onboarding.csv": "user_id,answered_at,\(names.dropLast().joined(separator: ","))\n"])
        .hasPrefix("onboarding.csv:1: column crowd_tolerance: is missing"))
    let header = "user_id,answered_at,\(names.joined(separator: ","))\n"
    let high = header + "1,2025-01-01,1.1" + String(repeating: ",", count: 11) + "\n"
    #expect(error(["onboarding.csv": high]).hasPrefix("onboarding.csv:2: column exploration_eagerness: \"1.1\""))
    let none = header + "1,2025-01-01" + String(repeating: ",", count: 12) + "\n"
    let person = try imported(["onboarding.csv": none]).sink.people[0].person
    #expect(person.statedDimensions == Array(repeating: nil, count: 12) && person.answeredAt == 1_735_689_600_000_000)
  }
}
