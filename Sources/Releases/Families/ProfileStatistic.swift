package import Population

/// The statistics of the profile family, drawn once a term for every cell. The raw value is the name in releases and
/// policies.
package enum ProfileStatistic: String, Sendable, Hashable, CaseIterable {
  /// How many people have a dimension in each sixteenth of its range, for every dimension.
  case dimensionHistograms = "dimension_histograms"
  /// Moves between categories within journeys, each person's counts scaled to length 1.
  case journeyTransitions = "journey_transitions"
  /// How many people make journeys daily, several times a week, and so on.
  case journeyFrequency = "journey_frequency"
  /// Agreement of stated and revealed dimensions, and the rest to one.
  case authenticity

  /// The purpose whose consent the statistic needs.
  package var purpose: ReleasePurpose {
    switch self {
    case .dimensionHistograms, .authenticity: .personality
    case .journeyTransitions, .journeyFrequency: .behavior
    }
  }

  /// What the region's data must contain; without it the statistic is not drawn.
  package var neededSources: RegionSources {
    switch self {
    case .dimensionHistograms: []
    case .journeyTransitions, .journeyFrequency: [.visits]
    case .authenticity: [.visits, .onboarding]
    }
  }

  /// Bits of the granule: 0 for counts of people.
  package var fractionBits: Int {
    switch self {
    case .dimensionHistograms, .journeyFrequency: 0
    case .journeyTransitions, .authenticity: 12
    }
  }
}
