/// A privacy charge in exact integers: zCDP `rho` in units of `1e-9`, additive `delta` in units of `1e-18`.
///
/// Integers, because a floating-point ledger fails open: a small positive charge vanishes beside a large total.
package struct PrivacyCost: Sendable, Hashable {
  /// `rho` in `1e-9`, rounded up by whoever computed it.
  package var nanoRho: Int64
  /// `delta` in `1e-18`, rounded up likewise.
  package var deltaUnits: Int64

  /// A charge; both parts must be non-negative to be accepted by a ledger.
  package init(nanoRho: Int64, deltaUnits: Int64 = 0) {
    self.nanoRho = nanoRho
    self.deltaUnits = deltaUnits
  }

  /// Nothing.
  package static let zero = PrivacyCost(nanoRho: 0)

  /// `rho` as a real number.
  package var rho: Double { Double(nanoRho) / 1e9 }
  /// `delta` as a real number.
  package var delta: Double { Double(deltaUnits) / 1e18 }

  /// The sum of two charges; `nil` when a part exceeds `Int64`.
  package func adding(_ other: PrivacyCost) -> PrivacyCost? {
    let rho = nanoRho.addingReportingOverflow(other.nanoRho)
    let delta = deltaUnits.addingReportingOverflow(other.deltaUnits)
    guard !rho.overflow, !delta.overflow else { return nil }
    return PrivacyCost(nanoRho: rho.partialValue, deltaUnits: delta.partialValue)
  }

  /// `runs` times this charge; `nil` when a part exceeds `Int64`.
  package func multiplied(by runs: Int64) -> PrivacyCost? {
    let rho = nanoRho.multipliedReportingOverflow(by: runs)
    let delta = deltaUnits.multipliedReportingOverflow(by: runs)
    guard !rho.overflow, !delta.overflow else { return nil }
    return PrivacyCost(nanoRho: rho.partialValue, deltaUnits: delta.partialValue)
  }

  /// The smallest whole nano-rho not below `rho`; `nil` for a value that is negative, not finite or too large.
  package static func nanoRho(roundingUp rho: Double) -> Int64? {
    guard rho >= 0, rho < 9e9 else { return nil }
    let rounded = Int64((rho * 1e9).rounded(.up))
    return rho > 0 ? Swift.max(1, rounded) : rounded
  }
}
