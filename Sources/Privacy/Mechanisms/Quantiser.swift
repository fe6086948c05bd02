/// Turns one person's real value into an integer number of granules of `2^-bits` units, clamped to a public range.
///
/// Every record is quantised *before* it is summed: integer sums do not depend on their order, and no rounding of a
/// floating-point sum can carry more of one person than the sensitivity allows.
package struct Quantiser: Sendable, Hashable {
  /// The granule is `2^-fractionBits` units.
  package let fractionBits: Int
  /// The least value, in units; a whole number of granules.
  package let lower: Double
  /// The greatest value, in units; a whole number of granules.
  package let upper: Double

  /// A quantiser of `lower ... upper`; `nil` unless both are whole numbers of granules, `lower <= upper`, the bits
  /// are in `0 ... 20` and the bounds are below 2^20 in magnitude.
  package init?(lower: Double, upper: Double, fractionBits: Int) {
    guard (0...20).contains(fractionBits), lower <= upper else { return nil }
    guard lower.magnitude < 1_048_576, upper.magnitude < 1_048_576 else { return nil }
    let scale = Double(1 << fractionBits)
    guard (lower * scale).rounded() == lower * scale, (upper * scale).rounded() == upper * scale else { return nil }
    self.fractionBits = fractionBits
    self.lower = lower
    self.upper = upper
  }

  /// Granules in one unit.
  package var granulesPerUnit: Int64 { 1 << Int64(fractionBits) }
  /// One granule, in units.
  package var granule: Double { 1 / Double(granulesPerUnit) }

  /// The nearest whole number of granules of the clamped value (ties to even); `nil` for a value that is not a number.
  package func granules(of value: Double) -> Int64? {
    guard !value.isNaN else { return nil }
    let clamped = Swift.min(Swift.max(value, lower), upper)
    return Int64((clamped * Double(granulesPerUnit)).rounded(.toNearestOrEven))
  }
}
