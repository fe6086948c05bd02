package import Privacy

/// A part of a run that the ledger is charged for, once however many regions draw it: cells and regions are disjoint. In the
/// order in which the ledger names them.
package enum RunPart: Sendable, Hashable, CaseIterable {
  /// The statistics of every run.
  case daily
  /// Who is admitted.
  case admission
  /// The profile of each cell.
  case profile
  /// The network of each region.
  case network
  /// How many people the zones of each region have.
  case peopleOfZones
  /// What the people of zones adopt.
  case zonesByItems

  /// Its family's name in the ledger. How many people zones have and what these adopt are one family.
  package func name(_ policy: PrivacyPolicy) -> String {
    switch self {
    case .admission: "admission"
    case .daily: policy.daily.name
    case .profile: policy.profile.name
    case .network: policy.network.name
    case .peopleOfZones, .zonesByItems: policy.affinity.name
    }
  }

  /// What a run is charged for it.
  package func cost(_ policy: PrivacyPolicy) -> PrivacyCost {
    switch self {
    case .admission: policy.admission.cost
    case .daily: policy.daily.cost
    case .profile: policy.profile.cost
    case .network: policy.network.cost
    case .peopleOfZones: Self.affinity(.peopleOfZones, policy)
    case .zonesByItems: Self.affinity(.zonesByItems, policy)
    }
  }

  private static func affinity(_ statistic: AffinityStatistic, _ policy: PrivacyPolicy) -> PrivacyCost {
    PrivacyCost(nanoRho: statistic.nanoRho(ofRun: policy.affinity.nanoRhoPerRun))
  }
}

/// What can be answered of a region, as its noisy counts say.
package struct RegionVerdict: Sendable, Hashable {
  /// Whether some segment can be, by who is admitted.
  package let answersCells: Bool
  /// Whether a zone or an area has enough people.
  package let opensZones: Bool

  /// A verdict.
  package init(answersCells: Bool, opensZones: Bool) {
    (self.answersCells, self.opensZones) = (answersCells, opensZones)
  }

  /// Of a region of which everything is drawn.
  package static let everything = RegionVerdict(answersCells: true, opensZones: true)
}
