import Glibc

/// Lengths of ways between places, and the truncated power law that fits them best.
///
/// Source: P(r) ~ (r + 1.5 km)^-beta exp(-r / 80 km), beta 1.75 +- .15 (Gonzalez, Hidalgo and Barabasi, Nature 453,
/// 2008).
struct JumpLengths {
  private static let (offset, kappa) = (1.5, 80.0)
  /// Kilometres between which the law is looked at: shorter ways go between places of one block, as they went within
  /// one cell of a telephone network, and longer ones are cut by the border of a city 24 km across.
  private static let reach = 1.5..<10.0
  private var count = 0.0
  private var logarithms = 0.0

  /// Adds the ways between positions that follow one another, in kilometres.
  mutating func add(_ positions: [SIMD2<Double>]) {
    for (from, to) in zip(positions, positions.dropFirst()) where from != to {
      let gap = to - from
      let length = (gap * gap).sum().squareRoot()
      guard Self.reach.contains(length) else { continue }
      count += 1
      logarithms += log(length + Self.offset)
    }
  }

  /// The exponent of greatest likelihood, to a hundredth.
  var beta: Double {
    func value(_ beta: Double) -> Double { -beta * logarithms - count * log(Self.sum(beta)) }
    return stride(from: 0, through: 4, by: 0.01).max { value($0) < value($1) } ?? 0
  }

  private static func sum(_ beta: Double) -> Double {
    stride(from: reach.lowerBound, to: reach.upperBound, by: 0.05).reduce(0) {
      $0 + 0.05 * pow($1 + 0.025 + offset, -beta) * exp(-$1 / kappa)
    }
  }
}

/// Mean and deviation of some numbers.
struct Moments {
  let mean: Double
  /// Standard deviation.
  let deviation: Double

  /// Moments of numbers; both 0 without any.
  init(_ values: [Double]) {
    let count = Double(max(1, values.count))
    let mean = values.reduce(0, +) / count
    self.mean = mean
    deviation = (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count).squareRoot()
  }
}

extension [Int] {
  /// The number below which that share of the numbers lies.
  func quantile(_ share: Double) -> Int { isEmpty ? 0 : sorted()[Swift.min(count - 1, Int(share * Double(count)))] }
}

/// The slope of ln y over ln x by least squares.
func logarithmicSlope(_ x: [Double], _ y: [Double]) -> Double {
  let points = zip(x, y).filter { $0 > 0 && $1 > 0 }.map { (log($0), log($1)) }
  let middle = (Moments(points.map(\.0)).mean, Moments(points.map(\.1)).mean)
  let slopes = points.reduce((0.0, 0.0)) { sum, point in
    let gap = point.0 - middle.0
    return (sum.0 + gap * (point.1 - middle.1), sum.1 + gap * gap)
  }
  return slopes.1 > 0 ? slopes.0 / slopes.1 : 0
}
