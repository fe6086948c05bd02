extension Duration {
  /// Reads `500ms`, `10s` or `1m`; nil for other texts and for more than a day.
  init?(text: String) {
    let units: [(String, Double)] = [("ms", 1e-3), ("s", 1), ("m", 60)]
    for (unit, seconds) in units where text.hasSuffix(unit) {
      guard let number = Double(text.dropLast(unit.count)), number >= 0, number <= 86_400 else { return nil }
      self = .seconds(number * seconds)
      return
    }
    return nil
  }
}
