/// The floor: whether a cell may be answered for a purpose during a term.
///
/// A cell with fewer than `floor` people is never admitted; at exactly `floor` only with the probability that the
/// noise exceeds `threshold`, which the policy keeps below its `deltaPerDecision`.
package struct AdmissionRule: Sendable, Hashable {
  /// The least exact number of people.
  package let floor: Int64
  /// How far the noisy count must exceed the floor.
  package let threshold: Int64
  /// The noise of each admission count.
  package let sigmaSquared: UInt64

  /// Standard deviations at which the tail of the noise is `1e-8`.
  package static let deviations = 5.612

  /// A rule; what its numbers mean for privacy is checked by the policy compiler.
  package init(floor: Int64, threshold: Int64, sigmaSquared: UInt64) {
    self.floor = floor
    self.threshold = threshold
    self.sigmaSquared = sigmaSquared
  }

  /// The verdict for one cell and purpose, made once per term.
  package func admits(exact: Int64, noisy: Int64) -> Bool {
    exact >= floor && noisy > floor + threshold
  }

  /// What the sum of the noisy counts of `cells` cells must exceed: `floor + ceil(5.612 sqrt(sigma^2 cells))`.
  package func unionThreshold(cells: Int) -> Int64 {
    let width = Self.deviations * (Double(sigmaSquared) * Double(cells)).squareRoot()
    return floor + Int64(width.rounded(.up))
  }

  /// Whether a union of two or more cells may be answered, from their noisy counts alone.
  package func admitsUnion(noisyCounts: [Int64]) -> Bool {
    !noisyCounts.isEmpty && noisyCounts.reduce(0, +) > unionThreshold(cells: noisyCounts.count)
  }
}
