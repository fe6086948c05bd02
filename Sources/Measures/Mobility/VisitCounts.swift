/// How often each value of a sequence occurs.
package struct VisitCounts<Value: Hashable> {
  /// A value and its number of occurrences.
  package struct Entry {
    /// The value.
    package let value: Value
    /// Occurrences, at least 1.
    package var count: Int
  }

  /// The distinct values in order of first occurrence.
  package let entries: [Entry]

  /// Counts the values of a sequence.
  package init(_ values: some Sequence<Value>) {
    var entries: [Entry] = []
    var index: [Value: Int] = [:]
    for value in values {
      if let known = index[value] {
        entries[known].count += 1
      } else {
        index[value] = entries.count
        entries.append(Entry(value: value, count: 1))
      }
    }
    self.entries = entries
  }

  /// The entries by falling count, ties by first occurrence.
  package var ranked: [Entry] {
    entries.enumerated().sorted { ($1.element.count, $0.offset) < ($0.element.count, $1.offset) }.map(\.element)
  }

  /// The number of values counted.
  package var total: Int { entries.reduce(0) { $0 + $1.count } }
}
