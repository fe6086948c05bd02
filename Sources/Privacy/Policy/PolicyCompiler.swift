/// Recomputes every number of a policy and refuses one that overspends or is not safe.
package enum PolicyCompiler {
  /// The least floor that any policy may set.
  package static let leastFloor: Int64 = 100

  /// Compiles a policy for the given contribution bounds, one for every weighted statistic of its families.
  ///
  /// - Throws: `PolicyRefusal` for a policy that spends more than its cap, has a number that is not allowed, or does not
  ///   fit the bounds.
  package static func compile(
    _ policy: PrivacyPolicy, bounds: [String: ContributionBound]
  ) throws(PolicyRefusal) -> CompiledPolicy {
    let scheduled = try schedule(of: policy)
    guard scheduled.nanoRho <= policy.cap.perYear.nanoRho, scheduled.deltaUnits <= policy.cap.perYear.deltaUnits else {
      throw .overspends(scheduled: scheduled, cap: policy.cap.perYear)
    }
    try matchNames(policy.families.flatMap(\.weights).map(\.statistic), Array(bounds.keys))
    return CompiledPolicy(
      policy: policy, daily: try statistics(of: policy.daily, bounds: bounds),
      profile: try statistics(of: policy.profile, bounds: bounds),
      network: try statistics(of: policy.network, bounds: bounds),
      admission: try admission(of: policy.admission), scheduled: scheduled,
      reserveNanoRho: policy.cap.perYear.nanoRho - scheduled.nanoRho)
  }

  private static func schedule(of policy: PrivacyPolicy) throws(PolicyRefusal) -> PrivacyCost {
    var total = PrivacyCost.zero
    for family in policy.families {
      total = try add(family.cost, runs: family.runsPerYear, to: total, family.name)
    }
    if !policy.daily.isNone { try check(policy.daily, periodHours: policy.periodHours) }
    for family in policy.families where family.name != policy.daily.name {
      try check(family, periodHours: 24 * family.termDays)
    }
    let admission = policy.admission
    guard policy.drawsCells || admission.runsPerYear > 0 else { return total }
    return try add(admission.cost, runs: admission.runsPerYear, to: total, "admission")
  }

  /// A leap year must not hold more runs than the schedule pays for.
  private static func check(_ family: PrivacyPolicy.Family, periodHours: Int) throws(PolicyRefusal) {
    guard periodHours > 0, periodHours < 1 << 20 else { throw .invalidSchedule(family: family.name) }
    let period = Int64(periodHours)
    let needed = (366 * 24 + period - 1) / period
    guard family.runsPerYear >= needed else {
      throw .tooFewRuns(family: family.name, runs: family.runsPerYear, needed: needed)
    }
  }

  private static func add(
    _ cost: PrivacyCost, runs: Int64, to total: PrivacyCost, _ family: String
  ) throws(PolicyRefusal) -> PrivacyCost {
    guard runs > 0, cost.nanoRho > 0, cost.deltaUnits >= 0, let yearly = cost.multiplied(by: runs),
      let sum = total.adding(yearly)
    else { throw .invalidSchedule(family: family) }
    return sum
  }

  /// Divides a run's charge by weight, rounding each part down, so that the parts never exceed the whole.
  private static func statistics(
    of family: PrivacyPolicy.Family, bounds: [String: ContributionBound]
  ) throws(PolicyRefusal) -> [CompiledPolicy.Statistic] {
    guard !family.isNone else { return [] }
    let quarters = family.weights.reduce(into: Int64(0)) { $0 += Swift.max(0, Swift.min($1.quarters, 1 << 20)) }
    guard family.weights.allSatisfy({ (1...1 << 20).contains($0.quarters) }), quarters > 0 else {
      throw .invalidSchedule(family: family.name)
    }
    var compiled: [CompiledPolicy.Statistic] = []
    for weight in family.weights {
      let share = Int64(Int128(family.nanoRhoPerRun) * Int128(weight.quarters) / Int128(quarters))
      compiled.append(try statistic(weight.statistic, nanoRho: share, bound: bounds[weight.statistic]))
    }
    return compiled
  }

  private static func matchNames(_ weighted: [String], _ bounded: [String]) throws(PolicyRefusal) {
    var seen: Set<String> = []
    for name in weighted where !seen.insert(name).inserted { throw .mismatchedStatistic(name) }
    for name in bounded.sorted() where !seen.contains(name) { throw .mismatchedStatistic(name) }
  }

  private static func statistic(
    _ name: String, nanoRho: Int64, bound: ContributionBound?
  ) throws(PolicyRefusal) -> CompiledPolicy.Statistic {
    guard let bound else { throw .mismatchedStatistic(name) }
    guard let l2Squared = bound.l2Squared,
      let mechanism = GaussianMechanism(l2Squared: l2Squared, nanoRho: nanoRho),
      let cost = mechanism.nanoRho, cost <= nanoRho
    else { throw .unsupportedNoise(statistic: name) }
    return CompiledPolicy.Statistic(name: name, nanoRho: nanoRho, mechanism: mechanism)
  }

  /// A policy without terms still has a floor.
  private static func admission(of admission: PrivacyPolicy.Admission) throws(PolicyRefusal) -> GaussianMechanism? {
    let rule = admission.rule
    guard rule.floor >= leastFloor else { throw .unsafeAdmission("a floor of \(rule.floor) is below \(leastFloor)") }
    guard admission.runsPerYear > 0 else { return nil }
    guard let l2Squared = ContributionBound.indicators(length: admission.purposes).l2Squared,
      let mechanism = GaussianMechanism(l2Squared: l2Squared, sigmaSquared: rule.sigmaSquared),
      let noise = DiscreteGaussian(sigmaSquared: rule.sigmaSquared), rule.threshold >= 0
    else { throw .unsafeAdmission("purposes and noise must be positive, the threshold at least 0") }
    guard let cost = mechanism.nanoRho, cost <= admission.nanoRhoPerRun else {
      throw .unsafeAdmission("sigma^2 = \(rule.sigmaSquared) costs more than \(admission.nanoRhoPerRun) nano-rho")
    }
    guard noise.tail(above: rule.threshold) * 1e18 <= Double(admission.deltaPerDecision) else {
      throw .unsafeAdmission("the noise passes \(rule.threshold) more often than its delta allows")
    }
    return mechanism
  }
}
