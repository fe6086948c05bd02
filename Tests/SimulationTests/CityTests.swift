import Measures
import Population
import Releases
import Simulation
import Testing

/// Keeps everything a city delivers.
/// Makes the pseudonyms of every city here.
private let names = Pseudonymizer(secret: Array("a secret for tests".utf8))

private struct Collector: ImportSink {
  var declaration: RegionDeclaration?
  var people: [AgentRecords] = []
  var places: [UInt64] = []
  var map: RegisteredMap?
  var announced: [AgentID] = []
  var largestBatch = 0
  var isFinished = false

  mutating func begin(_ declaration: RegionDeclaration) throws {
    self.declaration = declaration
  }

  mutating func register(places: [UInt64]) throws { self.places += places }

  mutating func register(_ map: RegisteredMap) throws { self.map = map }

  mutating func register(people: [AgentID]) throws { announced += people }

  mutating func write(_ batch: [AgentRecords]) throws {
    people += batch
    largestBatch = max(largestBatch, batch.reduce(0) { $0 + $1.rowCount })
  }

  mutating func finish() throws {
    isFinished = true
  }
}

@Suite("Simulated city", .timeLimit(.minutes(5)))
struct CityTests {
  private static let cutOff: Int64 = 1_767_225_600 * RegionCalendar.second
  private static let city: Result<Collector, any Error> = Result {
    var sink = Collector()
    try City(CityPlan(seed: 5, people: 1_000, cutOff: cutOff, pseudonymizer: names)).deliver(to: &sink)
    return sink
  }

  private func people() throws -> [AgentRecords] { try Self.city.get().people }

  @Test("it declares itself simulated, with every source, and delivers everybody once in bounded batches")
  func delivery() throws {
    let sink = try Self.city.get()
    let declaration = try #require(sink.declaration)
    #expect(declaration.isSimulated && declaration.sources == .all && declaration.asOf == Self.cutOff)
    #expect(sink.isFinished && sink.people.count == 1_000)
    #expect(sink.map?.map.zones.count == 36)
    #expect(sink.announced == sink.people.map(\.person.agent))
    #expect(Set(sink.people.map(\.person.agent)).count == 1_000)
    #expect(sink.largestBatch <= ImportBatch.rows)
  }

  @Test("the same seed gives the same rows, another seed gives others")
  func determinism() throws {
    func small(_ seed: UInt64) throws -> [AgentRecords] {
      var sink = Collector()
      try City(CityPlan(seed: seed, people: 120, cutOff: Self.cutOff, pseudonymizer: names)).deliver(to: &sink)
      return sink.people
    }
    #expect(try small(1) == small(1))
    #expect(try small(1) != small(2))
  }

  @Test("everything happens within the simulated days, ordered, with ids that are unique within a person")
  func times() throws {
    let start = Self.cutOff - 180 * RegionCalendar.day
    for records in try people() {
      let times = records.visits.map(\.arrive) + records.actions.map(\.time) + records.adoptions.map(\.time)
      #expect(times.allSatisfy { $0 >= start && $0 < Self.cutOff })
      #expect(records.visits.map(\.arrive) == records.visits.map(\.arrive).sorted())
      #expect(records.actions.map(\.time) == records.actions.map(\.time).sorted())
      #expect(records.adoptions.map(\.time) == records.adoptions.map(\.time).sorted())
      let ids = records.visits.map(\.id) + records.actions.map(\.id) + records.adoptions.map(\.id)
      #expect(Set(ids).count == ids.count)
    }
  }

  @Test("nobody is in two places at once, and homes have no place")
  func visits() throws {
    for records in try people() {
      for (visit, next) in zip(records.visits, records.visits.dropFirst()) {
        #expect((visit.leave ?? .max) <= next.arrive)
      }
      let homes = records.visits.filter { $0.category == .home }
      #expect(homes.allSatisfy { $0.place == Visit.noPlace && $0.coordinate == nil })
      let outings = records.visits.filter { $0.category != .home }
      #expect(outings.allSatisfy { $0.place != Visit.noPlace && $0.coordinate != nil && $0.priceTier != nil })
    }
  }

  @Test("friendships stand on both ends with the same sessions, at most D of them, and join like with like")
  func friendships() throws {
    let people = try people()
    let byAgent = Dictionary(uniqueKeysWithValues: people.map { ($0.person.agent, $0) })
    var alike = 0
    var ends = 0
    for records in people {
      #expect(records.connections.count <= MeasureContext.connectionBound)
      for connection in records.connections {
        let peer = try #require(byAgent[connection.peer])
        let back = try #require(peer.connections.first { $0.peer == records.person.agent })
        #expect(back.sessions == connection.sessions && back.compatibility == connection.compatibility)
        ends += 1
        alike += peer.person.interestCluster == records.person.interestCluster ? 1 : 0
      }
      let sessions = records.connections.reduce(0) { $0 + Int($1.sessions) }
      #expect(records.actions.count { $0.kind == .ai2aiSession } == sessions)
    }
    #expect(Double(ends) / Double(people.count) > 8)
    #expect(Double(alike) / Double(ends) > 0.25)
  }

