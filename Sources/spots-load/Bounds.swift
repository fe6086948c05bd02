import ArgumentParser

/// Checks of options.
enum Bounds {
  /// Refuses a number outside what is allowed.
  static func check(_ option: String, _ value: Int, in allowed: ClosedRange<Int>) throws {
    guard allowed.contains(value) else {
      throw ValidationError("\(option) \(value): allowed are \(allowed.lowerBound) to \(allowed.upperBound)")
    }
  }

  /// A time in seconds: a number above 0 with ms, s, m or h, at most a day.
  static func seconds(_ option: String, _ text: String) throws -> Double {
    let units: [(String, Double)] = [("ms", 1e-3), ("s", 1), ("m", 60), ("h", 3_600)]
    for (unit, factor) in units where text.hasSuffix(unit) {
      guard let number = Double(text.dropLast(unit.count)) else { continue }
      let seconds = number * factor
      guard seconds > 0, seconds <= 86_400 else { break }
      return seconds
    }
    throw ValidationError("\(option) \(text): expected a number above 0 with ms, s, m or h, at most 24h, like 10s")
  }
}
