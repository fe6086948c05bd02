extension Duration {
  /// The units of a length of time as people write it, with their nanoseconds. Longer names come first where one ends
  /// like another.
  private static let units: [(name: String, nanoseconds: Int64)] = [
    ("us", 1_000), ("ms", 1_000_000), ("s", 1_000_000_000), ("m", 60_000_000_000), ("h", 3_600_000_000_000),
  ]

  /// Reads a length of time: a decimal number and its unit, `us`, `ms`, `s`, `m` or `h`, such as `500ms` or `1.5m`, and
  /// nothing else; 0 needs no unit. It is exact: `0.1s` is 100,000,000 ns.
  ///
  /// Protobuf's JSON form, which knows seconds only, is read by `GoogleProtobufDuration`.
  /// - Throws: `MalformedDuration` for another text and outside the allowed lengths.
  package init(text: String, in allowed: ClosedRange<Duration>) throws(MalformedDuration) {
    guard let value = Self.read(text), allowed.contains(value) else {
      throw MalformedDuration(text: text, allowed: allowed)
    }
    self = value
  }

  private static func read(_ text: String) -> Duration? {
    if text == "0" { return .zero }
    guard let unit = units.first(where: { text.hasSuffix($0.name) }) else { return nil }
    let parts = text.dropLast(unit.name.count).split(separator: ".", omittingEmptySubsequences: false)
    guard let whole = parts.first.flatMap(digits), parts.count <= 2 else { return nil }
    var value = Duration.nanoseconds(unit.nanoseconds) * whole
    if parts.count == 2 {
      guard let fraction = digits(parts[1]) else { return nil }
      let scale = parts[1].reduce(1) { scale, _ in scale * 10 }
      value += Duration.nanoseconds(unit.nanoseconds) * fraction / scale
    }
    return value
  }

  /// A number of 1 to 9 decimal digits.
  private static func digits(_ text: Substring) -> Int? {
    guard (1...9).contains(text.utf8.count), text.utf8.allSatisfy(\.isJSONDigit) else { return nil }
    return Int(text)
  }

  /// Seconds, rounded to the next number that a `Double` holds.
  package var inSeconds: Double { self / .seconds(1) }

  /// The length in the largest unit in which it is a whole number; for messages.
  fileprivate var plainText: String {
    for unit in Self.units.reversed() {
      let count = self / .nanoseconds(unit.nanoseconds)
      if count >= 1, count == count.rounded() { return "\(Int(count))\(unit.name)" }
    }
    return self == .zero ? "0" : "\(self)"
  }
}

/// A text that is no length of time, or none that is allowed.
package struct MalformedDuration: Error, Sendable, Hashable, CustomStringConvertible {
  /// What was read.
  package let text: String
  /// The lengths that are allowed.
  package let allowed: ClosedRange<Duration>

  /// One sentence.
  package var description: String {
    """
    "\(text)": expected a number with us, ms, s, m or h, such as 500ms, 1.5s or 2m, \
    from \(allowed.lowerBound.plainText) to \(allowed.upperBound.plainText)
    """
  }
}
