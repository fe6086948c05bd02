/// Looks for the highest rate at which conditions hold: doubles until they do not, then halves the gap.
package struct RateSearch: Sendable {
  /// The conditions.
  package let conditions: [Threshold]
  /// The rate tried first, in calls per second.
  package let firstRate: Double
  /// Seconds of each try.
  package let seconds: Double
  /// The search ends when the gap is no larger than this share of the rate.
  package let precision: Double
  /// The most tries.
  package let maxSteps: Int

  /// A search; by default to 5 % in at most 24 tries.
  package init(
    conditions: [Threshold], firstRate: Double, seconds: Double, precision: Double = 0.05, maxSteps: Int = 24
  ) {
    self.conditions = conditions
    self.firstRate = firstRate
    self.seconds = seconds
    self.precision = precision
    self.maxSteps = maxSteps
  }

  /// The outcome of a search.
  package struct Found: Sendable {
    /// The run at the highest rate that held; nil when none did.
    package let best: LoadResult?
    /// Every rate tried.
    package let steps: [SearchStep]
  }

  /// Searches.
  /// - Parameter attempt: runs at a rate and answers what was measured.
  package func run(_ attempt: (Double) async throws -> LoadResult) async rethrows -> Found {
    var steps: [SearchStep] = []
    var (held, missed): (Double, Double?) = (0, nil)
    var best: LoadResult?
    var rate = firstRate
    while steps.count < maxSteps {
      let result = try await attempt(rate)
      let step = step(rate, result)
      steps.append(step)
      if step.held { (held, best) = (rate, result) } else { missed = rate }
      guard let bound = missed else {
        rate *= 2
        continue
      }
      if bound - held <= precision * bound || bound < 1 { break }
      rate = held == 0 ? bound / 2 : (held + bound) / 2
    }
    return Found(best: best, steps: steps)
  }

  /// A rate holds when the conditions do, the generator kept up, and the rate was reached to 2 %.
  private func step(_ rate: Double, _ result: LoadResult) -> SearchStep {
    var step = SearchStep()
    step.rate = rate
    step.reached = result.rate
    step.p99 = result.latencyFromIntended?.percentiles.first { $0.percent == 99 }?.milliseconds ?? 0
    let ended = result.succeeded + result.failed
    step.errorShare = ended == 0 ? 0 : Double(result.failed) / Double(ended)
    let conditionsHold = conditions.allSatisfy { $0.check(result).held }
    step.held = conditionsHold && result.invalidReasons.isEmpty && result.rate >= 0.98 * rate * (1 - step.errorShare)
    return step
  }
}
