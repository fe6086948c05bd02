import EnrichmentSchema
import Measures
import Population
import Releases
import WireFormat

extension ConsistencyValidator {
  /// Checks ranges, lengths of visits and words of behaviour.
  func checkBehavior(
    _ behavior: RealWorldBehavior?, _ estimates: FieldMap<String, Estimate>, _ check: inout ConsistencyCheck
  ) {
    guard let behavior else { return }
    let path = "real_world_behavior"
    check.measure(behavior.averageDwellTime, "\(path).average_dwell_time", range: 0...240)
    check.measure(behavior.returnVisitRate, "\(path).return_visit_rate")
    check.measure(behavior.explorationTendency, "\(path).exploration_tendency")
    check.measure(behavior.communityEngagement, "\(path).community_engagement")
    check.level(behavior.communityEngagement, of: "community engagement", "\(path).community_engagement")
    checkJourneys(behavior.journeyPatterns, "\(path).journey_patterns", &check)
    checkLoyalty(behavior, &check)
    checkVisitLengths(behavior, estimates, &check)
  }

  private func checkJourneys(_ patterns: JourneyPatterns?, _ path: String, _ check: inout ConsistencyCheck) {
    guard let patterns else { return }
    check.share(patterns.variability, "\(path).variability")
    let names = patterns.typicalPath
    check.require(
      names.isEmpty
        || (names.count == JourneyEstimate.pathLength && Set(names).count == names.count
          && names.allSatisfy { JourneyCategory(name: $0) != nil }),
      .formulas, "\(path).typical_path", "\(names) are not \(JourneyEstimate.pathLength) different categories")
    let shares = patterns.steps.map(\.share)
    for share in shares { check.share(share, "\(path).steps") }
    check.require(
      zip(shares, shares.dropFirst()).allSatisfy { $0 >= $1 }
        && shares.reduce(0, +) <= 1 + Double(shares.count) * ConsistencyCheck.rounding,
      .formulas, "\(path).steps", "are not sorted by share, or are more than all")
    guard let word = patterns.frequency else { return }
    check.require(
      Journeys.Frequency.allCases.contains { $0.name == word }, .formulas, "\(path).frequency",
      "\"\(word)\" is not a frequency")
  }

  private func checkLoyalty(_ behavior: RealWorldBehavior, _ check: inout ConsistencyCheck) {
    guard let returning = behavior.returnVisitRate, let exploring = behavior.explorationTendency else { return }
    let path = "real_world_behavior.return_visit_rate"
    let sum = (returning.value ?? 0) + (exploring.value ?? 0)
    check.require(abs(sum - 1) < 1e-9, .ranges, path, "sums to \(sum) with exploration_tendency instead of 1")
    check.require(
      returning.confidence == exploring.confidence, .ranges, "\(path).confidence",
      "differs from exploration_tendency, which is the same statistic")
    let share = exploring.value ?? 0
    check.require(
      returning.interpretation == Sentence.returning(exploration: share)
        && exploring.interpretation == Sentence.exploring(exploration: share),
      .formulas, "\(path).interpretation", "does not fit exploration_tendency \(share)")
  }

  private func checkVisitLengths(
    _ behavior: RealWorldBehavior, _ estimates: FieldMap<String, Estimate>, _ check: inout ConsistencyCheck
  ) {
    let path = "real_world_behavior.time_spent_analysis"
    guard let analysis = behavior.timeSpentAnalysis, let short = analysis.shortVisits,
      let medium = analysis.mediumVisits, let long = analysis.longVisits
    else { return }
    for (value, name) in [(short, "short_visits"), (medium, "medium_visits"), (long, "long_visits")] {
      check.share(value, "\(path).\(name)")
    }
    let thousandths = [short, medium, long].map { Int(($0 * 1_000).rounded()) }.reduce(0, +)
    check.require(thousandths == 1_000, .ranges, path, "sums to \(short + medium + long) instead of 1")
    guard let dwell = behavior.averageDwellTime?.value else { return }
    let widths = ["short_visits", "medium_visits", "long_visits"].map {
      ConsistencyCheck.halfWidth(estimates["\(path).\($0)"]?.ci95) + ConsistencyCheck.rounding
    }
    let own = ConsistencyCheck.halfWidth(behavior.averageDwellTime?.ci95) + 0.1
    let low = 15 * medium + 60 * long - own - 15 * widths[1] - 60 * widths[2]
    let high = 15 * short + 60 * medium + 240 * long + own + 15 * widths[0] + 60 * widths[1] + 240 * widths[2]
    check.require(
      low <= dwell && dwell <= high, .dwell, "real_world_behavior.average_dwell_time",
      "\(dwell) minutes do not fit the shares of visits by length, which allow \(low) to \(high)")
  }

  /// Checks ranges and formulas of the implications.
  func checkImplications(_ implications: ProductImplications?, _ check: inout ConsistencyCheck) {
    guard let implications else { return }
    let path = "product_implications"
    check.boolean(implications.prefersQualityOverPrice, "\(path).prefers_quality_over_price")
    check.boolean(implications.valuesCommunityProducts, "\(path).values_community_products")
    check.measure(implications.likelyToReturnPurchase, "\(path).likely_to_return_purchase")
    check.level(
      implications.likelyToReturnPurchase, of: "tendency to buy again", "\(path).likely_to_return_purchase",
      ending: Sentence.formulaNote)
    checkFormula(table.likelyToReturnPurchase, implications.likelyToReturnPurchase?.value, path, &check)
    checkFactors(implications.purchaseDecisionFactors, "\(path).purchase_decision_factors", &check)
  }

  private func checkFactors(
    _ factors: [PurchaseDecisionFactor], _ path: String, _ check: inout ConsistencyCheck
  ) {
    guard !factors.isEmpty else { return }
    let thousandths = factors.map { Int(($0.weight * 1_000).rounded()) }.reduce(0, +)
    check.require(thousandths == 1_000, .ranges, path, "weights sum to \(Double(thousandths) / 1_000) instead of 1")
    let expected = DecisionFactors(table.decisionFactors, inputs: inputs).strongest
    check.require(
      factors.map(\.factor) == expected.map(\.name), .formulas, path,
      "are not the strongest in order: \(expected.map(\.name).joined(separator: ", "))")
    for (factor, right) in zip(factors, expected) {
      check.share(factor.weight, "\(path).\(factor.factor)")
      check.require(
        abs(factor.weight - right.weight.value) <= 2 * ConsistencyCheck.rounding, .formulas,
        "\(path).\(factor.factor)", "weight \(factor.weight) instead of \(right.weight.value)")
    }
  }

  /// Requires that a derived score equals its formula over the released inputs.
  func checkFormula(
    _ formula: DerivedFormula, _ value: Double?, _ path: String, _ check: inout ConsistencyCheck
  ) {
    guard let value else { return }
    guard case .success(let result) = formula.result(inputs) else {
      check.require(false, .formulas, "\(path).\(formula.name)", "is given although an input is withheld")
      return
    }
    check.require(
      abs(value - result.quantity.value) <= ConsistencyCheck.rounding, .formulas, "\(path).\(formula.name)",
      "\(value) instead of \(result.quantity.value) by its formula")
  }
}
