import ArgumentParser
import WireFormat

/// Checks of options.
enum Bounds {
  /// Refuses a number outside what is allowed.
  static func check(_ option: String, _ value: Int, in allowed: ClosedRange<Int>) throws {
    guard allowed.contains(value) else {
      throw ValidationError("\(option) \(value): allowed are \(allowed.lowerBound) to \(allowed.upperBound)")
    }
  }

  /// Reads a length of time of 1 us to 24 h.
  static func duration(_ option: String, _ text: String) throws(ValidationError) -> Duration {
    try duration(option, text, from: .microseconds(1))
  }

  /// Reads a length of time of up to 24 h that may be nothing.
  static func durationOrZero(_ option: String, _ text: String) throws(ValidationError) -> Duration {
    try duration(option, text, from: .zero)
  }

  private static func duration(
    _ option: String, _ text: String, from least: Duration
  ) throws(ValidationError) -> Duration {
    do { return try Duration(text: text, in: least ... .seconds(86_400)) } catch {
      throw ValidationError("\(option) \(error)")
    }
  }
}
