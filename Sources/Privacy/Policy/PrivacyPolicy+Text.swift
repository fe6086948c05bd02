extension PrivacyPolicy {
  /// Every number of the policy as text, one to a line in a fixed order: what a policy version is a hash of.
  ///
  /// Equal texts mean equal policies, whatever compiler or platform wrote them.
  package var canonicalText: String {
    var lines = ["policy \(name) \(version)", "period_hours \(periodHours)"]
    lines.append("cap \(cap.perYear.nanoRho) \(cap.perYear.deltaUnits)")
    lines.append("lifetime \(cap.lifetimeNanoRho.map(String.init) ?? "none")")
    for family in [daily, profile, network] {
      lines.append("family \(family.name) \(family.runsPerYear) \(family.nanoRhoPerRun) \(family.termDays)")
      lines += family.weights.map { "weight \($0.statistic) \($0.quarters)" }
    }
    // Families without weights stand together; what a version of the product does not draw yet is none of its numbers.
    lines += ([affinity].filter { !$0.isNone } + kept).map {
      "kept \($0.name) \($0.runsPerYear) \($0.nanoRhoPerRun) \($0.termDays)"
    }
    lines.append("admission \(admission.runsPerYear) \(admission.nanoRhoPerRun) \(admission.purposes)")
    lines.append("term \(admission.termDays) \(admission.deltaPerDecision)")
    lines.append("rule \(admission.rule.floor) \(admission.rule.threshold) \(admission.rule.sigmaSquared)")
    switch smoothing {
    case .none: lines.append("smoothing none")
    case .exponential(let newest): lines.append("smoothing exponential \(newest)")
    }
    return lines.joined(separator: "\n") + "\n"
  }
}
