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
