import Population

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
