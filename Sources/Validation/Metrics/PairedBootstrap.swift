import Population

/// Intervals of a change between two means over the same people: people are drawn anew with replacement, the same ones
/// for every pair (Efron and Tibshirani, An Introduction to the Bootstrap, 1993, percentile intervals).
package struct PairedBootstrap: Sendable {
  /// A change in per cent with its interval of 95 %.
  package struct Change: Sendable, Hashable {
    /// The change of the mean.
    package let value: Double
    /// Ends of the interval.
    package let low: Double, high: Double
  }

  /// How often people are drawn.
  package static let rounds = 1_000
  private static let seed: UInt64 = 20_261_130

  /// How often each person is drawn in each round, the people of a round one after the other.
  private let times: [UInt8]
  private let people: Int

  /// Draws people, by a seed that is always the same.
  package init(people: Int) {
    self.people = people
    var times = [UInt8](repeating: 0, count: people * Self.rounds)
    for round in 0..<Self.rounds {
      var generator = SplitMix64(seed: Self.seed, stream: UInt64(round))
      for _ in 0..<people { times[round * people + generator.below(people)] &+= 1 }
    }
    self.times = times
  }

  /// By how much the mean of `values` differs from that of `base`, in per cent of the latter.
  ///
  /// - Parameters:
  ///   - values: a number for each person; `nil` for people who do not count, as in `base`.
  ///   - base: the numbers that they are compared with.
  /// - Returns: no change where nobody counts; a mean of 0 counts as one of 1e-12.
  package func change(_ values: [Double?], from base: [Double?]) -> Change {
    let (after, before) = (values.map { $0 ?? 0 }, base.map { $0 ?? 0 })
    func change(_ after: Double, _ before: Double) -> Double { 100 * (after - before) / max(before, 1e-12) }
    let drawn = (0..<Self.rounds).map { round in
      let start = round * people
      var sums = (after: 0.0, before: 0.0)
      for person in 0..<people {
        let count = Double(times[start + person])
        sums.after += count * after[person]
        sums.before += count * before[person]
      }
      return change(sums.after, sums.before)
    }.sorted()
    return Change(
      value: change(after.reduce(0, +), before.reduce(0, +)), low: Self.quantile(0.025, drawn),
      high: Self.quantile(0.975, drawn))
  }

  /// A quantile between the two nearest numbers, by their distance (type 7 of Hyndman and Fan, 1996).
  private static func quantile(_ share: Double, _ sorted: [Double]) -> Double {
    let place = share * Double(sorted.count - 1)
    let below = Int(place.rounded(.down))
    let above = min(below + 1, sorted.count - 1)
    return sorted[below] + (place - Double(below)) * (sorted[above] - sorted[below])
  }
}
