import Foundation

/// What outputs with and without a person tell of whether they are there: a lower bound of epsilon at some delta.
struct EmpiricalEpsilon {
  /// What may go wrong besides.
  let delta: Double

  /// The bound: the event, an output of at least some number, is chosen on the first half of each, and counted on the second.
  func bound(with: [Int64], without: [Int64]) -> Double {
    let half = with.count / 2
    let chosen = Set(with).max {
      bound(with.prefix(half), without.prefix(half), $0) < bound(with.prefix(half), without.prefix(half), $1)
    }
    return chosen.map { bound(with.suffix(half), without.suffix(half), $0) } ?? 0
  }

  private func bound(_ with: ArraySlice<Int64>, _ without: ArraySlice<Int64>, _ least: Int64) -> Double {
    let often = ClopperPearson(successes: with.count { $0 >= least }, of: with.count, alpha: 0.005).lower
    let seldom = ClopperPearson(successes: without.count { $0 >= least }, of: without.count, alpha: 0.005).upper
    return often > delta ? log((often - delta) / seldom) : 0
  }
}
