import Glibc
import Measures
import Personality
import Population
import Testing

@testable import Releases
@testable import Simulation

@Suite("What the city's segments are like", .timeLimit(.minutes(5)))
struct CitySegmentTests {
  /// The exact sums of a segment.
  private struct Sums {
    var moves = [Double](repeating: 0, count: 144)
    var vectors = [SIMD2<Double>](repeating: .zero, count: 12)
    var people = 0.0

    mutating func add(_ measures: AgentMeasures) {
      for (move, share) in (measures.profile?.transitions ?? []).enumerated() { moves[move] += share }
      guard measures.isPersonalityEligible else { return }
      people += 1
      for (index, value) in measures.dimensions.enumerated() {
        value.map { vectors[index] += SIMD2(cos(.pi * $0), sin(.pi * $0)) }
      }
    }

    /// The most probable path of four categories.
    var path: [JourneyCategory]? { MoveTable(moves, variance: 0).flatMap { MoveChain($0).paths.first?.categories } }

    var state: SegmentState {
      let qubits = Dimension.allCases.compactMap { dimension in
        Qubit(x: vectors[dimension.rawValue].x / people, y: vectors[dimension.rawValue].y / people).map {
          (dimension, $0)
        }
      }
      return SegmentState(Dictionary(uniqueKeysWithValues: qubits), people: people)
    }
  }

  private static let segments: Result<[InterestCluster?: Sums], any Error> = Result {
    let plan = CityPlan(
      seed: 8, people: 1_500, cutOff: 1_767_225_600 * RegionCalendar.second,
      pseudonymizer: Pseudonymizer(secret: Array("a secret for tests".utf8)))
    let city = try City(plan)
    let context = MeasureContext(
      window: MeasureWindow(cutOff: plan.cutOff), calendar: try #require(RegionCalendar(timeZone: plan.timeZone)),
      sources: .all, order: .mixed(seed: 1), measuresProfile: true)
    var segments: [InterestCluster?: Sums] = [:]
    for index in 0..<plan.people {
      let records = city.records(of: index)
      let measures = AgentMeasures.measure(records, in: context, consents: .all) { _ in true }
      for segment in [nil, records.person.interestCluster] { segments[segment, default: Sums()].add(measures) }
    }
    return segments
  }

  @Test("interests have archetypes of their own")
  func archetypes() throws {
    let segments = try Self.segments.get()
    let archetypes = try PersonalityTables.published().archetypes
    let names = try InterestCluster.allCases.filter { $0 != .unknown }.map { interest in
      let state = try #require(segments[interest]?.state)
      return try #require(archetypes.name(for: state))
    }
    #expect(Set(names).count >= 4, "\(names)")
  }

  @Test("the way of the city leads to work and then to eat")
  func journeys() throws {
    let path = try #require(try Self.segments.get()[nil]?.path)
    let (work, food) = (try #require(path.firstIndex(of: .work)), try #require(path.firstIndex(of: .food)))
    #expect(work < food, "\(path)")
    #expect(path.contains(.home), "\(path)")
  }

  @Test("night owls come through bars, athletes through the open air: the way of an interest has places of it")
  func ways() throws {
    let segments = try Self.segments.get()
    for interest in [InterestCluster.nightlifeAndCulture, .outdoorsAndSport, .shopping, .foodAndCoffee, .travel] {
      let path = try #require(segments[interest]?.path)
      #expect(path.contains { InterestCluster(of: $0) == interest }, "\(interest): \(path)")
    }
  }
}
