/// A policy whose every number was recomputed from the statistics' sensitivities and found within the cap.
package struct CompiledPolicy: Sendable, Hashable {
  /// One statistic of a family with its noise.
  package struct Statistic: Sendable, Hashable {
    /// Name of the statistic.
    package let name: String
    /// What one run charges for it, in nano-rho; never less than what the mechanism costs.
    package let nanoRho: Int64
    /// The noise.
    package let mechanism: GaussianMechanism

    /// A statistic whose noise costs no more than its charge.
    package init(name: String, nanoRho: Int64, mechanism: GaussianMechanism) {
      (self.name, self.nanoRho, self.mechanism) = (name, nanoRho, mechanism)
    }
  }

  /// The policy.
  package let policy: PrivacyPolicy
  /// The daily family, in the order of its weights.
  package let daily: [Statistic]
  /// The profile of each cell, in the order of its weights.
  package let profile: [Statistic]
  /// The network of each region, in the order of its weights.
  package let network: [Statistic]
  /// The noise of the admission counts; `nil` for a policy without terms of admission.
  package let admission: GaussianMechanism?
  /// What the whole schedule spends in a year, with what is kept for families that are not drawn yet.
  package let scheduled: PrivacyCost
  /// What the schedule leaves for reruns after a crash, in nano-rho.
  package let reserveNanoRho: Int64

  /// The statistic of a name, whatever its family; names are unique.
  package func statistic(_ name: String) -> Statistic? { (daily + profile + network).first { $0.name == name } }

  /// Epsilon of a full year's cap at `delta`, selection included when `delta` is the part left for the conversion.
  package func epsilonOfCap(delta: Double) -> Double? {
    ZCDPConversion.epsilon(rho: policy.cap.perYear.rho, delta: delta)
  }
}
