import EngineFixtures
import Glibc
import Testing

@testable import Personality
@testable import Population

@Suite("compatibility of products and segments", .timeLimit(.minutes(1)))
struct CompatibilityTests {
  @Test("golden fidelities and scores agree to 1e-9", arguments: ["own", "shared"])
  func golden(source: String) throws {
    let path = source == "own" ? ownFixtures : sharedReference
    guard let rows = goldenTable(path + "golden_scores.csv") else {
      #expect(source == "shared", "the fixture of a clone must be there")
      print("skipped: \(path) is not here")
      return
    }
    for row in rows {
      let match = try #require(Compatibility(wanted(numbers(row[1])), with: exactState(of: [numbers(row[0])])))
      let (fidelity, score) = (try #require(Double(row[6])), try present(Double(row[7])))
      #expect(abs(match.fidelity - fidelity) <= 1e-9 * max(fidelity, 1e-3) && abs(match.score - score) < 1e-9)
    }
  }

  @Test("opposites are far apart and half of a person is another person")
  func traps() throws {
    let high = exactState(of: [Array(repeating: 0.9, count: 12)])
    let opposite = try #require(Compatibility(wanted(Array(repeating: 0.1, count: 12)), with: high))
    #expect(opposite.fidelity < 1e-11 && opposite.score < 0.2)
    let person = randomPeople(1, seed: 8)[0]
    let half = try #require(Compatibility(wanted(person.map { $0 / 2 }), with: exactState(of: [person])))
    #expect(half.fidelity < 0.9 && half.score < 0.99)
    #expect(try present(Compatibility(wanted(person), with: exactState(of: [person]))).score > 1 - 1e-12)
  }

  @Test("the order of people and of dimensions does not matter")
  func permutations() throws {
    let people = randomPeople(7, seed: 9)
    let product = wanted(randomPeople(1, seed: 10)[0])
    let one = try #require(Compatibility(product, with: exactState(of: people)))
    let other = try #require(Compatibility(product.reversed(), with: exactState(of: people.reversed())))
    #expect(abs(one.score - other.score) < 1e-12 && abs(one.standardError - other.standardError) < 1e-12)
    #expect(one.reasoning == other.reasoning)
    let order = Array(Dimension.allCases.reversed())
    let mirrored = people.map { person in order.map { person[$0.rawValue] } }
    let moved = Dimension.allCases.compactMap { PureQubit($0, value: product[order[$0.rawValue].rawValue].value) }
    #expect(try abs(present(Compatibility(moved, with: exactState(of: mirrored))).score - one.score) < 1e-12)
  }

  @Test("a weight counts as often as it says")
  func weights() throws {
    let state = exactState(of: [Array(repeating: 0.3, count: 12)])
    let near = try #require(PureQubit(.noveltySeeking, value: 0.3, weight: 3))
    let far = try #require(PureQubit(.valueOrientation, value: 0.8))
    let match = try #require(Compatibility([near, far], with: state))
    let fidelity = (1 + cos(Double.pi / 2)) / 2
    #expect(abs(match.score - pow(fidelity, 0.25)) < 1e-12 && abs(match.fidelity - fidelity) < 1e-12)
  }

  @Test("the standard error is that of the delta method and the interval holds the truth")
  func standardError() throws {
    let noise = 0.05
    var qubits: [Dimension: Qubit] = [:]
    for dimension in Dimension.allCases.prefix(4) { qubits[dimension] = Qubit(x: 0.3, y: 0.6, noise: noise) }
    let state = SegmentState(qubits, people: 500)
    let product = Dimension.allCases.prefix(4).compactMap { PureQubit($0, value: 0.4) }
    let match = try #require(Compatibility(product, with: state))
    let fidelity = match.terms[0].fidelity
    let variance = noise * noise / 4 + (1 - pow(2 * fidelity - 1, 2)) / 2000
    #expect(abs(match.standardError - match.score / 4 * (4 * variance / (fidelity * fidelity)).squareRoot()) < 1e-12)
    #expect(match.confidence > 0.9 && match.interval.contains(match.score))
    #expect(
      try present(Compatibility(product, with: exactState(of: [Array(repeating: 0.4, count: 12)]))).confidence == 1)
  }

