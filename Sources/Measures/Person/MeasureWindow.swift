import Population

/// The span of time that statistics look at: a window before the cut-off, and a lookback before that which decides
/// what is new.
package struct MeasureWindow: Sendable, Hashable {
  /// First moment of the lookback.
  package let lookbackStart: Int64
  /// First moment of the window.
  package let start: Int64
  /// First moment after the window.
  package let cutOff: Int64

  /// Makes the window of `days` before `cutOff` with a lookback of `lookbackDays` before it. Days of 24 hours, so
  /// that every window has the same length.
  package init(cutOff: Int64, days: Int = 90, lookbackDays: Int = 90) {
    self.cutOff = cutOff
    start = cutOff - Int64(days) * RegionCalendar.day
    lookbackStart = start - Int64(lookbackDays) * RegionCalendar.day
  }

  /// Whether `time` falls into the window.
  package func contains(_ time: Int64) -> Bool { time >= start && time < cutOff }

  /// Whether `time` falls into the lookback.
  package func looksBack(on time: Int64) -> Bool { time >= lookbackStart && time < start }
}
