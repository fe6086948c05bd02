import Personality
package import Releases

/// The marketing strategies in order of their score.
package struct StrategyRanking: Sendable, Hashable {
  /// How many strategies are shown.
  package static let shownCount = 3

  /// A strategy with its score.
  package struct Strategy: Sendable, Hashable {
    /// Name of the strategy.
    package let name: String
    /// Score with its error.
    package let effectiveness: Quantity
    /// The two inputs that decided, with their words.
    package let reasoning: String
  }

  /// The three largest that can be computed, ties by name.
  package let best: [Strategy]
  /// Strategies that lack at least one released input, and those whose score has too little confidence.
  package let absent: [AbsentFormula]

  /// Scores the strategies whose inputs are released.
  package init(_ formulas: [DerivedFormula], inputs: DerivedInputs) {
    let (known, absent) = RankedFormula.rank(formulas, inputs: inputs)
    let shown = known.filter { Finding.known($0.result.quantity).shown.quantity != nil }
    best = shown.prefix(Self.shownCount).map {
      Strategy(
        name: $0.formula.name, effectiveness: $0.result.quantity, reasoning: Self.reasoning($0.result.parts))
    }
    self.absent =
      absent
      + known.compactMap { ranked in
        guard case .absent(let absence) = Finding.known(ranked.result.quantity).shown else { return nil }
        return AbsentFormula(name: ranked.formula.name, absence: absence)
      }
  }

  /// The two inputs with the largest weighted part: `High trend-setter score + novelty seeking`. A word that both
  /// share is said once.
  static func reasoning(_ parts: [DerivedResult.Part]) -> String {
    let top = parts.enumerated().sorted {
      ($1.element.contribution, $0.offset) < ($0.element.contribution, $1.offset)
    }.prefix(2).map(\.element)
    var said = ""
    return top.map { part in
      let word = word(of: part)
      defer { said = word }
      return word == said ? subject(of: part) : "\(word) \(subject(of: part))"
    }.joined(separator: " + ").capitalizedFirst
  }

  private static func subject(of part: DerivedResult.Part) -> String {
    part.term.transform.isFalling ? part.term.input.oppositeWords : part.term.input.words
  }

  private static func word(of part: DerivedResult.Part) -> String {
    guard part.term.transform.isFalling else { return part.quantity.shareWord(top: part.term.input.top) }
    let interval = part.quantity.interval
    return WordScale.share.word(
      forShown: 1 - part.quantity.value, interval: (1 - interval.upperBound)...(1 - interval.lowerBound), top: 1)
  }
}
