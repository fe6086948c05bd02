/// Ages `[from, to)` in years, both multiples of five.
package struct AgeRange: Sendable, Hashable, Comparable {
  /// Youngest age, inclusive.
  package let from: Int
  /// Oldest age, exclusive.
  package let to: Int

  /// What an age range must look like, in words.
  package static let allowed = "two multiples of 5 from 0 to 120, the first below the second"

  /// Nil unless both are multiples of five within 0 to 120 and `from < to`.
  package init?(from: Int, to: Int) {
    guard from >= 0, to <= 120, from < to, from % 5 == 0, to % 5 == 0 else { return nil }
    self.from = from
    self.to = to
  }

  /// From the two numbers of a request; nil unless exactly two that make a range.
  package init?(_ numbers: [Int32]) {
    guard numbers.count == 2 else { return nil }
    self.init(from: Int(numbers[0]), to: Int(numbers[1]))
  }

  /// By the younger end, then the older.
  package static func < (left: AgeRange, right: AgeRange) -> Bool {
    (left.from, left.to) < (right.from, right.to)
  }

  /// Sum of the distances of both ends, in years.
  package func distance(to other: AgeRange) -> Int {
    abs(from - other.from) + abs(to - other.to)
  }
}
