import Privacy

/// What a validation tries, and with what.
package struct ValidationPlan: Sendable {
  /// Which release is drawn.
  package enum Policy: String, Sendable, CaseIterable {
    case affinity, research
    /// None: the shop's own rankings and controls only.
    case none

    /// Epsilon at delta 1e-6 of the one run that the policy allows in a year; 0 for none.
    package var epsilon: Double {
      let rho = PrivacyPolicy.named(rawValue)?.cap.perYear.rho ?? 0
      let exact = ZCDPConversion.epsilon(rho: rho, delta: 1e-6) ?? 0
      return (exact * 100).rounded() / 100
    }
  }

  /// Which release is drawn.
  package let policy: Policy
  /// Weights of blends, in [0, 1].
  package let weights: [Double]
  /// How often noise is drawn anew, at least 1.
  package let draws: Int
  /// How many stores are worked on at a time, at least 1.
  package let parallel: Int
  /// The region and its files.
  package let region: PanelFolder.Region
  /// Certificate, key and authority of the service that is started.
  package let tls: (certificate: String, key: String, authority: String)

  /// A plan.
  package init(
    policy: Policy, weights: [Double], draws: Int, parallel: Int, region: PanelFolder.Region,
    tls: (certificate: String, key: String, authority: String)
  ) {
    (self.policy, self.weights, self.draws, self.parallel) = (policy, weights, draws, parallel)
    (self.region, self.tls) = (region, tls)
  }
}
