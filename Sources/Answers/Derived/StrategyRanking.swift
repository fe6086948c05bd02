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
  /// share is said once. One that speaks against the strategy is said as it is: `High return rate, despite high novelty
  /// seeking` and not as the lack of its opposite.
  static func reasoning(_ parts: [DerivedResult.Part]) -> String {
    let top = parts.enumerated().sorted {
      ($1.element.contribution, $0.offset) < ($0.element.contribution, $1.offset)
    }.prefix(2).map(\.element)
    guard let first = top.first else { return "" }
    guard let second = top.dropFirst().first else { return said(first).capitalizedFirst }
    if speaksAgainst(second), !speaksAgainst(first) {
      return "\(said(first)), despite \(saidPlainly(second))".capitalizedFirst
    }
    let isSame = word(of: first) == word(of: second)
    return "\(said(first)) + \(isSame ? subject(of: second) : said(second))".capitalizedFirst
  }

  /// Whether little of what the strategy needs is there.
  private static func speaksAgainst(_ part: DerivedResult.Part) -> Bool { word(of: part).hasSuffix("low") }

  private static func said(_ part: DerivedResult.Part) -> String { "\(word(of: part)) \(subject(of: part))" }

  private static func saidPlainly(_ part: DerivedResult.Part) -> String {
    "\(part.quantity.shareWord(top: part.term.input.top)) \(part.term.input.words)"
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
