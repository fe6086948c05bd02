/// Why a policy was not compiled.
package enum PolicyRefusal: Error, Sendable, Hashable, CustomStringConvertible {
  /// The schedule spends more than the cap.
  case overspends(scheduled: PrivacyCost, cap: PrivacyCost)
  /// A schedule has runs, a charge or weights that are not positive, or sums that exceed `Int64`.
  case invalidSchedule(family: String)
  /// The schedule holds fewer runs than the period makes in a leap year.
  case tooFewRuns(family: String, runs: Int64, needed: Int64)
  /// A statistic is weighted but has no contribution bound, or the other way round, or is named twice.
  case mismatchedStatistic(String)
  /// The bound, or the noise it needs, is outside what the sampler can draw.
  case unsupportedNoise(statistic: String)
  /// The policy draws nothing that this version of the product can draw.
  case notDrawn(policy: String)
  /// The floor is below 100, or the noise of admission does not keep its delta.
  case unsafeAdmission(String)

  /// What was refused, and what would have been allowed.
  package var description: String {
    switch self {
    case .overspends(let scheduled, let cap):
      "the schedule spends \(scheduled.nanoRho) nano-rho and \(scheduled.deltaUnits)e-18 delta a year; "
        + "the cap is \(cap.nanoRho) and \(cap.deltaUnits)e-18"
    case .invalidSchedule(let family): "family '\(family)': runs, charge and weights must be positive and fit Int64"
    case .tooFewRuns(let family, let runs, let needed):
      "family '\(family)': \(runs) runs a year budgeted, the period makes up to \(needed)"
    case .mismatchedStatistic(let name): "statistic '\(name)' must have exactly one weight and one contribution bound"
    case .unsupportedNoise(let name):
      "statistic '\(name)': sigma must be at least 1 and at most \(DiscreteGaussian.largestSigma) granules"
    case .notDrawn(let policy):
      "the policy \(policy) is declared, but what it releases is not drawn by this version; allowed: "
        + PrivacyPolicy.all.filter(\.isDrawn).map(\.name).joined(separator: " and ")
    case .unsafeAdmission(let reason): "admission: \(reason)"
    }
  }
}
