import Glibc
package import Population
import Privacy

/// The density matrix of a segment: a product of one qubit for each dimension that has a source.
///
/// The 4096 × 4096 matrix is never formed; every quantity of a product state is a product or a sum over its qubits.
package struct SegmentState: Sendable, Hashable {
  /// Twelve qubits in the order of `Dimension`, `nil` where the region has no source for the dimension.
  package let qubits: [Qubit?]
  /// Noisy number of people behind the state; infinite for an exact state. It enters only the sampling error.
  package let people: Double
  /// Standard deviation of the noise in that number, which lengthens or shortens all vectors alike.
  package let peopleNoise: Double

  /// A state.
  ///
  /// - Parameters:
  ///   - qubits: By dimension; dimensions left out have no source.
  ///   - people: Noisy number of people; below 1 counts as 1.
  ///   - peopleNoise: Standard deviation of the noise in it, at least 0.
  package init(_ qubits: [Dimension: Qubit], people: Double, peopleNoise: Double = 0) {
    self.qubits = Dimension.allCases.map { qubits[$0] }
    self.people = people >= 1 ? people : 1
    self.peopleNoise = peopleNoise
  }

  /// How far noise in the number of people may lengthen a vector, as a share of it.
  package var relativeNoise: Double { peopleNoise / people }

  /// A dimension as it is published; `nil` without a source, or when the crowd is split.
  package func estimate(of dimension: Dimension) -> DimensionEstimate? {
    self[dimension].flatMap { DimensionEstimate($0, people: people, relativeNoise: relativeNoise) }
  }

  /// The qubit of a dimension, or `nil`.
  package subscript(dimension: Dimension) -> Qubit? { qubits[dimension.rawValue] }

  /// Dimensions that have a qubit, in order.
  package var dimensions: [Dimension] { Dimension.allCases.filter { self[$0] != nil } }

  /// Circular means by dimension, twelve entries, `nil` where there is no source or the crowd is split.
  package var values: [Double?] { qubits.map { $0?.value } }

  /// Tr ρ² in (0, 1], or `nil` without any qubit.
  package var purity: Double? {
    let present = qubits.compactMap { $0 }
    return present.isEmpty ? nil : present.reduce(1) { $0 * $1.purity }
  }

  /// Von Neumann entropy in bits, 0 to the number of qubits, or `nil` without any.
  package var entropyBits: Double? {
    let present = qubits.compactMap { $0 }
    return present.isEmpty ? nil : present.reduce(0) { $0 + $1.entropyBits }
  }

  /// 1 − S/m over the m qubits present, in `[0, 1]`: how much the segment agrees with itself; `nil` without any.
  package var agreement: Double? { entropyBits.map { 1 - $0 / Double(dimensions.count) } }
}

/// A dimension of a segment as it is published.
package struct DimensionEstimate: Sendable, Hashable {
  /// The tolerance that `confidence` speaks of.
  package static let tolerance = 0.05

  /// The circular mean, in `[0, 1]`.
  package let value: Double
  /// The circular standard deviation of the people, in the unit of `value`.
  package let standardDeviation: Double
  /// The 95 % interval of the standard deviation.
  package let deviationInterval: ClosedRange<Double>
  /// Noise and sampling in `value`: √(sd² + (1 − |r|²)/n)/(π|r|), the sampling part being the largest possible.
  package let standardError: Double
  /// The same with a variance between people that is a standard deviation of the noise in it larger, at most 1: twelve
  /// intervals that hold together reach so far out that a variance which came out too small would show.
  package let jointError: Double
  /// What smoothing may add to the error of `value`.
  package let allowance: Double

  /// The estimate of a qubit; `nil` when the crowd is split.
  ///
  /// - Parameters:
  ///   - qubit: The released state.
  ///   - people: Noisy number of people, at least 1.
  ///   - relativeNoise: How far noise in that number may lengthen the state, as a share of it.
  package init?(_ qubit: Qubit, people: Double, relativeNoise: Double = 0) {
    guard let value = qubit.value else { return nil }
    let length = qubit.length
    self.value = value
    let dispersion = CircularDispersion(of: qubit, people: people, relativeNoise: relativeNoise)
    (standardDeviation, deviationInterval) = (dispersion.standardDeviation, dispersion.interval)
    let variance = qubit.noise * qubit.noise + (1 - length * length) / max(1, people)
    standardError = variance.squareRoot() / (Double.pi * length)
    let lengthening = hypot(qubit.noise, length * relativeNoise)
    let spread = min(1, 1 - length * length + 2 * length * lengthening)
    jointError = (qubit.noise * qubit.noise + spread / max(1, people)).squareRoot() / (Double.pi * length)
    allowance = qubit.allowance * (abs(qubit.x) + abs(qubit.y)) / (Double.pi * length * length)
  }

  /// The probability that `value` is within 0.05 of the truth, in `[0, 1]`.
  package var confidence: Double {
    Confidence.within(tolerance: Self.tolerance, standardError: standardError, bias: allowance)
  }

  /// The 95 % interval of `value`, within `[0, 1]`.
  package var interval: ClosedRange<Double> {
    let half = Confidence.halfWidth95(standardError: standardError, bias: allowance)
    return max(0, value - half)...min(1, value + half)
  }
}
