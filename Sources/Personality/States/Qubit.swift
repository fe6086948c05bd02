import Glibc
package import Population

/// The reduced state of one dimension of a segment: ½(I + r·σ) with r in a real half plane.
///
/// One person with value x has r = (cos πx, sin πx); a segment has the mean of its people, so |r| is the mean resultant
/// length of directional statistics: 1 when all agree, near 0 when they are split.
package struct Qubit: Sendable, Hashable {
  /// First coordinate of r: cos πx for one person.
  package let x: Double
  /// Second coordinate of r, at least 0: sin πx for one person.
  package let y: Double
  /// Standard deviation of the released noise in each coordinate; 0 for an exact state.
  package let noise: Double
  /// Smoothing allowance of each coordinate: how far the release may lag behind the truth; 0 without smoothing.
  package let allowance: Double

  /// Below this length of r a crowd is split and has no mean value.
  package static let leastLength = 0.2

  /// A released vector, projected to the half disk that contains every possible truth.
  ///
  /// - Returns: `nil` when a number is not finite, or the noise or the allowance is negative.
  package init?(x: Double, y: Double, noise: Double = 0, allowance: Double = 0) {
    guard x.isFinite, y.isFinite, noise.isFinite, allowance.isFinite, noise >= 0, allowance >= 0 else { return nil }
    let upper = max(0, y)
    let length = hypot(x, upper)
    self.x = length > 1 ? x / length : x
    self.y = length > 1 ? upper / length : upper
    self.noise = noise
    self.allowance = allowance
  }

  /// The pure state of one person.
  /// - Parameter value: In `[0, 1]`; `nil` is returned for anything else.
  package init?(value: Double) {
    guard value >= 0, value <= 1 else { return nil }
    self.init(x: cos(Double.pi * value), y: sin(Double.pi * value))
  }

  /// |r|, in `[0, 1]`.
  package var length: Double { min(1, hypot(x, y)) }

  /// The circular mean atan2(r_y, r_x)/π in `[0, 1]`, or `nil` when |r| is below `leastLength`.
  package var value: Double? {
    length < Self.leastLength ? nil : min(1, max(0, atan2(y, x) / Double.pi))
  }

  /// The circular standard deviation √(−2 ln |r|)/π in the unit of `value`, or `nil` when there is no value.
  package var standardDeviation: Double? {
    length < Self.leastLength ? nil : (max(0, -2 * log(length))).squareRoot() / Double.pi
  }

  /// Tr ρ² = (1 + |r|²)/2, in `[½, 1]`.
  package var purity: Double { (1 + length * length) / 2 }

  /// Von Neumann entropy h₂((1 + |r|)/2) in bits, in `[0, 1]`.
  package var entropyBits: Double {
    let larger = (1 + length) / 2
    return [larger, 1 - larger].filter { $0 > 1e-15 }.reduce(0) { $0 - $1 * log2($1) }
  }
}

/// A value that a product or a prototype wants of one dimension, as a pure qubit, with its weight.
package struct PureQubit: Sendable, Hashable {
  /// The dimension.
  package let dimension: Dimension
  /// The wanted value y, in `[0, 1]`.
  package let value: Double
  /// Weight in the score, above 0.
  package let weight: Double
  /// cos πy.
  package let x: Double
  /// sin πy.
  package let y: Double

  /// A pure qubit.
  ///
  /// - Returns: `nil` unless the value lies in `[0, 1]` and the weight is finite and above 0.
  package init?(_ dimension: Dimension, value: Double, weight: Double = 1) {
    guard value >= 0, value <= 1, weight > 0, weight.isFinite else { return nil }
    self.dimension = dimension
    self.value = value
    self.weight = weight
    x = cos(Double.pi * value)
    y = sin(Double.pi * value)
  }

  /// ⟨φ|ρ|φ⟩ = (1 + r·(cos πy, sin πy))/2 of this qubit against a reduced state, in `[0, 1]`.
  package func fidelity(with qubit: Qubit) -> Double {
    min(1, max(0, (1 + qubit.x * x + qubit.y * y) / 2))
  }
}
