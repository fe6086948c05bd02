package import EnrichmentSchema
package import Releases
import WireFormat

extension Interval {
  /// Both ends after `rounding`.
  package init(_ range: ClosedRange<Double>, rounding: (Double) -> Double) {
    self.init()
    low = rounding(range.lowerBound)
    high = rounding(range.upperBound)
  }
}

extension Measure {
  /// A number as it is shown: value and interval rounded, confidence to three digits.
  package init(_ quantity: Quantity, rounding: (Double) -> Double, unit: String = "", interpretation: String = "") {
    self.init()
    value = rounding(quantity.value)
    self.unit = unit
    self.interpretation = interpretation
    confidence = Rounding.share(quantity.confidence)
    tolerance = quantity.tolerance
    ci95 = Interval(quantity.interval, rounding: rounding)
    scope = quantity.scope
    asOf = quantity.asOf.map(GoogleProtobufTimestamp.init(microseconds:))
    estimated = quantity.isEstimated
    bound = quantity.bound?.rawValue ?? ""
    sessionAdjusted = quantity.isSessionAdjusted
  }
}

extension Estimate {
  /// What is known of a field of which there is no number: cut-off of its release in microseconds, and scope.
  package init(asOf: Int64?, scope: String) {
    self.init()
    self.asOf = asOf.map(GoogleProtobufTimestamp.init(microseconds:))
    self.scope = scope
  }

  /// The error of a bare number; nothing is rounded but the confidence.
  package init(_ quantity: Quantity) {
    self.init()
    ci95 = Interval(quantity.interval) { $0 }
    joint95 = quantity.jointInterval.map { Interval($0) { $0 } }
    confidence = Rounding.share(quantity.confidence)
    tolerance = quantity.tolerance
    value = quantity.value
    scope = quantity.scope
    asOf = quantity.asOf.map(GoogleProtobufTimestamp.init(microseconds:))
    estimated = quantity.isEstimated
    bound = quantity.bound?.rawValue ?? ""
    sessionAdjusted = quantity.isSessionAdjusted
  }
}
