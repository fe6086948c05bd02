package import Personality
package import Releases

extension String {
  /// With a capital first letter.
  var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}

/// The sentences of `interpretation`: templates, never free text.
package enum Sentence {
  /// Ends the words of a derived score.
  package static let formulaNote = "; score of a published formula, not a measured outcome"

  /// What estimated lengths of visits are.
  package static let estimatedDwell =
    "Upper bound: the time until the next visit less the way there; the interval is of noise and sampling only"

  /// For example `High community engagement`, `About low viral potential`.
  package static func level(of subject: String, _ quantity: Quantity, top: Double = 1) -> String {
    "\(quantity.shareWord(top: top)) \(subject)".capitalizedFirst
  }

  /// For example `71% return to favorites`: 100 less the percentage of `exploring`, so that the two add to 100.
  /// - Parameter exploration: the share that explores, already rounded by `Rounding.share`.
  package static func returning(exploration: Double) -> String {
    "\(100 - Rounding.percent(exploration))% return to favorites"
  }

  /// For example `29% explore new places`.
  /// - Parameter exploration: the share that explores, already rounded by `Rounding.share`.
  package static func exploring(exploration: Double) -> String {
    "\(Rounding.percent(exploration))% explore new places"
  }

  /// For example `12% of adoptions follow a connection beyond chance`.
  /// - Parameter share: that share, already rounded by `Rounding.share`.
  package static func communityDriven(_ share: Double) -> String {
    "\(Rounding.percent(share))% of adoptions follow a connection beyond chance"
  }

  /// Words of a comparison with one half; an interval that holds the threshold says so.
  package static func choice(_ quantity: Quantity, yes: String, no: String) -> String {
    let words = quantity.value > 0.5 ? yes : no
    return quantity.interval.contains(0.5) ? "About even, leaning to \(words)" : words.capitalizedFirst
  }
}

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
  /// The word for a share and its interval after rounding to three decimals.
  func word(forShown value: Double, interval: ClosedRange<Double>, top: Double) -> String {
    let low = Rounding.share(interval.lowerBound) / top
    return word(
      for: Rounding.share(value) / top, interval: low...max(low, Rounding.share(interval.upperBound) / top))
  }
}
