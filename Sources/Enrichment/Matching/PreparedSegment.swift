import Glibc

/// A segment's state laid out for scoring many products: two numbers for each dimension and nothing to look up.
package struct PreparedSegment: Sendable, Hashable {
  /// The state itself.
  package let state: SegmentState
  /// Circular means, `nil` where there is no source or the crowd is split: what its knot is drawn from.
  package let values: [Double?]
  private let x: SIMD16<Double>
  private let y: SIMD16<Double>
  /// 1 where the dimension has a state, else 0.
  private let present: SIMD16<Double>

  /// Prepares a state.
  package init(_ state: SegmentState) {
    self.state = state
    values = state.values
    var (x, y, present) = (SIMD16<Double>.zero, SIMD16<Double>.zero, SIMD16<Double>.zero)
    for (index, qubit) in state.qubits.enumerated() {
      guard let qubit else { continue }
      (x[index], y[index], present[index]) = (qubit.x, qubit.y, 1)
    }
    (self.x, self.y, self.present) = (x, y, present)
  }

  /// G alone, equal to `Compatibility.score`; `nil` when the product speaks of no dimension of the segment.
  package func score(_ product: ProductState) -> Double? {
    let vector = product.parts.vector
    let weight = vector.weight * present
    let total = weight.sum()
    guard total > 0 else { return nil }
    var fidelity = (1 + x * vector.x + y * vector.y) * 0.5
    fidelity.replace(with: SIMD16(repeating: Compatibility.floor), where: fidelity .< Compatibility.floor)
    if let largest = vector.largestWeight { return exp(Self.logarithm(of: fidelity, weight, largest) / total) }
    var sum = 0.0
    for index in 0..<Dimension.allCases.count where weight[index] > 0 { sum += weight[index] * log(fidelity[index]) }
    return exp(sum / total)
  }

  /// Σ wᵢ ln fᵢ for whole weights up to `largest`: two logarithms of products of eight powers each.
  private static func logarithm(
    of fidelity: SIMD16<Double>, _ weight: SIMD16<Double>, _ largest: Int
  ) -> Double {
    let one = SIMD16<Double>(repeating: 1)
    var power = one
    for times in 1...largest { power *= one.replacing(with: fidelity, where: weight .>= Double(times)) }
    let eight = (power.lowHalf, power.highHalf)
    let four = (eight.0.lowHalf * eight.0.highHalf, eight.1.lowHalf * eight.1.highHalf)
    let two = (four.0.lowHalf * four.0.highHalf, four.1.lowHalf * four.1.highHalf)
    return log(two.0.x * two.0.y) + log(two.1.x * two.1.y)
  }
}
