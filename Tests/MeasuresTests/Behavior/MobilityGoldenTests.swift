import Measures
import Population
import Testing

@Suite("Mobility goldens", .timeLimit(.minutes(1)))
struct MobilityGoldenTests {
  private static let places: [Character: GeographicPosition] = [
    "H": GeographicPosition(latitudeDegrees: 37.77, longitudeDegrees: -122.42),
    "W": GeographicPosition(latitudeDegrees: 37.79, longitudeDegrees: -122.40),
    "R": GeographicPosition(latitudeDegrees: 37.76, longitudeDegrees: -122.43),
    "G": GeographicPosition(latitudeDegrees: 37.80, longitudeDegrees: -122.45),
  ]
  private let sequence = Array("HWHWRHWHGHWRH")
  private var positions: [GeographicPosition] { sequence.compactMap { Self.places[$0] } }

  @Test("radius of gyration and 2-radius agree with the published values")
  func radius() throws {
    let all = try #require(RadiusOfGyration.kilometres(positions, centre: .averageOfDegrees))
    #expect(abs(all - 1.881022987562544) < 1e-9)
    let two = try #require(RadiusOfGyration.kilometres(positions, mostVisited: 2, centre: .averageOfDegrees))
    #expect(abs(two - 1.3886887204482699) < 1e-9)
    let unit = try #require(RadiusOfGyration.kilometres(positions))
    #expect(abs(unit - all) < 1e-8)
    #expect(unit != all)
  }

  @Test("random, uncorrelated and real entropy agree with the published values")
  func entropies() {
    #expect(SequenceEntropy.random(sequence) == 2)
    let uncorrelated = SequenceEntropy.uncorrelated(sequence)
    #expect(abs(uncorrelated - 1.7381493331928664) < 1e-9)
    #expect(abs(uncorrelated / SequenceEntropy.random(sequence) - 0.8690746665964332) < 1e-9)
    #expect(abs(SequenceEntropy.real(sequence) - 1.5033036354948186) < 1e-9)
  }

  @Test(
    "Lempel-Ziv entropy of short sequences agrees with the published values",
    arguments: [("AAAAAAAA", 1.0), ("ABCDEFGH", 8.0 / 3), ("AB", 2.0 / 3), ("A", 0), ("", 0)] as [(String, Double)])
  func shortSequences(text: String, entropy: Double) {
    #expect(abs(SequenceEntropy.real(text) - entropy) < 1e-9)
  }

  @Test("the suffix automaton finds the same match lengths as a search of every piece")
  func matchLengths() {
    var random = SplitMix64(seed: 11)
    for round in 0..<300 {
      let alphabet = 1 + random.below(5)
      let symbols = (0..<(1 + round % 40)).map { _ in random.below(alphabet) }
      let lengths = SuffixAutomaton(SymbolSequence(symbols)).earlierMatchLengths()
      #expect(lengths == Self.searchedMatchLengths(symbols))
    }
  }

  private static func searchedMatchLengths(_ symbols: [Int]) -> [Int] {
    symbols.indices.map { start in
      let longest = min(start, symbols.count - start)
      return (0...longest).last { length in
        (0...(start - length)).contains { Array(symbols[$0..<$0 + length]) == Array(symbols[start..<start + length]) }
      } ?? 0
    }
  }

  @Test("a long sequence takes a linear number of states")
  func longSequence() {
    let periodic = (0..<50_000).map { $0 % 7 }
    #expect(SequenceEntropy.real(periodic) < 0.01)
    var random = SplitMix64(seed: 5)
    let noisy = (0..<20_000).map { _ in random.below(64) }
    #expect(SequenceEntropy.real(noisy) > 4.8 && SequenceEntropy.real(noisy) < 6)
  }

  @Test("a walk around the antimeridian spreads as far as the same walk elsewhere")
  func antimeridian() throws {
    func walk(around longitude: Double) -> [GeographicPosition] {
      [-0.3, -0.1, 0.2, 0.4].map { step in
        let raw = longitude + step
        return GeographicPosition(latitudeDegrees: -17.7, longitudeDegrees: raw > 180 ? raw - 360 : raw)
      }
    }
    let fiji = try #require(RadiusOfGyration.kilometres(walk(around: 179.95)))
    let elsewhere = try #require(RadiusOfGyration.kilometres(walk(around: 20)))
    #expect(abs(fiji - elsewhere) < 1e-6)
    let averaged = try #require(RadiusOfGyration.kilometres(walk(around: 179.95), centre: .averageOfDegrees))
    #expect(averaged > 1_000)
  }

  @Test("no positions have no radius, one position has radius 0")
  func fewPositions() throws {
    #expect(RadiusOfGyration.kilometres([]) == nil)
    let one = try #require(RadiusOfGyration.kilometres([positions[0]]))
    #expect(one < 1e-6)
  }
}
