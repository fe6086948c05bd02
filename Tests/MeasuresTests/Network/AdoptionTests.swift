import Measures
import Population
import Testing

@Suite("Marks of adoptions", .timeLimit(.minutes(1)))
struct AdoptionTests {
  private let day = RegionCalendar.day
  private let own = RawRows.agent(1)

  /// Somebody's adoptions, of one item at each of some days.
  private func history(_ number: UInt64, _ days: [UInt64: Int64], before cutOff: Int64 = 90) -> AdoptionHistory {
    let adoptions = days.map { Adoption(id: $0, item: $0, time: $1 * day) }
    return AdoptionHistory(adoptions, of: RawRows.agent(number), before: cutOff * day)
  }

  private func marks(of item: UInt64, at time: Int64, _ connections: [AdoptionHistory]) -> AdoptionMarks {
    AdoptionMarks(of: item, at: time * day, by: own, connections: connections)
  }

  @Test("a connection that adopted within the week before counts for following it, unless the copy would say so too")
  func community() {
    // The only earlier adoption is the one that is credited, so the copy draws it as well.
    #expect(marks(of: 9, at: 10, [history(2, [9: 3])]).community == 0.5)
    // Of a hundred earlier ones nearly all lie further back than a week.
    let many = history(2, Dictionary(uniqueKeysWithValues: (100..<300).map { ($0, Int64(0)) } + [(9, 60)]))
    #expect(marks(of: 9, at: 63, [many]).community == 1)
    #expect(marks(of: 9, at: 67, [many]).community == 1)
    #expect(marks(of: 9, at: 68, [many]).community == 0.5)
    // The item was adopted long ago, everything else within the week.
    let late = history(2, Dictionary(uniqueKeysWithValues: (100..<300).map { ($0, Int64(60)) } + [(9, 1)]))
    #expect(marks(of: 9, at: 63, [late]).community == 0)
  }

  @Test("the time-shuffled copy is the same for the same people and item, and another for others")
  func keyed() {
    let spread = Dictionary(uniqueKeysWithValues: (0..<60).map { (UInt64($0), Int64($0)) })
    func drawn(by agent: AgentID) -> [Double] {
      (0..<60).map { item in
        AdoptionMarks(of: item, at: 60 * day, by: agent, connections: [history(2, spread)]).community
      }
    }
    #expect(drawn(by: own) == drawn(by: own))
    #expect(drawn(by: own) != drawn(by: RawRows.agent(3)))
  }

  @Test("being ahead of a connection counts 1, at its time one half, behind it 0; without any one half")
  func trend() {
    let (later, same, before) = (history(2, [9: 20]), history(3, [9: 10]), history(4, [9: 1]))
    #expect(marks(of: 9, at: 10, [later]).trend == 1)
    #expect(marks(of: 9, at: 10, [same]).trend == 0.5)
    #expect(marks(of: 9, at: 10, [before]).trend == 0)
    #expect(marks(of: 9, at: 10, [later, same, before]).trend == 0.5)
    #expect(marks(of: 9, at: 10, [later, history(5, [8: 1])]).trend == 1)
    #expect(marks(of: 9, at: 10, []).trend == 0.5)
  }

  @Test("an adoption at or after the cut-off is as if it were not there")
  func cutOff() {
    #expect(marks(of: 9, at: 10, [history(2, [9: 20], before: 20)]).trend == 0.5)
    #expect(marks(of: 9, at: 10, [history(2, [9: 20], before: 21)]).trend == 1)
  }

  @Test("of two adoptions of one item the first counts")
  func twice() {
    let adoptions = [Adoption(id: 1, item: 9, time: 5 * day), Adoption(id: 2, item: 9, time: day)]
    #expect(AdoptionHistory(adoptions, of: own, before: 90 * day).time(of: 9) == day)
  }

  @Test("a connection more or less moves a mark by one half at most, whoever else is read")
  func step() {
    var random = SplitMix64(seed: 6)
    for _ in 0..<3_000 {
      let histories = (0..<1 + random.below(5)).map { number in
        history(
          UInt64(number) + 2,
          Dictionary((0..<6).map { _ in (UInt64(random.below(4)), Int64(random.below(20))) }, uniquingKeysWith: min))
      }
      let time = Int64(random.below(20))
      let (with, without) = (marks(of: 1, at: time, histories), marks(of: 1, at: time, Array(histories.dropLast())))
      #expect(abs(with.community - without.community) <= AdoptionMarks.largestStep)
      #expect(abs(with.trend - without.trend) <= AdoptionMarks.largestStep)
    }
  }

