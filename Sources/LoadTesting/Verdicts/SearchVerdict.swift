internal import Pages

/// What the steps of a search for the highest rate come to.
package enum SearchVerdict: Sendable, Hashable {
  /// The highest rate that held; above it the conditions were missed.
  case highest(Double)
  /// A rate that held; what was tried above it was more than the generator could do, or nothing was.
  case atLeast(Double)
  /// No rate held; this is the lowest that was tried.
  case none(lowest: Double)
  /// The generator could keep up with no rate, or the search was cut before the first had been tried.
  case undecided

  /// Judges the steps.
  package init(_ steps: [SearchStep]) {
    let missed = steps.filter { !$0.held }
    guard let held = steps.filter(\.held).map(\.rate).max() else {
      let lowest = missed.filter { !$0.undecided }.map(\.rate).min()
      self = lowest.map { .none(lowest: $0) } ?? .undecided
      return
    }
    let above = missed.filter { $0.rate > held }.min { $0.rate < $1.rate }
    self = above?.undecided == false ? .highest(held) : .atLeast(held)
  }

  /// One sentence.
  package var text: String {
    switch self {
    case .highest(let rate): "highest rate that held: \(Self.number(rate))/s"
    case .atLeast(let rate):
      "at least \(Self.number(rate))/s: no higher rate was decided; with more --loops, or from another machine, more may hold"
    case .none(let rate): "no rate held, down to \(Self.number(rate))/s"
    case .undecided: "undecided: the generator could not keep up with any rate, so that nothing is known of the server"
    }
  }

  fileprivate static func number(_ rate: Double) -> String { NumberText.fixed(rate, rate < 100 ? 1 : 0) }
}

extension SearchStep {
  /// The rate and what became of it, in one line.
  package var line: String {
    "\(NumberText.padded(SearchVerdict.number(rate), 10))/s reached \(SearchVerdict.number(reached)), "
      + "p99 \(NumberText.milliseconds(p99)), errors \(NumberText.fixed(100 * errorShare, 2)) %: "
      + (held ? "held" : undecided ? "undecided, the generator could not keep up" : "missed")
  }
}
