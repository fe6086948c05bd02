import Population
import Storage

let day: Int64 = 86_400_000_000

/// The n-th pseudonym of a test.
func agent(_ number: UInt64) -> AgentID { AgentID(words: number, 1, 2, 3) }

/// A person of the test region who agreed to everything at time 1.
func somebody(_ number: UInt64, consents: ConsentSet = .all) -> Person {
  Person(agent: agent(number), region: "testville", consents: consents, consentedAt: 1)
}

/// A visit of a quarter of an hour.
func visit(_ id: UInt64, at arrive: Int64, category: JourneyCategory = .coffee) -> Visit {
  Visit(
    id: id, place: id % 7 + 1, arrive: arrive, leave: arrive + 900_000_000,
    coordinate: CoarseCoordinate(latitude: -617, longitude: 10_682), category: category, priceTier: 2,
    firstVisitHint: id.isMultiple(of: 2))
}

extension SQLiteStore {
  /// Adds the test region and its people, who agreed to everything at time 1.
  func addPeople(_ numbers: ClosedRange<UInt64>, consents: ConsentSet = .all) async throws {
    try await putRegion(Region(id: "testville", timeZone: "UTC", sources: .all), at: 1)
    for number in numbers { try await putPerson(somebody(number, consents: consents), policyVersion: "1", at: 1) }
  }

  /// Everyone in the region as the epoch job sees them.
  func snapshot(cutOff: Int64, lookback: Int64 = 1_000 * day) async throws -> [AgentRecords] {
    try await withEpochSnapshot(region: "testville", cutOff: cutOff, lookback: lookback) { snapshot in
      var people: [AgentRecords] = []
      while let next = try snapshot.next() { people.append(next) }
      return people
    }
  }

  /// Delivers people to the test region.
  func load(_ people: [AgentRecords], sources: RegionSources = .all) async throws -> BulkLoadCounts {
    try await bulkLoad(policyVersion: "1", at: 1) { sink in
      try sink.begin(
        RegionDeclaration(
          region: "testville", timeZone: "UTC", sources: sources, isSimulated: true, lastEvent: 900 * day,
          defaultCutOff: 800 * day))
      try sink.write(people)
      try sink.finish()
    }
  }
}
