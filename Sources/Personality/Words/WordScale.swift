/// Words for a number by the range it falls in.
package struct WordScale: Sendable, Hashable {
  /// Where the next word begins, ascending.
  package let boundaries: [Double]
  /// One word more than there are boundaries.
  package let words: [String]

  /// A scale of a first word and, ascending, each boundary with the word that begins there.
  package init(_ first: String, _ steps: [(from: Double, word: String)]) {
    boundaries = steps.map(\.from)
    words = [first] + steps.map(\.word)
  }

  /// The word for a value.
  ///
  /// - Parameters:
  ///   - value: The value; a boundary belongs to the range above it.
  ///   - interval: Its 95 % interval. When that crosses a boundary, the word of its lower end with "about" is the
  ///     answer, since the higher word may not be true.
  package func word(for value: Double, interval: ClosedRange<Double>? = nil) -> String {
    guard let interval, index(of: interval.lowerBound) != index(of: interval.upperBound) else {
      return words[index(of: value)]
    }
    return "about " + words[index(of: interval.lowerBound)]
  }

  private func index(of value: Double) -> Int { boundaries.count { $0 <= value } }

  /// Words for the score of a product.
  package static let compatibility = scores("compatibility")
  /// Words for the score of a knot.
  package static let topologicalCompatibility = scores("topological compatibility")

  private static func scores(_ noun: String) -> WordScale {
    WordScale("low \(noun)", [(0.4, "moderate \(noun)"), (0.6, "good \(noun)"), (0.8, "high \(noun)")])
  }
}
