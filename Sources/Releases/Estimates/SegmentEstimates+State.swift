package import Personality
import Population

extension SegmentEstimates {
  /// The state of the segment: one qubit for every dimension that all its cells have, with the standard deviation of
  /// the released noise in each coordinate; or why there is none.
  package func state() -> EstimateOutcome<SegmentState> {
    if let reason = obstacle(to: .personalityState, for: .personality) { return .withheld(reason) }
    let common = commonDimensions
    guard !common.isEmpty, let sums = stateSums(of: common) else { return .withheld(.noSource) }
    let people = max(1, people(.personality).count)
    let noise = sums.variance.squareRoot() / people
    var qubits: [Dimension: Qubit] = [:]
    for (index, dimension) in common.enumerated() {
      qubits[dimension] = Qubit(
        x: sums.values[2 * index] / people, y: sums.values[2 * index + 1] / people, noise: noise,
        allowance: DailyField.largestStateDrift * smoothingAge)
    }
    return .released(SegmentState(qubits, people: people))
  }
}
