import Privacy

/// A released or derived number with its error, and what an answer must say about it.
package struct Quantity: Sendable, Hashable {
  /// The number, unrounded.
  package var value: Double
  /// Noise and sampling together, in the unit of the value.
  package var standardError: Double
  /// Allowance for the lag of smoothing, in the unit of the value; 0 without smoothing.
  package var bias: Double
  /// What `confidence` speaks of, in the unit of the value.
  package var tolerance: Double
  /// Range of the value.
  package var range: ClosedRange<Double>
  /// Empty, or what the number covers when it is wider than asked.
  package var scope = ""
  /// Cut-off of its release in microseconds since 1970 UTC, when older than the answer's.
  package var asOf: Int64?
  /// Rests on estimated visit lengths.
  package var isEstimated = false
  /// Which side of the truth an estimated number is on; `nil` when it is of neither.
  package var bound: EstimateBound?
  /// The standard error that a joint region reckons with where the number is the direction of a vector, as a share of half
  /// a turn; `nil` for other numbers.
  package var directionError: Double?
  /// How many numbers of one vector it is one of; 1 for a number by itself.
  package var vectorLength = 1
  /// Moved by the events of a session.
  package var isSessionAdjusted = false

  /// The confidence below which a number is withheld.
  package static let leastConfidence = 0.5

  /// Makes a number with its error and without marks.
  package init(
    value: Double, standardError: Double, bias: Double = 0, tolerance: Double, range: ClosedRange<Double> = 0...1
  ) {
    self.value = value
    self.standardError = standardError
    self.bias = bias
    self.tolerance = tolerance
    self.range = range
  }

  /// The 95 % interval, within the range.
  package var interval: ClosedRange<Double> {
    around(Confidence.halfWidth95(standardError: standardError, bias: bias))
  }

  /// The interval of a region that holds the whole vector 95 times in 100, within the range; `nil` for a number by itself.
  package var jointInterval: ClosedRange<Double>? {
    guard vectorLength > 1 else { return nil }
    let half =
      directionError.map { Confidence.jointHalfWidth95(ofDirections: vectorLength, standardError: $0, bias: bias) }
      ?? Confidence.jointHalfWidth95(of: vectorLength, standardError: standardError, bias: bias)
    return around(half)
  }

  private func around(_ half: Double) -> ClosedRange<Double> {
    let low = clamped(value - half)
    return low...max(low, clamped(value + half))
  }

  /// Probability that the number is within `tolerance` of the truth.
  package var confidence: Double {
    Confidence.within(tolerance: tolerance, standardError: standardError, bias: bias)
  }

  private func clamped(_ number: Double) -> Double {
    min(max(number, range.lowerBound), range.upperBound)
  }
}

/// Why a field is absent. The names are those of the wire.
package enum WithheldReason: String, Sendable, Hashable, CaseIterable {
  /// The region declares no data that it could be computed from.
  case noSource = "no_source"
  /// The number is within its tolerance of the truth with a probability below one half.
  case lowConfidence = "low_confidence"
  /// Too few people for the purpose.
  case notAdmitted = "not_admitted"
  /// The release was made before the statistic was part of releases.
  case notReleased = "not_released"
  /// The segment is divided so evenly that a mean says nothing.
  case splitPopulation = "split_population"
  /// A number it is computed from is absent.
  case missingInput = "missing_input"
  /// The request did not hand in what it is computed from.
  case notRequestedData = "not_requested_data"
}

/// A released value, or why there is none.
package enum EstimateOutcome<Value: Sendable & Hashable>: Sendable, Hashable {
  /// The value.
  case released(Value)
  /// No value.
  case withheld(WithheldReason)

  /// The value, if there is one.
  package var value: Value? {
    guard case .released(let value) = self else { return nil }
    return value
  }

  /// The reason, if there is no value.
  package var reason: WithheldReason? {
    guard case .withheld(let reason) = self else { return nil }
    return reason
  }
}
