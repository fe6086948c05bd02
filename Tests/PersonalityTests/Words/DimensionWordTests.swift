import Personality
import Population
import Testing

@Suite("words for values", .timeLimit(.minutes(1)))
struct DimensionWordTests {
  @Test("a dimension runs from its low pole to its high one in five words", arguments: Dimension.allCases)
  func scale(dimension: Dimension) {
    let words = stride(from: 0.1, to: 1, by: 0.2).map { dimension.words.word(for: $0) }
    let (low, high) = dimension.poles
    #expect(words == [low, "leaning to \(low)", "between \(low) and \(high)", "leaning to \(high)", high])
    #expect(low != high)
  }

  @Test("a boundary belongs to the range above it")
  func boundaries() {
    let scale = WordScale("low", [(0.4, "middle"), (0.8, "high")])
    #expect(
      [0, 0.399, 0.4, 0.799, 0.8, 1].map { scale.word(for: $0) } == ["low", "low", "middle", "middle", "high", "high"])
    #expect(scale.boundaries == [0.4, 0.8] && scale.words.count == 3)
  }

  @Test("an interval across a boundary gets the lower word with about, one within a range its word")
  func intervals() {
    let scale = WordScale.compatibility
    #expect(scale.word(for: 0.7, interval: 0.61...0.79) == "good compatibility")
    #expect(scale.word(for: 0.7, interval: 0.59...0.79) == "about moderate compatibility")
    #expect(scale.word(for: 0.81, interval: 0.3...0.95) == "about low compatibility")
    let novelty = Dimension.noveltySeeking.words
    #expect(novelty.word(for: 0.6, interval: 0.5...0.7) == "roughly between favourites and routine and new things")
    #expect(novelty.word(for: 0.7, interval: 0.61...0.9) == "about leaning to new things")
    #expect(WordScale.topologicalCompatibility.word(for: 0.9) == "high topological compatibility")
  }

  @Test(
    "numbers are written with a full stop and two decimals, clamped",
    arguments: [
      (0, "0.00"), (0.005, "0.01"), (1, "1.00"), (0.314_9, "0.31"), (999.999, "1000.00"), (-3, "0.00"),
      (2e9, "1000.00"),
    ])
  func decimals(value: Double, text: String) { #expect(DecimalText.twoDecimals(value) == text) }

  @Test(
    "a small probability keeps two digits that count",
    arguments: [
      (0.01, "0.01"), (0.009_99, "1.0e-2"), (0.001_23, "1.2e-3"), (4.56e-11, "4.6e-11"), (0, "0.00"), (1, "1.00"),
    ])
  func probabilities(value: Double, text: String) { #expect(DecimalText.probability(value) == text) }
}
