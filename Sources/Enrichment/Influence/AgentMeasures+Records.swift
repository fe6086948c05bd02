extension AgentMeasures {
  /// Measures a person for the daily family from their raw rows.
  ///
  /// Eligible for `behavior` is who consents and has ten visits in the window; for `personality` who consents and has
  /// every dimension of the region's state; for `network` who consents. Values that need a consent that was not given
  /// stay `nil`.
  ///
  /// - Parameters:
  ///   - records: The person's rows, in any order.
  ///   - consents: The purposes the person agrees to at the cut-off.
  ///   - networkConsent: Whether another person agrees to `network` at the cut-off.
  package static func measure(
    _ records: AgentRecords, in context: MeasureContext, consents: ConsentSet,
    networkConsent: (AgentID) -> Bool
  ) -> AgentMeasures {
    let history = VisitHistory(records.visits, in: context.window)
    var measures = AgentMeasures()
    if consents.contains(.behavior) {
      measures.take(BehaviorMeasures.measure(records, history: history, in: context))
    }
    if consents.contains(.personality) {
      measures.take(DimensionMeasures.measure(records, history: history, in: context), in: context.sources)
    }
    if consents.contains(.network) {
      measures.take(InfluenceMeasures.measure(records, in: context, consents: networkConsent))
    }
    return measures
  }

  private mutating func take(_ behavior: BehaviorMeasures) {
    isBehaviorEligible =
      behavior.visits >= MeasureContext.leastVisits && behavior.explorationTendency != nil
      && behavior.communityEngagement != nil && behavior.journeyVariability != nil
    guard isBehaviorEligible else { return }
    dwellMinutes = behavior.dwellMinutes
    visitLengths = behavior.visitLengths
    explorationTendency = behavior.explorationTendency
    communityEngagement = behavior.communityEngagement
    journeyVariability = behavior.journeyVariability
  }

  private mutating func take(_ personality: DimensionMeasures, in sources: RegionSources) {
    dimensions = personality.values
    let needed = DimensionPolicy.available(in: sources)
    isPersonalityEligible = !needed.isEmpty && needed.allSatisfy { dimensions[$0.rawValue] != nil }
  }

  private mutating func take(_ influence: InfluenceMeasures) {
    isNetworkEligible = true
    connections = influence.connections
    sharingTendency = influence.sharingTendency
    communityDrivenShare = influence.communityDrivenShare
    trendSetterShare = influence.trendSetterShare
  }
}
