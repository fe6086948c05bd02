package import Population

extension AgentMeasures {
  /// Measures a person from their raw rows, for the profile family where the context asks for it.
  ///
  /// Eligible for `behavior` is who consents and has ten visits in the window; for `personality` who consents and has
  /// every dimension of the region's state; for `network` who consents. Values that need a consent that was not given
  /// stay `nil`.
  ///
  /// - Parameters:
  ///   - records: The person's rows, in any order.
  ///   - consents: The purposes the person agrees to.
  ///   - networkConsent: Whether another person agrees to `network`.
  package static func measure(
    _ records: AgentRecords, in context: MeasureContext, consents: ConsentSet,
    networkConsent: (AgentID) -> Bool
  ) -> AgentMeasures {
    measure(
      records, history: VisitHistory(records.visits, in: context.window), in: context, consents: consents,
      networkConsent: networkConsent)
  }

  /// Measures a person whose visits have been put in order.
  package static func measure(
    _ records: AgentRecords, history: VisitHistory, in context: MeasureContext, consents: ConsentSet,
    networkConsent: (AgentID) -> Bool
  ) -> AgentMeasures {
    let needsEntropy = consents.contains(.behavior) || consents.contains(.personality)
    let placeEntropy = needsEntropy ? history.placeEntropy : nil
    var measures = AgentMeasures()
    var profile = ProfileMeasures()
    if consents.contains(.behavior) {
      measures.take(BehaviorMeasures.measure(records, history: history, placeEntropy: placeEntropy, in: context))
      if context.measuresProfile { profile.take(Journeys(history.window, calendar: context.calendar)) }
    }
    if consents.contains(.personality) {
      let personality = DimensionMeasures.measure(
        records, history: history, placeEntropy: placeEntropy, in: context)
      measures.take(personality, in: context.sources)
      profile.authenticity = personality.authenticity
    }
    if context.measuresProfile { measures.profile = profile }
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
  }
}

extension ProfileMeasures {
  fileprivate mutating func take(_ journeys: Journeys) {
    transitions = journeys.transitions
    frequency = journeys.frequency
  }
}
