package import Population

/// One person's exact values of real-world behaviour over the window.
package struct BehaviorMeasures: Sendable, Hashable {
  /// Visits in the window.
  package var visits: Int
  /// Mean length of at most 20 visits in minutes, each clamped to [0, 240]; `nil` without a visit that has a length.
  package var dwellMinutes: Double?
  /// The same visits by length.
  package var visitLengths: AgentMeasures.VisitLengths?
  /// Whether lengths are estimated from check-ins.
  package var isDwellEstimated: Bool
  /// Visits dropped for an impossible length.
  package var droppedDwells: Int
  /// Those of the counted visits that were clamped to 240 minutes.
  package var clampedDwells: Int
  /// Visits to new places over visits; `nil` when no visit can be told new or not.
  package var explorationTendency: Double?
  /// Weeks with a visit to a social place or an event over weeks with any visit; `nil` without visits.
  package var communityEngagement: Double?
  /// Lempel-Ziv entropy over log2 of the distinct places, clamped to [0, 1]; 0 with one place, `nil` without visits.
  package var journeyVariability: Double?
  /// The cluster of lookback and window.
  package var interestCluster: InterestCluster

  /// Measures a person. The order of the rows does not matter.
  package static func measure(_ records: AgentRecords, in context: MeasureContext) -> BehaviorMeasures {
    let history = VisitHistory(records.visits, in: context.window)
    return measure(records, history: history, placeEntropy: history.placeEntropy, in: context)
  }

  /// Measures a person whose visits have been put in order; `placeEntropy` is that of the history.
  package static func measure(
    _ records: AgentRecords, history: VisitHistory, placeEntropy: Double?, in context: MeasureContext
  ) -> BehaviorMeasures {
    let isMeasured = context.sources.contains(.dwell)
    let dwell = isMeasured ? Dwell.measured(history.window) : .estimated(history.window, calendar: context.calendar)
    let kept = context.order.keep(
      dwell.lengths, of: records.person.agent, atMost: MeasureContext.visitBound, id: \.visit)
    return BehaviorMeasures(
      visits: history.window.count, dwellMinutes: Dwell.mean(kept), visitLengths: Dwell.fractions(kept),
      isDwellEstimated: !isMeasured, droppedDwells: dwell.dropped,
      clampedDwells: kept.count { $0.minutes > VisitLength.cap }, explorationTendency: history.explorationTendency,
      communityEngagement: engagement(history.window, in: context),
      journeyVariability: placeEntropy.map { min(1, $0) },
      interestCluster: history.interestCluster)
  }

  /// Local weeks with a visit to a social place or an event over weeks with any visit. What other people took part in,
  /// such as a session of two agents, does not count: it would be moved by somebody else's consent.
  private static func engagement(_ visits: [Visit], in context: MeasureContext) -> Double? {
    var active = Set<Int>()
    var engaged = Set<Int>()
    for visit in visits {
      let week = context.calendar.weekNumber(visit.arrive)
      active.insert(week)
      if visit.traits.contains(.social) || visit.category == .event { engaged.insert(week) }
    }
    return active.isEmpty ? nil : Double(engaged.count) / Double(active.count)
  }
}