  @Test("stays are as long as measured ones: median near 100 minutes, few short ones, most over an hour")
  func dwell() throws {
    let minutes = try people().flatMap(\.visits).compactMap { visit in
      visit.leave.map { Double($0 - visit.arrive) / Double(RegionCalendar.minute) }
    }.sorted()
    let median = minutes[minutes.count / 2]
    #expect(median > 85 && median < 120)
    #expect(Double(minutes.count { $0 < 15 }) / Double(minutes.count) < 0.08)
  }

  @Test("onboarding answers spread over people as real item means do, .12 to .2")
  func answers() throws {
    let people = try people()
    for dimension in Dimension.allCases {
      let values = people.compactMap { $0.person.statedDimensions[dimension.rawValue] }.map { Double($0) / 1_000_000 }
      #expect(values.count == people.count && values.allSatisfy { (0...1).contains($0) })
      let mean = values.reduce(0, +) / Double(values.count)
      let spread = (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)).squareRoot()
      #expect(spread > 0.12 && spread < 0.2)
    }
  }

  @Test("there are 24 base cells, and the planned shares give each well over 1,300 people")
  func cells() throws {
    let calendar = try #require(RegionCalendar(timeZone: "Europe/Berlin"))
    let context = MeasureContext(
      window: MeasureWindow(cutOff: Self.cutOff), calendar: calendar, sources: .all, order: .mixed(seed: 1))
    var eligible: [String: SIMD3<Int>] = [:]
    for records in try people() {
      let person = records.person
      let measures = AgentMeasures.measure(records, in: context, consents: person.consents) { _ in true }
      let purposes = [measures.isBehaviorEligible, measures.isPersonalityEligible, measures.isNetworkEligible]
      let counts = SIMD3(purposes.map { $0 ? 1 : 0 })
      eligible["\(person.ageBand.name) \(person.interestCluster.name)", default: .zero] &+= counts
    }
    #expect(eligible.count == 24)
    #expect(eligible.values.allSatisfy { $0.min() >= 15 })
    let plan = CityPlan(seed: 1, cutOff: Self.cutOff, pseudonymizer: names)
    let leastAge = try #require(plan.ageBands.map(\.weight).min()) / plan.ageBands.reduce(0) { $0 + $1.weight }
    let leastInterest = try #require(plan.interests.min()) / plan.interests.reduce(0, +)
    #expect(leastAge * leastInterest * plan.consentShares.network * Double(plan.people) > 1_500)
  }

  @Test("consent is given by about the planned shares")
  func consents() throws {
    let people = try people()
    func share(_ purpose: ConsentSet) -> Double {
      Double(people.count { $0.person.consents.contains(purpose) }) / Double(people.count)
    }
    #expect(abs(share(.behavior) - 0.97) < 0.02)
    #expect(abs(share(.network) - 0.94) < 0.03)
    #expect(abs(share(.affinity) - 0.93) < 0.03)
  }

  @Test("people explore as planned and return to favourites in proportion to their visits")
  func exploration() throws {
    var plan = CityPlan(seed: 9, people: 300, cutOff: Self.cutOff, pseudonymizer: names)
    plan.explorationSpread = 0
    // Places of study are returned to whatever the law says.
    plan.students = 0
    let city = try City(plan)
    var trials = ExplorationLaw.Trials()
    for index in 0..<300 {
      let outings = city.records(of: index).visits.filter { $0.category != .home && $0.category != .work }
      trials.add(outings.map(\.place))
    }
    let law = try #require(ExplorationLaw.fit(trials))
    #expect(abs(law.gamma - 0.21) < 0.05)
    #expect(abs(law.rho - 0.6) < 0.06)
  }

  @Test("adoptions that friends caused are found as influence, and vanish without it")
  func influence() throws {
    func share(influence: Double) throws -> Double {
      var plan = CityPlan(seed: 3, people: 1_000, cutOff: Self.cutOff, pseudonymizer: names)
      plan.influence = influence
      let city = try City(plan)
      let context = MeasureContext(
        window: MeasureWindow(cutOff: Self.cutOff), calendar: .utc, sources: .all, order: .mixed(seed: 1))
      var adoptions = AdoptionAccumulator()
      for index in 0..<1_000 { adoptions.add(city.records(of: index), cell: "", in: context) }
      var sum = 0.0
      adoptions.eachShares { _, shares in sum += shares.communityDriven }
      return sum / 1_000
    }
    let without = try share(influence: 0)
    #expect(abs(without - 0.5) < 0.01)
    #expect(try share(influence: 0.08) > without + 0.02)
  }

  @Test("a plan that cannot be simulated is refused with a reason")
  func refusals() {
    #expect(throws: CityPlanError.people(1)) {
      try City(CityPlan(seed: 1, people: 1, cutOff: Self.cutOff, pseudonymizer: names))
    }
    var elsewhere = CityPlan(seed: 1, people: 10, cutOff: Self.cutOff, pseudonymizer: names)
    elsewhere.timeZone = "Mars/Olympus"
    #expect(throws: CityPlanError.timeZone("Mars/Olympus")) { try City(elsewhere) }
    elsewhere.timeZone = "UTC"
    elsewhere.region = "Sim City"
    #expect(throws: CityPlanError.region("Sim City")) { try City(elsewhere) }
    #expect(CityPlanError.days(1).description.contains("not 1"))
    var ages = CityPlan(seed: 1, people: 10, cutOff: -1, pseudonymizer: names)
    ages.days = 200
    #expect(throws: CityPlanError.cutOff(-1)) { try City(ages) }
  }
}
