import Personality
import Population
import Releases

extension SessionTally {
  /// The prior's numbers after the events of the session.
  func adjusting(_ prior: SegmentFindings) -> SegmentFindings {
    var findings = prior
    let explored = Rate(successes: places.successes, trials: places.trials)
    findings.adjust(.explorationTendency, successes: Double(explored.successes), trials: explored.trials)
    findings.adjust(
      .returnVisitRate, successes: Double(explored.trials - explored.successes), trials: explored.trials)
    findings.adjust(.communityEngagement, successes: Double(engagement.successes), trials: engagement.trials)
    findings.adjust(.sharingTendency, successes: Double(sharing.successes), trials: sharing.trials)
    for (field, count) in zip([DailyField.shortVisits, .mediumVisits, .longVisits], lengths) {
      findings.adjust(field, successes: Double(count), trials: measuredVisits)
    }
    findings.adjust(.averageDwellTime, successes: dwell.value, trials: measuredVisits)
    adjustState(&findings)
    return findings
  }

  private func adjustState(_ findings: inout SegmentFindings) {
    guard let prior = findings.state.value, !vectors.isEmpty else { return }
    var qubits: [Dimension: Qubit] = [:]
    for dimension in prior.dimensions {
      guard let qubit = prior[dimension] else { continue }
      qubits[dimension] = vectors[dimension].flatMap { qubit.adjusted(by: $0, people: prior.people) } ?? qubit
    }
    let state = SegmentState(qubits, people: prior.people)
    findings.state = .released(state)
    for dimension in vectors.keys where prior[dimension] != nil {
      let scope = findings[dimension].quantity?.scope ?? ""
      findings.dimensions[dimension] = Finding(dimension, of: state, scope: scope).sessionAdjusted
    }
  }
}

extension SegmentFindings {
  /// Beta and Dirichlet posteriors and the mean of a bounded number have one form:
  /// `x' = (n0 x + s)/(n0 + t)` with variance `(n0^2 SE^2 + t (U - x')(x' - L))/(n0 + t)^2`, for a share `x'(1 - x')`.
  mutating func adjust(_ field: DailyField, successes: Double, trials: Int) {
    guard trials > 0, case .known(var quantity) = self[field] else { return }
    let strength = SessionPosterior.priorStrength
    let total = strength + Double(trials)
    let value = (strength * quantity.value + successes) / total
    let spread = (quantity.range.upperBound - value) * (value - quantity.range.lowerBound)
    let error = strength * quantity.standardError
    quantity.value = value
    quantity.standardError = (error * error + Double(trials) * max(0, spread)).squareRoot() / total
    quantity.bias *= strength / total
    fields[field] = Finding.known(quantity).sessionAdjusted
  }
}

extension Finding {
  /// The same, marked as moved by the events of a session.
  var sessionAdjusted: Finding {
    guard case .known(var quantity) = self else { return self }
    quantity.isSessionAdjusted = true
    return .known(quantity)
  }
}

extension Qubit {
  /// `r' = (n0 r + sum of vectors)/(n0 + t)`, then the unit disk.
  ///
  /// The variance of a coordinate is `(n0^2 SE^2 + t (1 - |r'|^2))/(n0 + t)^2`. What later adds sampling of its own,
  /// `(1 - |r'|^2)/people`, is taken off the noise here, so that both together are that variance.
  func adjusted(by vectors: SessionTally.Vectors, people: Double) -> Qubit? {
    let strength = SessionPosterior.priorStrength
    let total = strength + Double(vectors.count)
    let share = strength / total
    guard
      let moved = Qubit(
        x: (strength * x + vectors.x.value) / total, y: (strength * y + vectors.y.value) / total, noise: noise,
        allowance: share * allowance)
    else { return nil }
    let sampling = (1 - length * length) / people
    let spread = 1 - moved.length * moved.length
    let variance = share * share * (noise * noise + sampling) + Double(vectors.count) * spread / (total * total)
    return Qubit(
      x: moved.x, y: moved.y, noise: max(0, variance - spread / people).squareRoot(), allowance: moved.allowance)
  }
}
