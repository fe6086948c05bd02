import Measures
import Population
import Testing

@Suite("Adoption credit", .timeLimit(.minutes(1)))
struct AdoptionTests {
  private let day = RegionCalendar.day

  @Test("a connection that adopted in the last seven days is credited, an earlier one is only followed")
  func credit() throws {
    var log = AdoptionLog(neighbours: [[1], [0], []], key: 1)
    log.add(adopter: 0, id: 1, item: 9, time: 0)
    log.add(adopter: 1, id: 1, item: 9, time: 7 * day)
    #expect(log.entries[1].credited == [0])
    #expect(log.entries[1].followsConnectionWithinWeek)
    var late = AdoptionLog(neighbours: [[1], [0], []], key: 1)
    late.add(adopter: 0, id: 1, item: 9, time: 0)
    late.add(adopter: 1, id: 1, item: 9, time: 7 * day + 1)
    #expect(late.entries[1].credited.isEmpty && late.entries[1].followsConnection)
    #expect(!late.entries[1].followsConnectionWithinWeek)
  }

  @Test("strangers, the same moment and a second adoption of the same item give no credit")
  func noCredit() {
    var log = AdoptionLog(neighbours: [[1], [0], []], key: 1)
    log.add(adopter: 2, id: 1, item: 9, time: 0)
    log.add(adopter: 0, id: 1, item: 9, time: day)
    log.add(adopter: 1, id: 1, item: 9, time: day)
    let isAdded = log.add(adopter: 0, id: 2, item: 9, time: 2 * day)
    #expect(!isAdded)
    #expect(log.entries.count == 3)
    #expect(log.entries.allSatisfy { $0.credited.isEmpty && !$0.followsConnection })
    #expect(log.entries[1].comparisons.map(\.order) == [.tie])
    #expect(log.entries[2].comparisons.map(\.order) == [.tie])
  }

  @Test("who was first stands on both rows")
  func comparisons() {
    var log = AdoptionLog(neighbours: [[1], [0]], key: 1)
    log.add(adopter: 0, id: 1, item: 9, time: 0)
    log.add(adopter: 1, id: 1, item: 9, time: 30 * day)
    #expect(log.entries[0].comparisons.map(\.order) == [.first])
    #expect(log.entries[1].comparisons.map(\.order) == [.later])
    #expect(log.entries[1].comparisons.map(\.peer) == [0])
  }

  @Test("nobody is named in more than eight events of any 90 days, in either kind of mark")
  func namingBound() {
    var random = SplitMix64(seed: 6)
    let people = 40
    let neighbours = (0..<people).map { person in (0..<Int32(people)).filter { Int($0) != person } }
    var log = AdoptionLog(neighbours: neighbours, key: 3)
    for step in 0..<3_000 {
      let item = UInt64(random.below(60))
      log.add(adopter: random.below(people), id: UInt64(step), item: item, time: Int64(step) * day / 8)
    }
    var credits: [Int: [Int64]] = [:]
    var pairs: [Int: [Int64]] = [:]
    for entry in log.entries {
      for peer in Set(entry.credited + entry.creditedInCopy) { credits[peer, default: []].append(entry.time) }
      for pair in entry.comparisons {
        pairs[pair.peer, default: []].append(entry.time)
      }
    }
    let all = credits.values.map { $0 } + pairs.values.map { $0 }
    #expect(credits.values.map(\.count).max() ?? 0 > 8)
    for times in all.map({ $0.sorted() }) {
      for start in times { #expect(times.count { $0 >= start && $0 < start + 90 * day } <= 8) }
    }
    for entry in Dictionary(grouping: log.entries, by: \.adopter).values {
      for start in entry.map(\.time) {
        let own = entry.filter { $0.time >= start && $0.time < start + 90 * day }.flatMap(\.comparisons)
        #expect(own.count <= 8)
      }
    }
  }

  @Test("the log does not depend on how far apart in memory people are, only on the key")
  func keyed() {
    func marks(key: UInt64) -> [[Int]] {
      var random = SplitMix64(seed: 8)
      let neighbours = (0..<60).map { person in (0..<Int32(60)).filter { Int($0) != person } }
      var log = AdoptionLog(neighbours: neighbours, key: key)
      for step in 0..<300 {
        log.add(
          adopter: random.below(60), id: UInt64(step), item: UInt64(random.below(20)), time: Int64(step) * day / 4)
      }
      return log.entries.map(\.creditedInCopy)
    }
    #expect(marks(key: 1) == marks(key: 1))
    #expect(marks(key: 1) != marks(key: 2))
  }

  @Test("the degree bound admits in order while both ends hold fewer than D")
  func degreeBound() {
    var admission = ConnectionAdmission(people: 5, bound: 2)
    let pairs = [(0, 1), (0, 2), (0, 3), (1, 0), (4, 4), (1, 2), (2, 4)]
    let admitted = pairs.map { admission.admit($0.0, $0.1) }
    #expect(admitted == [true, true, false, false, false, true, false])
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
    var log = AdoptionLog(neighbours: admission.neighbours, key: UInt64(seed))
    for event in Self.events(people: people, neighbours: admission.neighbours, influence: influence, &random) {
      log.add(adopter: event.person, id: event.item << 20 | UInt64(event.person), item: event.item, time: event.time)
    }
    let agents = (0..<people).map { RawRows.agent(UInt64($0)) }
    var rows = agents.map { AgentRecords(person: Person(agent: $0, region: "block")) }
    for entry in log.entries { rows[entry.adopter].adoptions.append(entry.row { agents[$0] }) }
    let context = RawRows.context()
    let shares = rows.compactMap {
      InfluenceMeasures.measure($0, in: context, consents: { _ in true }).communityDrivenShare
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
