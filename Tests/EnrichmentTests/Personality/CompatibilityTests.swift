import Glibc
import Testing

@testable import Enrichment

@Suite("compatibility of products and segments")
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
}
