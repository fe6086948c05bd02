/// How much one person can move a released integer vector, in granules: the L2 sensitivity under adding or removing
/// every row of that person, over all cells of a run together.
///
/// Each shape carries the parameters of its proof; `l2` computes the bound from them, rounding of single records
/// included. The neighbour shapes hold for a graph of at most `neighbours` counted connections per person.
package enum ContributionBound: Sendable, Hashable {
  /// `length` indicators, each 0 or 1: `sqrt(length)`.
  case indicators(length: Int64)
  /// One value centred in its range, at most `halfRange` in magnitude.
  case centredValue(halfRange: Int64)
  /// Non-negative parts that sum to exactly `total`, or all zero: at most `total`, reached by one full part.
  case partition(total: Int64)
  /// `count` unit vectors of `dimension` coordinates, each coordinate rounded to a granule:
  /// `sqrt(count) granulesPerUnit + sqrt(count dimension) / 2`, rounded up.
  case unitVectors(count: Int64, dimension: Int64, granulesPerUnit: Int64)
  /// A sum over people of a non-decreasing function of the number of neighbours, centred at its value for
  /// `neighbours`; one neighbour less lowers a value by at most `perNeighbour`.
  ///
  /// Removing a person with `k` neighbours takes away a centred value of at most `(neighbours - k) perNeighbour` in
  /// magnitude and lowers `k` others by at most `perNeighbour`: an L1 change over all cells of at most
  /// `neighbours perNeighbour`, wherever the neighbours are.
  case neighbourCountFunction(perNeighbour: Int64, neighbours: Int64)
  /// A sum over people of centred values, each at most `own` in magnitude, in which removing a person also moves the
  /// values of at most `neighbours` others by at most `perNeighbour` each.
  case neighbourValues(own: Int64, perNeighbour: Int64, neighbours: Int64)
  /// A sum over people of the density of ties among their neighbours, at most `whole` granules each.
  ///
  /// Removing a person takes away one value and changes those of at most `neighbours` others, nobody else's.
  case egoDensity(whole: Int64, neighbours: Int64)
  /// A sum over people of how many others are exactly two steps away, in units of one.
  ///
  /// Removing a person loses their own ring, their place in those of others, and the ordered pairs of their neighbours
  /// that no other way joins: `neighbours (neighbours - 1)` each. No distance shrinks, so nothing is gained.
  case twoStepRing(neighbours: Int64)
  /// The ordered pairs of people at most three steps apart, divided by `pairsPerGranule` and rounded down as a whole.
  ///
  /// Removing a person with D neighbours loses the pairs they are an end of, `2 D (1 + (D - 1) + (D - 1)^2)`, and at
  /// most `2 D^2 (D - 1)` that were joined through them.
  case pairsWithinThreeSteps(neighbours: Int64, pairsPerGranule: Int64)
  /// A sum over the ends of ties of a value of at most `perEnd` in magnitude, or a histogram of ends with `perEnd` 1.
  ///
  /// Removing a person takes away their ends and those that name them: `2 neighbours perEnd`.
  case tieEnds(perEnd: Int64, neighbours: Int64)

  /// The square of the L2 sensitivity; `nil` when a parameter is negative, or the square exceeds 2^62.
  package var l2Squared: UInt64? {
    switch self {
    case .indicators(let length):
      return length > 0 && length < 1 << 31 ? UInt64(length) : nil
    case .centredValue(let halfRange): return Self.square(halfRange)
    case .partition(let total): return Self.square(total)
    case .unitVectors(let count, let dimension, let granules):
      return Self.unitVectors(count, dimension, granules)
    case .neighbourCountFunction(let perNeighbour, let neighbours):
      return Self.square(Self.product(perNeighbour, neighbours))
    case .neighbourValues(let own, let perNeighbour, let neighbours):
      guard own >= 0, own < 1 << 30, let others = Self.product(perNeighbour, neighbours) else { return nil }
      return Self.square(own + others)
    case .egoDensity(let whole, let neighbours):
      return neighbours < 1 << 20 ? Self.square(Self.product(whole, neighbours + 1)) : nil
    case .twoStepRing(let neighbours):
      return neighbours < 1 << 20 ? Self.square(Self.product(3 * neighbours, neighbours - 1)) : nil
    case .pairsWithinThreeSteps(let neighbours, let pairs): return Self.pairsWithinThreeSteps(neighbours, pairs)
    case .tieEnds(let perEnd, let neighbours):
      return neighbours < 1 << 20 ? Self.square(Self.product(perEnd, 2 * neighbours)) : nil
    }
  }

  private static func product(_ left: Int64, _ right: Int64) -> Int64? {
    guard left >= 0, right >= 0 else { return nil }
    let (value, overflow) = left.multipliedReportingOverflow(by: right)
    return overflow || value >= 1 << 30 ? nil : value
  }

  private static func square(_ value: Int64?) -> UInt64? {
    guard let value, value > 0, value < 1 << 31 else { return nil }
    return UInt64(value) * UInt64(value)
  }

  /// The quotient of two numbers that differ by at most d differs by at most d over the divisor, rounded up.
  private static func pairsWithinThreeSteps(_ neighbours: Int64, _ pairsPerGranule: Int64) -> UInt64? {
    guard (1..<1 << 10).contains(neighbours), pairsPerGranule > 0 else { return nil }
    let others = neighbours - 1
    let pairs = 2 * neighbours * neighbours * others + 2 * neighbours * (1 + others + others * others)
    return square((pairs + pairsPerGranule - 1) / pairsPerGranule)
  }

  private static func unitVectors(_ count: Int64, _ dimension: Int64, _ granules: Int64) -> UInt64? {
    guard count > 0, dimension > 0, granules > 0 else { return nil }
    guard count < 1 << 20, dimension < 1 << 10, granules <= 1 << 20 else { return nil }
    let exact = Double(count).squareRoot() * Double(granules) + Double(count * dimension).squareRoot() / 2
    return square(Int64(exact.rounded(.up)))
  }
}
