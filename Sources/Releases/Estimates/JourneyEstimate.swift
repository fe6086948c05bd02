import Glibc
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

  /// The most probable path of four categories; `nil` where another may be as probable, or a step of it may not exist.
  package let path: [JourneyCategory]?
  /// The probability that the path found is more probable than its closest rival, `[.5, 1]`; `nil` without a path of
  /// moves that exist.
  package let pathConfidence: Double?
  /// Moves that exist, the most frequent first: those of the path and the most frequent others, at most `mostSteps`
  /// together.
  package let steps: [Step]

  /// Categories of a path.
  package static let pathLength = 4
  /// Most steps told.
  package static let mostSteps = 12
  /// Least confidence with which a path is told.
  package static let leastConfidence = 0.95

  /// Reads noisy counts of moves, row by row; `nil` when they do not tell of any.
  init?(_ sums: NoisySums) {
    guard let moves = MoveTable(sums.values, variance: sums.variance) else { return nil }
    let chain = MoveChain(moves)
    let best = chain.paths.first
    pathConfidence = best.map { chain.confidence(in: $0) }
    path = best.flatMap { [pathConfidence] in pathConfidence ?? 0 >= Self.leastConfidence ? $0.categories : nil }
    let way = path == nil ? [] : best?.moves ?? []
    let byFrequency: (Int, Int) -> Bool = { (-moves.counts[$0], $0) < (-moves.counts[$1], $1) }
    let others = moves.certain.filter { !way.contains($0) }.sorted(by: byFrequency)
    steps = (way + others).prefix(Self.mostSteps).sorted(by: byFrequency).map { Step($0, of: moves) }
  }
}

extension JourneyEstimate.Step {
  fileprivate init(_ move: Int, of moves: MoveTable) {
    share = min(1, moves.counts[move] / moves.total)
    let cells = Double(MoveTable.moves.count)
    let noise = moves.noise * ((1 - share) * (1 - share) + (cells - 1) * share * share)
    let half = Confidence.halfWidth95(standardError: (noise + moves.counts[move]).squareRoot() / moves.total)
    interval = max(0, share - half)...min(1, share + half)
    (from, to) = (MoveTable.categories[move / MoveTable.size], MoveTable.categories[move % MoveTable.size])
  }
}

/// Noisy counts of moves between categories.
///
/// A count is a sum over people of values in `[0, 1]`, so that its sampling variance is at most the count. Counts are
/// summed as they were drawn: to cut each at 0 first would add half the noise of every move that nobody makes.
struct MoveTable: Sendable, Hashable {
  static let categories = JourneyCategory.allCases
  static let size = categories.count
  /// Positions of moves among the counts, `12 x from + to`; nobody moves to the category they are in.
  static let moves = (0..<size * size).filter { $0 / size != $0 % size }
  /// The quantile at which all moves that nobody makes stay out together 95 times in 100 (Bonferroni).
  static let simultaneousQuantile = 3.554

  /// All counts.
  let counts: [Double]
  /// Variance of the noise of each.
  let noise: Double
  /// All moves, above 0: at least those that are more than noise.
  let total: Double
  /// The moves whose count is more than noise.
  let certain: [Int]

  /// `nil` for a wrong number of counts, or where they are no more than noise in all.
  init?(_ counts: [Double], variance: Double) {
    guard counts.count == Self.size * Self.size, counts.allSatisfy(\.isFinite) else { return nil }
    (self.counts, noise) = (counts, variance)
    let certain = Self.moves.filter {
      counts[$0] > Self.simultaneousQuantile * (variance + max(0, counts[$0])).squareRoot()
    }
    self.certain = certain
    total = max(Self.moves.reduce(0) { $0 + counts[$1] }, certain.reduce(0) { $0 + counts[$1] })
    guard total > 0 else { return nil }
  }

  /// Moves that begin in a category: at least those that exist.
  func departures(_ category: Int) -> Double {
    let row = Self.size * category..<Self.size * (category + 1)
    let all = row.reduce(0) { $0 + ($1 / Self.size == $1 % Self.size ? 0 : counts[$1]) }
    return max(all, certain.reduce(0) { $0 + (row.contains($1) ? counts[$1] : 0) })
  }

  /// Variance of a count, noise and sampling together.
  func variance(_ move: Int) -> Double { noise + max(0, counts[move]) }
}

/// The Markov chain of the moves that exist.
struct MoveChain: Sendable, Hashable {
  /// A path of four different categories.
  struct Path: Sendable, Hashable {
    let categories: [JourneyCategory]
    /// Its three moves.
    let moves: [Int]
    /// The share of all moves that are its first, times the probability of each later one.
    let probability: Double
  }

  /// The possible paths, the most probable first, of equal ones the first by category.
  let paths: [Path]
  private let moves: MoveTable
  private let departures: [Double]

  init(_ moves: MoveTable) {
    self.moves = moves
    let departures = (0..<MoveTable.size).map(moves.departures)
    self.departures = departures
    let next = Dictionary(grouping: moves.certain) { $0 / MoveTable.size }
    let found = moves.certain.flatMap { first in
      (next[first % MoveTable.size] ?? []).flatMap { second in
        (next[second % MoveTable.size] ?? []).compactMap { third -> Path? in
          let way = [first, second, third]
          let places = [first / MoveTable.size] + way.map { $0 % MoveTable.size }
          guard Set(places).count == JourneyEstimate.pathLength else { return nil }
          let probability = way.dropFirst().reduce(moves.counts[first] / moves.total) {
            $0 * moves.counts[$1] / departures[$1 / MoveTable.size]
          }
          return Path(
            categories: places.map { MoveTable.categories[$0] }, moves: way, probability: probability)
        }
      }
    }
    paths = found.sorted { $0.probability > $1.probability }
  }

  /// The least probability that the path is more probable than another one: `Phi(d / SE)` of the difference d of their
  /// logarithms, whose error is that of the counts in it (delta method). Those below a hundredth of it are no rivals.
  func confidence(in path: Path) -> Double {
    let own = slopes(of: path)
    return paths.prefix { $0.probability > path.probability / 100 }.filter { $0 != path }.reduce(1) { least, rival in
      let other = slopes(of: rival)
      let variance = MoveTable.moves.reduce(0) { sum, move in
        let slope = own[move] - other[move]
        return sum + slope * slope * moves.variance(move)
      }
      let distance = log(path.probability / rival.probability)
      return min(
        least, Confidence.comparison(value: distance, threshold: 0, standardError: variance.squareRoot()))
    }
  }

  /// The derivative of the logarithm of a path's probability by each count, but for the share of all moves, which is the
  /// same for all paths.
  private func slopes(of path: Path) -> [Double] {
    var slopes = [Double](repeating: 0, count: moves.counts.count)
    for move in path.moves { slopes[move] += 1 / moves.counts[move] }
    for move in path.moves.dropFirst() {
      let category = move / MoveTable.size
      for other in MoveTable.size * category..<MoveTable.size * (category + 1) {
        slopes[other] -= 1 / departures[category]
      }
    }
    return slopes
  }
}