  @Test("shares are means of the marks, shrunk by four of eight")
  func shares() {
    let adoptions = [1, 2].map { Adoption(id: $0, item: $0, time: 10 * day) }
    let shares = AdoptionShares(adoptions, of: own, connections: [history(2, [1: 20, 2: 1])])
    #expect(shares.trendSetter == 0.5, "(1 + 0 + 4) / 10")
    #expect(AdoptionShares([], of: own, connections: []) == AdoptionShares(communityDriven: 0.5, trendSetter: 0.5))
  }

  @Test("the degree bound admits in order while both ends hold fewer than D")
  func degreeBound() {
    var admission = ConnectionAdmission(people: 5, bound: 2)
    let pairs = [(0, 1), (0, 2), (0, 3), (1, 0), (4, 4), (1, 2), (2, 4)]
    let admitted = pairs.map { admission.admit($0.0, $0.1) }
    #expect(admitted.map { $0 != nil } == [true, true, false, false, false, true, false])
    #expect(admitted[5] == Tie.Slots(own: 1, peer: 1))
    #expect(admission.neighbours.allSatisfy { $0.count <= 2 })
  }

  @Test("homophily without influence scores zero within its error; planted influence rises")
  func planted() {
    let none = (0..<20).map { CreditWorld(influence: 0, seed: $0).meanShare }
    let mean = none.map(\.mean).reduce(0, +) / 20
    let error = (none.map { $0.error * $0.error }.reduce(0, +)).squareRoot() / 20
    #expect(abs(mean - 0.5) <= 3 * error)
    let covered = none.count { abs($0.mean - 0.5) <= 1.96 * $0.error }
    #expect(covered >= 17)
    let planted = [0.0, 0.1, 0.3, 0.6].map { influence in
      (0..<4).map { CreditWorld(influence: influence, seed: 50 + $0).meanShare.mean }.reduce(0, +) / 4
    }
    #expect(zip(planted, planted.dropFirst()).allSatisfy { $0 < $1 })
  }
}

/// A block model: connections stay mostly within blocks, each block prefers its own items. Without influence times
/// are drawn at random; with it, a connection's adoption is followed within days with some probability.
private struct CreditWorld {
  let meanShare: (mean: Double, error: Double)

  init(influence: Double, seed: Int) {
    var random = SplitMix64(seed: 400 + UInt64(seed))
    let people = 300
    var admission = ConnectionAdmission(people: people)
    for _ in 0..<(people * 5) {
      let left = random.below(people)
      let right = random.unit() < 0.8 ? left / 50 * 50 + random.below(50) : random.below(people)
      _ = admission.admit(left, right)
    }
    var adopted = [[Adoption]](repeating: [], count: people)
    for event in Self.events(people: people, neighbours: admission.neighbours, influence: influence, &random) {
      guard !adopted[event.person].contains(where: { $0.item == event.item }) else { continue }
      adopted[event.person].append(Adoption(id: event.item, item: event.item, time: event.time))
    }
    let context = RawRows.context()
    let agents = (0..<people).map { RawRows.agent(UInt64($0) << 8 ^ UInt64(seed) << 40) }
    let histories = (0..<people).map {
      AdoptionHistory(adopted[$0], of: agents[$0], before: context.window.cutOff)
    }
    let shares = (0..<people).map { person in
      var records = AgentRecords(person: Person(agent: agents[person], region: "block"))
      records.adoptions = adopted[person]
      let read = admission.neighbours[person].prefix(MeasureContext.markedConnections)
        .filter { admission.neighbours[Int($0)].prefix(MeasureContext.markedConnections).contains(Int32(person)) }
      return AdoptionShares(
        InfluenceMeasures.marked(records, in: context), of: agents[person], connections: read.map { histories[Int($0)] }
      ).communityDriven
    }
    let mean = shares.reduce(0, +) / Double(people)
    let variance = shares.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(people - 1)
    meanShare = (mean, (variance / Double(people)).squareRoot())
  }

  private struct Event {
    let person: Int
    let item: UInt64
    let time: Int64
  }

  private static func events(
    people: Int, neighbours: [[Int32]], influence: Double, _ random: inout SplitMix64
  ) -> [Event] {
    var events: [Event] = []
    for person in 0..<people {
      for _ in 0..<6 {
        let block = random.unit() < 0.7 ? person / 50 : random.below(6)
        let item = UInt64(block * 10 + random.below(10))
        let event = Event(person: person, item: item, time: RawRows.time(hour: random.unit() * 90 * 24))
        events.append(event)
        for peer in neighbours[person] where random.unit() < influence / 4 {
          let delay = Int64(random.unit() * Double(6 * RegionCalendar.day))
          events.append(Event(person: Int(peer), item: item, time: event.time + delay))
        }
      }
    }
    return events.sorted { ($0.time, $0.person, $0.item) < ($1.time, $1.person, $1.item) }
  }
}
