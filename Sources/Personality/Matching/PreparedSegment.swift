import Glibc
import Population

/// A segment's state laid out for scoring many products: two numbers for each dimension and nothing to look up.
package struct PreparedSegment: Sendable, Hashable {
  /// The state itself.
  package let state: SegmentState
  /// Circular means, `nil` where there is no source or the crowd is split: what its knot is drawn from.
  package let values: [Double?]
  /// x and y of each dimension, side by side; 0 without a state.
  private let directions: [Double]
  /// A bit for each dimension that has a state.
  private let present: UInt16

  /// Prepares a state.
  package init(_ state: SegmentState) {
    self.state = state
    values = state.values
    directions = state.qubits.flatMap { [$0?.x ?? 0, $0?.y ?? 0] }
    present = state.dimensions.reduce(0) { $0 | 1 << UInt16($1.rawValue) }
  }

  /// G alone, equal to `Compatibility.score`; `nil` when the product speaks of no dimension of the segment.
  package func score(_ product: ProductState) -> Double? {
    let parts = product.parts
    guard parts.vector.isCounted else { return Compatibility(parts.qubits, with: state)?.score }
    return directions.withUnsafeBufferPointer { directions in
      // Two products of six dimensions each need two logarithms instead of twelve.
      var (low, high, total) = (1.0, 1.0, 0)
      for index in 0..<6 { total += multiply(&low, parts, index, directions) }
      for index in 6..<12 { total += multiply(&high, parts, index, directions) }
      return total > 0 ? exp((log(low) + log(high)) / Double(total)) : nil
    }
  }

  /// Multiplies by fᵢ as often as the dimension counts, and tells how often that is.
  private func multiply(
    _ product: inout Double, _ parts: ProductParts, _ index: Int, _ directions: UnsafeBufferPointer<Double>
  ) -> Int {
    let count = Int(parts.vector.counts[index])
    guard count > 0, present >> UInt16(index) & 1 == 1 else { return 0 }
    let (x, y) = (parts.vector.directions[2 * index], parts.vector.directions[2 * index + 1])
    let fidelity = (1 + directions[2 * index] * x + directions[2 * index + 1] * y) / 2
    let factor = max(fidelity, Compatibility.floor)
    for _ in 0..<count { product *= factor }
    return count
  }
}
