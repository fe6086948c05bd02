import EngineFixtures
import Glibc
import Testing

@testable import Personality
@testable import Population

@Suite("dimensions of a segment", .timeLimit(.minutes(1)))
struct SegmentDimensionTests {
  @Test("the twelve names go there and back")
  func names() {
    #expect(Dimension.allCases.count == 12 && Set(Dimension.allCases.map(\.name)).count == 12)
    #expect(Dimension.allCases.allSatisfy { Dimension(name: $0.name) == $0 })
    #expect(Dimension(name: "sustainability") == nil && Dimension(rawValue: 10)?.name == "value_orientation")
  }

  @Test("a single person's value comes back, and its deviation is 0", arguments: [0, 0.2, 0.5, 0.83, 1])
  func oneValue(value: Double) throws {
    let estimate = try #require(DimensionEstimate(present(Qubit(value: value)), people: 1000))
    #expect(abs(estimate.value - value) < 1e-9 && estimate.standardDeviation < 1e-7)
  }

  @Test("the circular standard deviation is near the plain one for a narrow crowd")
  func deviation() throws {
    let state = exactState(of: [Array(repeating: 0.45, count: 12), Array(repeating: 0.55, count: 12)])
    let estimate = try #require(DimensionEstimate(present(state[.crowdTolerance]), people: 1000))
    #expect(abs(estimate.value - 0.5) < 1e-12 && abs(estimate.standardDeviation - 0.05) < 0.001)
  }

  @Test("a crowd shorter than .2 has no value, and one at .2 has")
  func split() throws {
    #expect(try DimensionEstimate(present(Qubit(x: 0.1, y: 0.17)), people: 9000) == nil)
    #expect(try DimensionEstimate(present(Qubit(x: 0.12, y: 0.16001)), people: 9000) != nil)
    #expect(try present(Qubit(x: 0, y: 0)).standardDeviation == nil)
  }

  @Test("a released vector is projected to the half disk, and no number that is not finite is taken")
  func projection() throws {
    let outside = try #require(Qubit(x: -1.2, y: 1.6))
    #expect(abs(outside.length - 1) < 1e-12 && abs(outside.x + 0.6) < 1e-12)
    #expect(try present(Qubit(x: 0.4, y: -0.3)).y == 0)
    #expect(Qubit(x: .nan, y: 0) == nil && Qubit(x: 0, y: 0, noise: -1) == nil && Qubit(value: 1.1) == nil)
  }

  @Test("the standard error is noise and sampling over π|r|")
  func standardError() throws {
    let estimate = try #require(DimensionEstimate(present(Qubit(x: 0, y: 0.8, noise: 0.044)), people: 1250))
    let first = (0.044 * 0.044 + 0.36 / 1250).squareRoot() / (Double.pi * 0.8)
    #expect(abs(estimate.standardError - first) < 1e-12)
    let joint = (0.044 * 0.044 + (0.36 + 2 * 0.8 * 0.044) / 1250).squareRoot() / (Double.pi * 0.8)
    #expect(abs(estimate.jointError - joint) < 1e-12)
    #expect(estimate.confidence > 0.95 && estimate.interval.contains(0.5))
  }

  @Test("noise never makes people agree entirely: their deviation stays above 0, in an interval that says they may")
  func unresolvedDeviation() throws {
    for length in [0.97, 1, 1.2] {
      let estimate = try #require(DimensionEstimate(present(Qubit(x: 0, y: length, noise: 0.044)), people: 1250))
      #expect(estimate.standardDeviation > 0.05 && estimate.deviationInterval.lowerBound == 0)
      #expect(estimate.deviationInterval.upperBound > estimate.standardDeviation)
      #expect(estimate.deviationInterval.upperBound < 0.2)
    }
  }

  @Test("a deviation that noise cannot explain is that of |r|, inside an interval without 0")
  func resolvedDeviation() throws {
    let qubit = try #require(Qubit(x: 0, y: 0.8, noise: 0.02))
    let estimate = try #require(DimensionEstimate(qubit, people: 1250))
    #expect(abs(estimate.standardDeviation - (try present(qubit.standardDeviation))) < 1e-9)
    #expect(estimate.deviationInterval.lowerBound > 0.15 && estimate.deviationInterval.upperBound < 0.3)
    let counted = try #require(DimensionEstimate(qubit, people: 1250, relativeNoise: 0.05))
    #expect(counted.deviationInterval.upperBound > estimate.deviationInterval.upperBound)
    #expect(counted.standardError == estimate.standardError, "a longer vector has the same direction")
  }

  @Test("words follow the value, and the lower word with about when the interval crosses a boundary")
  func words() {
    let words = Dimension.valueOrientation.words
    #expect(words.word(for: 0.1) == "price first" && words.word(for: 0.82) == "quality over price")
    #expect(words.word(for: 0.5) == "between price first and quality over price")
    #expect(words.word(for: 0.8, interval: 0.79...0.83) == "about leaning to quality over price")
    #expect(words.word(for: 0.7, interval: 0.61...0.79) == "leaning to quality over price")
    #expect(Set(Dimension.allCases.flatMap { $0.words.words }).count == 60)
    #expect(WordScale.compatibility.word(for: 0.8) == "high compatibility")
    #expect(WordScale.compatibility.word(for: 0.79, interval: 0.35...0.85) == "about low compatibility")
    #expect(WordScale.topologicalCompatibility.word(for: 0.39) == "low topological compatibility")
  }
}
