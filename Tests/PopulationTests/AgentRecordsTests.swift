import Population
import Testing

@Suite("A person's rows", .timeLimit(.minutes(1)))
struct AgentRecordsTests {
  private let agent = AgentID(words: 7, 0, 0, 0)

  private func visit(_ id: UInt64, at time: Int64, place: UInt64 = 5) -> Visit {
    Visit(id: id, place: place, arrive: time, category: .food)
  }

  @Test("a visit is like its category unless the place is said to be otherwise")
  func traits() {
    #expect(Visit(id: 1, place: 2, arrive: 3, category: .nightlife).traits == [.social, .highEnergy, .crowded])
    #expect(Visit(id: 1, place: 2, arrive: 3, category: .travel, traits: .crowded).traits == .crowded)
    #expect(Visit(id: 1, place: 2, arrive: 3, category: .coffee, traits: []).traits.isEmpty)
  }

  @Test("a visit of which only place and time are known says nothing else")
  func bare() {
    let visit = visit(1, at: 2)
    #expect(visit.leave == nil && visit.coordinate == nil && visit.priceTier == nil && visit.firstVisitHint == nil)
  }

  @Test("visits are put in order of arrival, then of id, whatever order they came in")
  func order() {
    let expected = [visit(9, at: -1), visit(2, at: 5), visit(4, at: 5), visit(1, at: 6)]
    var random = SplitMix64(seed: 3)
    for _ in 0..<10 {
      var visits = expected.shuffled(using: &random)
      visits.putInOrder()
      #expect(visits == expected)
    }
  }

  @Test("visits of one moment keep the order of their source, however often they are put in order")
  func moments() {
    var visits = [visit(7, at: 5), visit(3, at: 5), visit(9, at: 4), visit(7, at: 5), visit(1, at: 5)]
    visits.numberMoments()
    #expect(visits.map(\.id) == [9, 7, 3, 1] && visits.map(\.sequence) == [0, 0, 1, 2])
    visits.shuffle()
    visits.putInOrder()
    #expect(visits.map(\.id) == [9, 7, 3, 1])
  }

  @Test("of rows with one id the earliest is kept")
  func doubles() {
    var visits = [visit(1, at: 9), visit(2, at: 4), visit(1, at: 3, place: 8), visit(2, at: 4)]
    visits.putInOrder()
    #expect(visits == [visit(1, at: 3, place: 8), visit(2, at: 4)])
    visits.putInOrder()
    #expect(visits.count == 2, "in order is in order")
    var none: [Visit] = []
    none.putInOrder()
    #expect(none.isEmpty)
  }

  @Test("the numbers that kinds of rows are stored under stay")
  func stored() {
    #expect(ActionKind.allCases.map(\.rawValue) == [1, 2, 3, 4, 5])
    #expect(ActionKind(rawValue: 2) == .experience && ActionKind(rawValue: 5) == .ai2aiSession)
    #expect(ActionKind(rawValue: 0) == nil && ActionKind(rawValue: 6) == nil)
    #expect(JourneyCategory.allCases.map(\.rawValue) == Array(0..<12))
    #expect(InterestCluster.allCases.map(\.rawValue) == Array(0..<7))
    #expect([PlaceTraits.social, .highEnergy, .crowded].map(\.rawValue) == [1, 2, 4])
  }

  @Test("a tie that says no more than who and when has no session and no known compatibility")
  func tie() {
    let tie = Tie(peer: agent, first: 5, last: 5, slots: Tie.Slots(own: 0, peer: 0))
    #expect(tie.sessions == 0 && tie.compatibility == nil && tie.learningSlope == nil)
    #expect(Tie.Slots(own: 3, peer: 7).mirrored == Tie.Slots(own: 7, peer: 3))
  }

  @Test("a person without rows still counts as one, and every row counts")
  func count() {
    var records = AgentRecords(person: Person(agent: agent, region: "here"))
    #expect(records.rowCount == 1)
    records.visits = [visit(1, at: 1), visit(2, at: 2)]
    records.actions = [Action(id: 1, kind: .share, time: 1)]
    records.adoptions = [Adoption(id: 1, item: 1, time: 1)]
    records.connections = [Tie(peer: agent, first: 0, last: 0, slots: nil)]
    #expect(records.rowCount == 6)
  }
}

@Suite("Batches of an import", .timeLimit(.minutes(1)))
struct ImportBatchTests {
  /// Notes the sizes of what it is handed.
  private struct Sizes: ImportSink {
    var batches: [[Int]] = []
    mutating func begin(_ declaration: RegionDeclaration) throws {}
    mutating func register(_ map: RegisteredMap) {}
    mutating func register(places: [UInt64]) throws {}
    mutating func register(people: [AgentID]) throws {}
    mutating func write(_ batch: [AgentRecords]) throws { batches.append(batch.map(\.rowCount)) }
    mutating func finish() throws {}
  }

  private func batches(of rows: [Int]) throws -> [[Int]] {
    var sink = Sizes()
    var batch = ImportBatch()
    for (number, count) in rows.enumerated() {
      let id = AgentID(words: UInt64(number), 0, 0, 0)
      var records = AgentRecords(person: Person(agent: id, region: "here"))
      records.actions = (1..<count).map { Action(id: UInt64($0), kind: .share, time: 0) }
      try batch.add(records, to: &sink)
    }
    try batch.flush(to: &sink)
    try batch.flush(to: &sink)
    return sink.batches
  }

  @Test("nobody makes no batch, and what is left is handed on once")
  func ends() throws {
    #expect(try batches(of: []).isEmpty)
    #expect(try batches(of: [1, 1]) == [[1, 1]])
  }

  @Test("a batch holds ten thousand rows and not one more")
  func full() throws {
    #expect(try batches(of: [4_000, 6_000, 1]) == [[4_000, 6_000], [1]])
    #expect(try batches(of: [4_000, 6_001, 1]) == [[4_000], [6_001, 1]])
  }

  @Test("a person with more rows than a batch holds comes whole and alone")
  func large() throws {
    #expect(try batches(of: [2, 10_001, 3]) == [[2], [10_001], [3]])
  }
}
