/// The moment up to which is learned, and after which is tested: the .7 quantile of the times of all check-ins, equal
/// times on the side of learning.
///
/// Source: affinity.md 6.
package struct LearningSplit: Sendable, Hashable {
  /// The last moment of the learning period, µs since 1970 UTC.
  package let end: Int64

  /// The split of rows by their times, of everybody, those who are left out too; `nil` for none.
  package init?(times: some Collection<Int64>) {
    guard !times.isEmpty else { return nil }
    // The least time that at least seven tenths of the rows do not exceed.
    end = times.sorted()[(times.count * 7 + 9) / 10 - 1]
  }

  /// Whether a row of this time is learned from.
  package func learns(_ time: Int64) -> Bool { time <= end }

  /// The cut-off of a release of what is learned, µs since 1970 UTC: releases count rows before it.
  package var cutOff: Int64 { end + 1 }
}
