import Measures
package import Population
package import Privacy

/// The profile family as one region can release it.
package struct ProfileFamily: Sendable, Hashable {
  /// What the region's data contains.
  package let sources: RegionSources
  /// The dimensions with a histogram, in order: those of the region's state.
  package let dimensions: [Dimension]
  /// The statistics that are drawn, in order.
  package let statistics: [ProfileStatistic]

  /// Bins of a dimension's histogram over `[0, 1]`.
  package static let bins = 16
  /// Categories of places: rows and columns of the moves.
  package static let categories = JourneyCategory.allCases.count

  /// The family of a region with the given sources.
  package init(sources: RegionSources) {
    let dimensions = DimensionPolicy.available(in: sources)
    self.sources = sources
    self.dimensions = dimensions
    statistics = ProfileStatistic.allCases.filter { statistic in
      sources.isSuperset(of: statistic.neededSources) && (statistic != .dimensionHistograms || !dimensions.isEmpty)
    }
  }

  /// What the sums of a statistic are, in order; each name stands for `sumsPerName` of them.
  package func coordinates(of statistic: ProfileStatistic) -> [String] {
    statistic == .dimensionHistograms ? dimensions.map(\.name) : statistic.fixedCoordinates
  }

  /// Number of sums of a statistic.
  package func length(of statistic: ProfileStatistic) -> Int {
    coordinates(of: statistic).count * statistic.sumsPerName
  }

  /// How much one person can move a statistic, over all cells of the run together.
  package func bound(of statistic: ProfileStatistic) -> ContributionBound {
    switch statistic {
    case .dimensionHistograms: .indicators(length: Int64(max(1, dimensions.count)))
    case .journeyTransitions:
      .unitVectors(count: 1, dimension: Int64(Self.categories * Self.categories), granulesPerUnit: 1 << 12)
    case .journeyFrequency: .indicators(length: 1)
    case .authenticity: .partition(total: 1 << Int64(statistic.fractionBits))
    }
  }

  /// The bounds of all statistics by name. One that the region cannot release keeps its share of the charge.
  package var bounds: [String: ContributionBound] {
    ProfileStatistic.allCases.reduce(into: [:]) { $0[$1.rawValue] = bound(of: $1) }
  }
}

extension ProfileStatistic {
  /// Sums for each name among the coordinates.
  var sumsPerName: Int {
    switch self {
    case .dimensionHistograms: ProfileFamily.bins
    case .journeyTransitions: ProfileFamily.categories
    case .journeyFrequency, .authenticity: 1
    }
  }

  /// The coordinates that are the same in every region; none of the histograms.
  var fixedCoordinates: [String] {
    switch self {
    case .dimensionHistograms: []
    case .journeyTransitions: JourneyCategory.allCases.map(\.name)
    case .journeyFrequency: Journeys.Frequency.allCases.map(\.name)
    case .authenticity: ["agreement", "distance"]
    }
  }
}

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
