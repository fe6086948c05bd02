import Cryptography
import Population
import Storage

let day: Int64 = 86_400_000_000

/// The n-th pseudonym of a test.
func agent(_ number: UInt64) -> AgentID { AgentID(words: number, 1, 2, 3) }

/// A person of the test region who agreed at time 1.
func somebody(_ number: UInt64, consents: ConsentSet = .all, region: String = "testville") -> Person {
  Person(agent: agent(number), region: region, consents: consents, consentedAt: 1)
}

/// A visit of a quarter of an hour.
func visit(_ id: UInt64, at arrive: Int64, category: JourneyCategory = .coffee) -> Visit {
  Visit(
    id: id, place: id % 7 + 1, arrive: arrive, leave: arrive + 900_000_000,
    coordinate: CoarseCoordinate(latitude: -617, longitude: 10_682), category: category, priceTier: 2,
    firstVisitHint: id.isMultiple(of: 2))
}

/// What is remembered of the n-th event of a test; spread over all ids as hashes are.
func eventID(_ number: UInt64) -> EventID { eventID(named: "event \(number)") }

/// What is remembered of an event of that name.
func eventID(named name: String) -> EventID {
  let digest = SHA256.digest(Array(name.utf8))
  return EventID(leadingWord: digest.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }, rest: UInt16(digest[8]))
}

extension RecordedAction {
  /// What a person did.
  init(agent: AgentID, row: RecordedRow) { self.init(subject: .person(agent), row: row) }
}

/// A recorded visit of a quarter of an hour, at a place of the partner's own.
func recordedVisit(_ id: UInt64, at arrive: Int64) -> RecordedRow {
  .visit(visit(id, at: arrive), at: PlaceReference(registered: Visit.noPlace, unregistered: id % 7 + 1))
}

/// Two connected people with a row of every kind.
func pair() -> [AgentRecords] {
  (1...2 as ClosedRange<UInt64>).map { number in
    var person = somebody(number)
    person.ageBand = AgeBand(lower: 25) ?? .unknown
    person.interestCluster = .foodAndCoffee
    person.statedDimensions = [nil, 0, 1_000_000] + Array(repeating: 500_000, count: 9)
    person.answeredAt = 77
    var records = AgentRecords(person: person)
    records.visits = [
      visit(1, at: 10 * day),
      Visit(id: UInt64.max, place: Visit.noPlace, arrive: 20 * day, category: .home, traits: [.crowded]),
    ]
    records.actions = [
      Action(id: 3, kind: .experience, time: 11 * day), Action(id: 4, kind: .share, time: 12 * day, item: UInt64.max),
      Action(id: 5, kind: .ai2aiSession, time: 13 * day, category: .event),
    ]
    records.adoptions = [Adoption(id: 6, item: 1 << 63, category: .shopping, time: 14 * day)]
    records.connections = [
      Tie(
        peer: agent(3 - number), first: .min, last: .min, sessions: 2, compatibility: nil, learningSlope: -500,
        slots: Tie.Slots(own: 0, peer: 0))
    ]
    return records
  }
}

extension TransactionalStore {
  /// Delivers people to a region, the test region unless another is named.
  @discardableResult
  func load(
    _ people: [AgentRecords], into region: String = "testville", timeZone: String = "UTC",
    sources: RegionSources = .all, places: [UInt64] = [], policyVersion: String = "1", segments: [SegmentRow] = [],
    at now: Int64 = 1
  ) async throws -> BulkLoadCounts {
    try await bulkLoad(policyVersion: policyVersion, segments: segments, at: now) { sink in
      try sink.begin(
        RegionDeclaration(
          region: region, timeZone: timeZone, sources: sources, isSimulated: true, asOf: 800 * day))
      try sink.register(places: places)
      try sink.write(people)
      try sink.finish()
    }
  }

  /// Adds people without rows to the test region.
  func addPeople(_ numbers: ClosedRange<UInt64>, consents: ConsentSet = .all) async throws {
    try await load(numbers.map { AgentRecords(person: somebody($0, consents: consents)) })
  }

  /// Everyone in the test region as the epoch job sees them.
  func snapshot(cutOff: Int64 = 800 * day, lookback: Int64 = 1_000 * day) async throws -> [AgentRecords] {
    try await withEpochSnapshot(region: "testville", cutOff: cutOff, lookback: lookback) { snapshot in
      var people: [AgentRecords] = []
      while let next = try snapshot.next() { people.append(next) }
      return people
    }
  }

  /// Writes a decision of a person down, as the rules do.
  func decide(_ number: UInt64, _ purposes: ConsentSet, granted: Bool, at time: Int64) async throws {
    try await write { transaction in
      let person = try PeopleRules(transaction, now: time).number(of: agent(number))
      try ConsentRules(transaction).append(
        purposes, granted: granted, policyVersion: "1", at: time, agent: person, now: time)
    }
  }
}
