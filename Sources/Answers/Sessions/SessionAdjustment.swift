import Personality
import Population
import Releases

extension SessionTally {
  /// The prior's numbers after the events of the session.
  func adjusting(_ prior: SegmentFindings) -> SegmentFindings {
    var findings = prior
    let explored = Rate(successes: places.successes, trials: places.trials)
    findings.adjust(.explorationTendency, sum: Double(explored.successes), count: explored.trials)
    findings.adjust(
      .returnVisitRate, sum: Double(explored.trials - explored.successes), count: explored.trials)
    findings.adjust(.communityEngagement, sum: Double(engagement.successes), count: engagement.trials)
    findings.adjust(.sharingTendency, sum: Double(sharing.successes), count: sharing.trials)
    for (field, count) in zip([DailyField.shortVisits, .mediumVisits, .longVisits], lengths) {
      findings.adjust(field, sum: Double(count), count: measuredVisits)
    }
    findings.adjust(.averageDwellTime, sum: dwell.value, count: measuredVisits)
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
    let state = SegmentState(qubits, people: prior.people, peopleNoise: prior.peopleNoise)
    findings.state = .released(state)
    for dimension in vectors.keys where prior[dimension] != nil {
      let scope = findings[dimension].quantity?.scope ?? ""
      findings.dimensions[dimension] = Finding(dimension, of: state, scope: scope).sessionAdjusted
    }
  }
}

extension SegmentFindings {
  /// Moves the mean of a bounded number, or a share, by what a session observed of it.
  ///
  /// Beta and Dirichlet posteriors and the mean of a bounded number have one form. With the released value `x`, its
  /// standard error `SE`, the weight `n0` of the release in observations, and `t` observations that sum to `s`, it is
  /// `x' = (n0 x + s)/(n0 + t)` with variance `(n0^2 SE^2 + t (U - x')(x' - L))/(n0 + t)^2`. `L` and `U` are the bounds
  /// of an observation: 0 and 1 for a share, whose spread is `x'(1 - x')`.
  ///
  /// - Parameters:
  ///   - sum: sum of the observations, for a share the number of those that count; in the unit of the field.
  ///   - count: number of observations; with none nothing changes.
  mutating func adjust(_ field: DailyField, sum: Double, count: Int) {
    guard count > 0, case .known(var quantity) = self[field] else { return }
    let strength = SessionPosterior.priorStrength
    let total = strength + Double(count)
    let value = (strength * quantity.value + sum) / total
    let spread = (quantity.range.upperBound - value) * (value - quantity.range.lowerBound)
    let error = strength * quantity.standardError
    quantity.value = value
    quantity.standardError = (error * error + Double(count) * max(0, spread)).squareRoot() / total
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
  /// The qubit moved by the `t` vectors of a session: `r' = (n0 r + sum of vectors)/(n0 + t)`, brought back into the
  /// unit disk, with the weight `n0` of the release in vectors; nil when that is no qubit.
  ///
  /// The variance of a coordinate is `(n0^2 SE^2 + t (1 - |r'|^2))/(n0 + t)^2`. An estimate made of the result adds the
  /// variance of sampling `people`, `(1 - |r'|^2)/people`, itself; the noise given here is what remains without it.
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
