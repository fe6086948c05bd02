package import Population
import Privacy

/// What released moves between categories say of the journeys of a segment.
package struct JourneyEstimate: Sendable, Hashable {
  /// A move from one category to another.
  package struct Step: Sendable, Hashable {
    /// Where it begins.
    package let from: JourneyCategory
    /// Where it ends.
    package let to: JourneyCategory
    /// Its share of all moves, in `[0, 1]`; every person's moves weigh alike.
    package let share: Double
    /// The 95 % interval of the share.
    package let interval: ClosedRange<Double>
  }

  /// The most probable path of four categories; `nil` when a step of it may not exist.
  package let path: [JourneyCategory]?
  /// Steps whose interval does not touch 0, the most frequent first: those of the path and the most frequent others, at
  /// most `mostSteps` together.
  package let steps: [Step]

  /// Categories of a path.
  package static let pathLength = 4
  /// Most steps told.
  package static let mostSteps = 12

  /// Reads noisy counts of moves, row by row; `nil` when none is above 0.
  ///
  /// A count is a sum over people of values in `[0, 1]`, so that its sampling variance is at most the count.
  init?(_ sums: NoisySums) {
    guard let chain = MoveChain(sums.values) else { return nil }
    let isCertain = sums.values.map { count in
      count > Confidence.halfWidth95(standardError: (sums.variance + max(0, count)).squareRoot())
    }
    let path = chain.mostProbablePath ?? []
    let way = zip(path, path.dropFirst()).map(MoveChain.index)
    let isPathCertain = !way.isEmpty && way.allSatisfy { isCertain[$0] }
    self.path = isPathCertain ? path : nil
    let byFrequency: (Int, Int) -> Bool = { (-chain.counts[$0], $0) < (-chain.counts[$1], $1) }
    let others = isCertain.indices.filter { isCertain[$0] && !(isPathCertain && way.contains($0)) }.sorted(
      by: byFrequency)
    let told = (isPathCertain ? way : []) + others
    steps = told.prefix(Self.mostSteps).sorted(by: byFrequency).map { index in
      let share = chain.counts[index] / chain.total
      let noise = sums.variance * ((1 - share) * (1 - share) + Double(chain.counts.count - 1) * share * share)
      let error = (noise + chain.counts[index]).squareRoot() / chain.total
      let half = Confidence.halfWidth95(standardError: error)
      return Step(
        from: MoveChain.categories[index / MoveChain.categories.count],
        to: MoveChain.categories[index % MoveChain.categories.count], share: share,
        interval: max(0, share - half)...min(1, share + half))
    }
  }
}

/// A Markov chain over categories, from counts of moves.
struct MoveChain: Sendable, Hashable {
  static let categories = JourneyCategory.allCases

  /// Counts, none below 0: entry `12 x from + to`. Nobody moves to the category they are in.
  let counts: [Double]
  /// Moves that begin in each category.
  private let departures: [Double]
  /// All moves, above 0.
  let total: Double

  /// The chain of noisy counts; `nil` for a wrong number of them, or when none is above 0.
  init?(_ noisy: [Double]) {
    let size = Self.categories.count
    guard noisy.count == size * size else { return nil }
    let counts = noisy.enumerated().map { $0.offset / size == $0.offset % size ? 0 : max(0, $0.element) }
    self.counts = counts
    departures = (0..<size).map { row in counts[size * row..<size * (row + 1)].reduce(0, +) }
    total = counts.reduce(0, +)
    guard total > 0, total.isFinite else { return nil }
  }

  /// Position of a move among the counts.
  static func index(_ from: JourneyCategory, _ to: JourneyCategory) -> Int {
    categories.count * Int(from.rawValue) + Int(to.rawValue)
  }

  /// The path of four different categories with the largest probability, a journey beginning where moves begin:
  /// the share of all moves that are its first, times the probability of each later step. Of equal ones the first by
  /// category; `nil` when no path is possible.
  var mostProbablePath: [JourneyCategory]? {
    var (best, path): (Double, [JourneyCategory]?) = (0, nil)
    for first in Self.categories {
      for second in Self.categories where second != first {
        let begun = counts[Self.index(first, second)] / total
        guard begun > best else { continue }
        for third in Self.categories where third != first && third != second {
          let continued = begun * probability(second, third)
          guard continued > best else { continue }
          for fourth in Self.categories where fourth != first && fourth != second && fourth != third {
            let whole = continued * probability(third, fourth)
            if whole > best { (best, path) = (whole, [first, second, third, fourth]) }
          }
        }
      }
    }
    return path
  }

  private func probability(_ from: JourneyCategory, _ to: JourneyCategory) -> Double {
    let departing = departures[Int(from.rawValue)]
    return departing > 0 ? counts[Self.index(from, to)] / departing : 0
  }
}
