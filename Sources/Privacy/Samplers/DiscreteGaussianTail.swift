import Glibc

extension DiscreteGaussian {
  /// The probability of `value`, by direct summation of the normalising constant.
  package func probability(of value: Int64) -> Double {
    unnormalised(value) / total
  }

  /// `P(X > threshold)`, summed from the far end so that small terms are not lost.
  package func tail(above threshold: Int64) -> Double {
    let first = threshold + 1
    let last = Swift.max(first, reach)
    var sum = 0.0
    for value in stride(from: last, through: first, by: -1) { sum += unnormalised(value) }
    return sum / total
  }

  /// The smallest integer that the noise reaches in magnitude with probability at most `alpha`.
  package func accuracy(alpha: Double) -> Int64 {
    var mass = probability(of: 0)
    var candidate: Int64 = 1
    while 1 - mass > alpha && candidate < reach {
      mass += 2 * probability(of: candidate)
      candidate += 1
    }
    return candidate
  }

  /// `sum x^2 P(x)`, by direct summation.
  package var variance: Double {
    var sum = 0.0
    for value in stride(from: reach, through: 1, by: -1) {
      sum += 2 * Double(value) * Double(value) * unnormalised(value)
    }
    return sum / total
  }

  private func unnormalised(_ value: Int64) -> Double {
    Glibc.exp(-Double(value) * Double(value) / (2 * sigmaSquared))
  }

  /// Forty standard deviations: beyond it every term is below the smallest double.
  private var reach: Int64 { Int64((40 * sigmaSquared.squareRoot()).rounded(.up)) }

  private var total: Double {
    var sum = 0.0
    for value in stride(from: reach, through: 1, by: -1) { sum += 2 * unnormalised(value) }
    return sum + 1
  }
}
