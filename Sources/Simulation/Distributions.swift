import Glibc
package import Population

extension SplitMix64 {
  /// A standard normal number (Box and Muller, 1958).
  package mutating func normal() -> Double {
    let radius = (-2 * log(1 - unit())).squareRoot()
    return radius * cos(2 * .pi * unit())
  }

  /// A log-normal number with the given median and standard deviation of the logarithm.
  package mutating func logNormal(median: Double, sigma: Double) -> Double {
    median * exp(sigma * normal())
  }

  /// An exponential number with the given mean.
  package mutating func exponential(mean: Double) -> Double {
    -mean * log(1 - unit())
  }

  /// A Poisson number by counting exponential gaps; for means up to some tens.
  package mutating func poisson(mean: Double) -> Int {
    let limit = exp(-mean)
    var product = unit()
    var count = 0
    while product > limit {
      product *= unit()
      count += 1
    }
    return count
  }
}

/// Draws an index with given weights, by bisection of their running sum.
struct WeightedChoice: Sendable {
  private let sums: [Double]

  /// Makes the choice; weights are not negative and not all zero.
  init(_ weights: some Sequence<Double>) {
    var sum = 0.0
    sums = weights.map { weight in
      sum += weight
      return sum
    }
  }

  /// Weights falling with the rank as rank^-exponent.
  static func zipf(count: Int, exponent: Double) -> WeightedChoice {
    WeightedChoice((0..<count).map { pow(Double($0 + 1), -exponent) })
  }

  /// An index, 0..<count of the weights.
  func draw(_ random: inout SplitMix64) -> Int {
    guard let total = sums.last else { return 0 }
    let target = random.unit() * total
    var low = 0
    var high = sums.count - 1
    while low < high {
      let middle = (low + high) / 2
      if sums[middle] <= target { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