  @Test("noise in the number of people moves all fidelities together, so that it does not average out")
  func peopleNoise() throws {
    var qubits: [Dimension: Qubit] = [:]
    for dimension in Dimension.allCases { qubits[dimension] = Qubit(x: 0, y: 0.9) }
    let product = Dimension.allCases.compactMap { PureQubit($0, value: 0.5) }
    let exact = try #require(Compatibility(product, with: SegmentState(qubits, people: .infinity)))
    let noisy = try #require(
      Compatibility(product, with: SegmentState(qubits, people: 1_000, peopleNoise: 30)))
    let sampling = try #require(Compatibility(product, with: SegmentState(qubits, people: 1_000))).standardError
    #expect(exact.standardError == 0)
    // G = (1 + .9)/2, and dG = .9/2 of 3 %.
    let error = (noisy.standardError * noisy.standardError - sampling * sampling).squareRoot()
    #expect(abs(error - 0.45 * 0.03) < 1e-9)
  }

  @Test("smoothing's allowance lowers the confidence and widens the interval")
  func allowance() throws {
    let (bare, lagging) = (Qubit(x: 0.3, y: 0.6, noise: 0.05), Qubit(x: 0.3, y: 0.6, noise: 0.05, allowance: 0.05))
    let product = [try #require(PureQubit(.noveltySeeking, value: 0.4))]
    let without = try #require(
      Compatibility(product, with: SegmentState([.noveltySeeking: present(bare)], people: 900)))
    let with = try #require(
      Compatibility(product, with: SegmentState([.noveltySeeking: present(lagging)], people: 900)))
    #expect(with.confidence < without.confidence && with.interval.lowerBound < without.interval.lowerBound)
    #expect(with.score == without.score)
  }

  @Test("no shared dimension is no match")
  func nothingShared() throws {
    let state = SegmentState([.noveltySeeking: try #require(Qubit(value: 0.5))], people: 100)
    #expect(try Compatibility([present(PureQubit(.energyPreference, value: 0.5))], with: state) == nil)
    #expect(Compatibility([], with: state) == nil)
    #expect(SegmentState([:], people: 10).purity == nil && SegmentState([:], people: 10).agreement == nil)
  }

  @Test("the formula names both numbers")
  func formula() throws {
    let state = exactState(of: [Array(repeating: 0.9, count: 12)])
    let near = try #require(Compatibility([present(PureQubit(.noveltySeeking, value: 0.9))], with: state))
    #expect(near.formula == "<phi|rho|phi> = 1.00 over 1 qubit; 1.00 per qubit")
    let far = try #require(Compatibility(wanted(Array(repeating: 0.1, count: 12)), with: state))
    #expect(far.formula == "<phi|rho|phi> = 5.7e-13 over 12 qubits; 0.10 per qubit")
    #expect(DecimalText.probability(0.00999) == "1.0e-2" && DecimalText.probability(0) == "0.00")
    #expect(DecimalText.probability(0.31) == "0.31" && DecimalText.twoDecimals(0.995) == "1.00")
  }

  @Test("the fidelity of a dimension falls as the product moves away from the person, and with it the score")
  func monotoneInDistance() throws {
    for person in randomPeople(12, seed: 41) {
      let state = exactState(of: [person])
      for index in [0, 5, 11] {
        var product = person
        var last = 1.0
        for step in 1...8 {
          let toward = person[index] > 0.5 ? 0.0 : 1
          product[index] = person[index] + (toward - person[index]) * Double(step) / 8
          let score = try #require(Compatibility(wanted(product), with: state)).score
          #expect(score < last)
          last = score
        }
      }
    }
  }

  @Test("scaling and turning a profile around are seen: F(.9, .1) is below .2 and F(x, x/2) below 1")
  func scaleAndOpposites() throws {
    let high = [Double](repeating: 0.9, count: 12)
    let low = [Double](repeating: 0.1, count: 12)
    #expect(try #require(Compatibility(wanted(low), with: exactState(of: [high]))).fidelity < 0.2)
    for person in randomPeople(40, seed: 42) {
      let state = exactState(of: [person])
      let half = try #require(Compatibility(wanted(person.map { $0 / 2 }), with: state))
      let opposite = try #require(Compatibility(wanted(person.map { 1 - $0 }), with: state))
      let own = try #require(Compatibility(wanted(person), with: state))
      #expect(half.fidelity < 1 - 1e-6 && half.score < own.score && opposite.score < own.score)
      #expect(abs(own.fidelity - 1) < 1e-12 && own.buresDistance < 1e-5)
    }
  }

  @Test("the prepared score equals the whole comparison for whole, large and broken weights")
  func preparedScore() throws {
    var random = SplitMix64(seed: 43)
    for person in randomPeople(60, seed: 44) {
      let segment = exactState(of: [person, person.map { $0 * 0.6 }])
      for scale in [1.0, 3, 6, 7, 0.5, 2.25] {
        let weights = person.map { _ in scale * Double(1 + random.below(scale == 1 ? 6 : 1)) }
        let qubits = wanted(person.map { 1 - $0 * random.unit() }, weights: weights)
          .filter { _ in random.below(4) > 0 }
        guard let product = ProductState(qubits) else { continue }
        let whole = try #require(Compatibility(product.qubits, with: segment))
        #expect(try abs(#require(PreparedSegment(segment).score(product)) - whole.score) < 1e-12)
      }
    }
  }
}
