/// Looks for the highest rate at which conditions hold: doubles until they do not, then halves the gap. Where the generator
/// is at fault, the rate is tried again, and higher ones are: a moment in which its machine was busy ends no search.
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

  /// A search; by default to 5 % in at most 40 tries.
  package init(
    conditions: [Threshold], firstRate: Double, seconds: Double, precision: Double = 0.05, maxSteps: Int = 40
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
    /// Every rate tried, in order.
    package let steps: [SearchStep]
  }

  /// Searches. A run that was cut ends the search and is no step of it.
  ///
  /// - Parameters:
  ///   - attempt: runs at a rate and answers what was measured.
  ///   - tried: is handed each step when it has been judged.
  package func run(
    _ attempt: (Double) async throws -> LoadResult, tried: (SearchStep) -> Void = { _ in }
  ) async rethrows -> Found {
    var steps: [SearchStep] = []
    var best: LoadResult?
    var range = RateRange(firstRate: firstRate, precision: precision)
    while steps.count < maxSteps, let rate = range.next {
      let result = try await attempt(rate)
      guard !result.cut else { break }
      let step = step(rate, result)
      steps.append(step)
      tried(step)
      if step.held { best = result }
      range.note(step)
    }
    return Found(best: best, steps: steps)
  }

  /// A rate holds when the conditions do and the rate was reached to 2 %: a generator that was late makes latencies from
  /// the moment due longer, never shorter. Where a rate does not hold and the generator could not keep up, nothing is
  /// known of the server.
  private func step(_ rate: Double, _ result: LoadResult) -> SearchStep {
    var step = SearchStep()
    step.rate = rate
    step.reached = result.rate
    step.p99 = result.latencyFromIntended?.percentiles.first { $0.percent == 99 }?.milliseconds ?? 0
    let ended = result.succeeded + result.failed
    step.errorShare = ended == 0 ? 0 : Double(result.failed) / Double(ended)
    let conditionsHold = conditions.allSatisfy { $0.check(result).held }
    step.held = conditionsHold && result.rate >= 0.98 * rate * (1 - step.errorShare)
    step.undecided = !step.held && !result.invalidReasons.isEmpty
    return step
  }
}

/// Between which rates the highest that holds is looked for, and which is to be tried next.
private struct RateRange {
  /// The next rate; nil when the range is narrow enough.
  private(set) var next: Double?
  private let precision: Double
  private var held = 0.0
  private var missed: Double?
  /// Rates on which the generator was late and that were passed over: a busy moment of its machine, or its limit.
  private var passed: [Double] = []
  private var tries = 0

  /// How often a rate is tried with which the generator cannot keep up.
  private static let mostTries = 3
  /// How many rates one after the other are passed over before they are taken for more than the generator can do.
  private static let mostPassed = 4

  init(firstRate: Double, precision: Double) { (next, self.precision) = (firstRate, precision) }

  /// Takes note of a try of the rate.
  mutating func note(_ step: SearchStep) {
    guard !step.undecided else { return noteUndecided(step) }
    if step.held { held = step.rate } else { missed = step.rate }
    moveOn()
  }

  private mutating func noteUndecided(_ step: SearchStep) {
    tries += 1
    if tries < Self.mostTries, passed.isEmpty { return }
    guard missed == nil, passed.count < Self.mostPassed, step.reached >= 0.9 * step.rate else {
      missed = passed.first ?? step.rate
      return moveOn()
    }
    passed.append(step.rate)
    (tries, next) = (0, step.rate * 2)
  }

  private mutating func moveOn() {
    (tries, passed) = (0, [])
    guard let missed else { return next = held * 2 }
    let isNarrow = missed - held <= precision * missed || missed < 1
    next = isNarrow ? nil : held == 0 ? missed / 2 : (held + missed) / 2
  }
}
