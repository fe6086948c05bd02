import Glibc
package import Population

/// One person's twelve dimensions: what they said, what they do, and both joined.
package struct DimensionMeasures: Sendable, Hashable {
  /// Stated values in [0, 1]; twelve entries, `nil` where not asked or where the region has no onboarding.
  package let stated: [Double?]
  /// Values revealed by behaviour in [0, 1]; twelve entries, `nil` under ten visits, without the source, or where
  /// the person did nothing the measure is made of.
  package let revealed: [Double?]
  /// The joined values in [0, 1]; twelve entries, `nil` where there is neither.
  package let values: [Double?]

  /// Measures a person whose visits have been put in order; `placeEntropy` is that of the history.
  package static func measure(
    _ records: AgentRecords, history: VisitHistory, placeEntropy: Double?, in context: MeasureContext
  ) -> DimensionMeasures {
    let stated = statedValues(records.person, in: context)
    let measure = RevealedMeasure(records: records, history: history, placeEntropy: placeEntropy, context: context)
    let revealed = revealedValues(measure)
    let values = Dimension.allCases.map { dimension in
      context.dimensions.blend(
        stated: stated[dimension.rawValue], revealed: revealed[dimension.rawValue], visits: history.window.count)
    }
    return DimensionMeasures(stated: stated, revealed: revealed, values: values)
  }

  /// 1 minus the mean distance of stated and revealed values over the dimensions with both; `nil` without any.
  package var authenticity: Double? {
    let distances = zip(stated, revealed).compactMap { stated, revealed -> Double? in
      guard let stated, let revealed else { return nil }
      return abs(stated - revealed)
    }
    return distances.isEmpty ? nil : 1 - distances.reduce(0, +) / Double(distances.count)
  }

  private static func statedValues(_ person: Person, in context: MeasureContext) -> [Double?] {
    let isUsable =
      context.sources.contains(.onboarding) && person.statedDimensions.count == Dimension.allCases.count
      && person.answeredAt.map { $0 < context.window.cutOff } ?? true
    guard isUsable else { return Array(repeating: nil, count: Dimension.allCases.count) }
    return person.statedDimensions.map { $0.map { min(1, max(0, Double($0) / 1_000_000)) } }
  }

  private static func revealedValues(_ measure: RevealedMeasure) -> [Double?] {
    let context = measure.context
    return Dimension.allCases.map { dimension in
      guard measure.history.window.count >= MeasureContext.leastVisits, let needed = dimension.revealingSources,
        context.sources.isSuperset(of: needed), let value = measure[dimension]
      else { return nil }
      return context.dimensions.value(of: dimension, measure: value)
    }
  }
}

/// The measures behind the revealed dimensions.
private struct RevealedMeasure {
  let records: AgentRecords
  let history: VisitHistory
  let placeEntropy: Double?
  let context: MeasureContext

  subscript(dimension: Dimension) -> Double? {
    switch dimension {
    case .explorationEagerness: history.explorationTendency
    case .communityOrientation: share { $0.traits.contains(.social) }
    case .authenticityPreference, .socialDiscoveryStyle, .trustNetworkReliance: nil
    case .temporalFlexibility: temporalEntropy
    case .locationAdventurousness: RadiusOfGyration.kilometres(history.positions).map { log10(1 + $0) }
    case .curationTendency: curation
    case .energyPreference: share { $0.traits.contains(.highEnergy) }
    case .noveltySeeking: placeEntropy
    case .valueOrientation: meanPrice
    case .crowdTolerance: share { $0.traits.contains(.crowded) }
    }
  }

  private func share(_ isCounted: (Visit) -> Bool) -> Double? {
    guard !history.window.isEmpty else { return nil }
    return Double(history.window.count(where: isCounted)) / Double(history.window.count)
  }

  /// The entropy of arrivals over six four-hour bins of weekdays and of weekends, over that of an even spread.
  private var temporalEntropy: Double? {
    guard !history.window.isEmpty else { return nil }
    let bins = history.window.map { visit in
      let calendar = context.calendar
      return calendar.hourOfDay(visit.arrive) / 4 + (calendar.weekday(visit.arrive) < 5 ? 0 : 6)
    }
    return SequenceEntropy.uncorrelated(bins) / log2(12)
  }

  /// The tendency to share; `nil` for somebody without experiences and shares, of whom nothing can be said.
  private var curation: Double? {
    let sharing = SharingMeasure(records.actions, in: context.window)
    return sharing.experiences + sharing.shares > 0 ? sharing.tendency : nil
  }

  private var meanPrice: Double? {
    let tiers = history.window.compactMap(\.priceTier)
    return tiers.isEmpty ? nil : tiers.reduce(0) { $0 + Double($1) } / Double(tiers.count)
  }
}
