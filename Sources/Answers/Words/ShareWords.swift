package import Personality
package import Releases

extension WordScale {
  /// Words for a share or score in `[0, 1]`.
  package static let share = WordScale(
    "very low", [(0.2, "low"), (0.4, "moderate"), (0.6, "high"), (0.8, "very high")])
}

extension Quantity {
  /// The word of a share as it is shown, that is of the rounded value and interval; when the interval crosses a
  /// boundary, the word of the lower end after `about`.
  ///
  /// - Parameter top: the value that counts as 1, for scores that cannot reach 1.
  package func shareWord(top: Double = 1) -> String {
    WordScale.share.word(forShown: value, interval: interval, top: top)
  }
}

extension WordScale {
  /// The word for a share and its interval after rounding to three digits.
  func word(forShown value: Double, interval: ClosedRange<Double>, top: Double) -> String {
    let low = Rounding.share(interval.lowerBound) / top
    return word(
      for: Rounding.share(value) / top, interval: low...max(low, Rounding.share(interval.upperBound) / top))
  }
}
