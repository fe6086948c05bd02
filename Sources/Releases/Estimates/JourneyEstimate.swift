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
