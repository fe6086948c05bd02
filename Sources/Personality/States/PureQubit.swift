package import Population
import Glibc

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
