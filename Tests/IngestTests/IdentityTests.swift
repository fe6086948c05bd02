import Ingest
import Population
import Testing

@Suite("Who and what the names of a folder mean", .timeLimit(.minutes(2)))
struct IdentityTests {
  private static let venues =
    "venue_id,category_path\nc,Food>Coffee Shop\nf,Food>Pizza Place\nm,Arts & Entertainment>Museum\n"

  private func imported(checkins: [UInt8], venues: [UInt8] = Array(Self.venues.utf8)) throws -> Collector {
    let folder = try TemporaryFolder()
    try folder.write(venues, as: "venues.csv")
    try folder.write(Array("user_id,venue_id,time\n".utf8) + checkins, as: "checkins.csv")
    return try folder.imported().sink
  }

  private func rows(_ users: [[UInt8]]) -> [UInt8] {
    users.flatMap { $0 + Array(",c,2025-01-06T08:00\n".utf8) }
  }

  @Test("people are told apart by bytes: Latin-1 letters, composed and decomposed ones are different people")
  func people() throws {
    let latin: [[UInt8]] = [[0x52, 0xE9], [0x52, 0xE8]]
    let unicode: [[UInt8]] = [Array("R\u{E9}".utf8), Array("Re\u{301}".utf8)]
    #expect(try imported(checkins: rows(latin + unicode)).people.count == 4)
    #expect(try imported(checkins: rows(unicode + unicode)).people.count == 2)
  }

  @Test("a subject is the same person in a file and on the wire")
  func pseudonym() throws {
    let sink = try imported(checkins: rows([Array("Re\u{301}".utf8)]))
    #expect(sink.people[0].person.agent == (try ImportOptions.here().pseudonymizer.agent("Re\u{301}".utf8, in: .spots)))
  }

  @Test("places are told apart by bytes too, and none stands twice that does not")
  func places() throws {
    let ids: [[UInt8]] = [[0xE9], [0xE8], Array("\u{E9}".utf8), Array("e\u{301}".utf8)]
    let venues = Array("venue_id,category_path\n".utf8) + ids.flatMap { $0 + Array(",Food\n".utf8) }
    let checkins = ids.flatMap { Array("1,".utf8) + $0 + Array(",2025-01-06T08:00\n".utf8) }
    let sink = try imported(checkins: checkins, venues: venues)
    #expect(sink.places.count == 4 && sink.people[0].visits.count == 4)
    #expect(throws: IngestErrors.self) {
      try imported(checkins: checkins, venues: venues + ids[0] + Array(",Food\n".utf8) + ids[2] + Array(",Food\n".utf8))
    }
  }

  @Test("text that is not UTF-8 is refused where it is read as text")
  func text() throws {
    let venues = Array("venue_id,category_path\nc,Food>Caf".utf8) + [0xE9, 0x0A]
    #expect { try imported(checkins: rows([[0x31]]), venues: venues) } throws: {
      "\($0)" == #"venues.csv:2: column category_path: "Food>Caf\xE9" is not UTF-8"#
    }
  }

  @Test("check-ins of equal time keep the order of the file, double ones their first place")
  func equalTimes() throws {
    func order(_ venues: String) throws -> [JourneyCategory] {
      let rows = venues.map { "1,\($0),2025-01-06T08:00\n" }.joined()
      return try imported(checkins: Array(rows.utf8)).people[0].visits.map(\.category)
    }
    #expect(try order("cfm") == [.coffee, .food, .culture])
    #expect(try order("mfc") == [.culture, .food, .coffee])
    #expect(try order("fmfcm") == [.food, .culture, .coffee])
  }
}
