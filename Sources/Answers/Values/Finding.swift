import Pages
package import Releases

/// Why a number is absent, with what would make it appear.
package struct Absence: Sendable, Hashable {
  /// The reason.
  package let reason: WithheldReason
  /// The reason in words.
  package let detail: String

  /// Makes a reason.
  package init(_ reason: WithheldReason, _ detail: String) {
    self.reason = reason
    self.detail = detail
  }
}

/// A number of a segment, or why there is none.
package enum Finding: Sendable, Hashable {
  /// The number.
  case known(Quantity)
  /// Why there is none.
  case absent(Absence)

  /// The number, however uncertain.
  package var quantity: Quantity? {
    if case .known(let quantity) = self { quantity } else { nil }
  }

  /// The finding as an answer may show it: a number with too little confidence becomes an absence. What a session
  /// adjusted is always shown.
  package var shown: Finding {
    guard case .known(let quantity) = self, !quantity.isSessionAdjusted,
      quantity.confidence < Quantity.leastConfidence
    else { return self }
    let percent = Int((100 * quantity.confidence).rounded(.down))
    return .absent(
      Absence(
        .lowConfidence,
        "within \(NumberText.brief(quantity.tolerance)) of the truth with a probability of \(percent)% only; "
          + "appears from 50%, with more people in the segment"))
  }
}
