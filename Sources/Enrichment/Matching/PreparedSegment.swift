import Glibc

/// A segment's state laid out for scoring many products: two numbers for each dimension and nothing to look up.
package struct PreparedSegment: Sendable, Hashable {
  /// The state itself.
  package let state: SegmentState
  /// Circular means, `nil` where there is no source or the crowd is split: what its knot is drawn from.
  package let values: [Double?]
  private let x: [Double]
  private let y: [Double]
  /// 1 where the dimension has a state, else 0.
  private let present: [Double]

  /// Prepares a state.
  package init(_ state: SegmentState) {
    self.state = state
    values = state.values
    x = state.qubits.map { $0?.x ?? 0 }
    y = state.qubits.map { $0?.y ?? 0 }
    present = state.qubits.map { $0 == nil ? 0 : 1 }
  }

  /// G alone, equal to `Compatibility.score`; `nil` when the product speaks of no dimension of the segment.
  package func score(_ product: ProductState) -> Double? {
    var (sum, weight) = (0.0, 0.0)
    for qubit in product.qubits {
      let index = qubit.dimension.rawValue
      let share = qubit.weight * present[index]
      let fidelity = (1 + x[index] * qubit.x + y[index] * qubit.y) / 2
      sum += share * log(max(fidelity, Compatibility.floor))
      weight += share
    }
    return weight > 0 ? exp(sum / weight) : nil
  }
}
