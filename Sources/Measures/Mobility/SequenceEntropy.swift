import Glibc

/// Entropies of a sequence of locations, in bits (Song et al., Science 327, 2010).
package enum SequenceEntropy {
  /// log2 of the number of distinct locations; 0 for an empty sequence.
  package static func random(_ sequence: some Sequence<some Hashable>) -> Double {
    let distinct = Set(sequence).count
    return distinct == 0 ? 0 : log2(Double(distinct))
  }

  /// -sum p log2 p over how often each location is visited; 0 for an empty sequence.
  package static func uncorrelated<Value: Hashable>(_ sequence: some Sequence<Value>) -> Double {
    let counts = VisitCounts(sequence)
    let total = Double(counts.total)
    let entropy = counts.entries.reduce(0.0) { sum, entry in
      let share = Double(entry.count) / total
      return sum - share * log2(share)
    }
    return max(0, entropy)
  }

  /// The Lempel-Ziv estimate n log2 n / sum Lambda_i, where Lambda_i is the length of the shortest piece starting at
  /// i that does not occur within the sequence before i; a piece that runs to the end counts one more than what is
  /// left. 0 for fewer than two elements. Takes O(n) steps.
  package static func real(_ sequence: some Sequence<some Hashable>) -> Double { real(SymbolSequence(sequence)) }

  private static func real(_ symbols: SymbolSequence) -> Double {
    let count = symbols.symbols.count
    guard count > 1 else { return 0 }
    let matches = SuffixAutomaton(symbols).earlierMatchLengths()
    let sum = matches.enumerated().reduce(0) { sum, item in
      let left = count - item.offset
      return sum + (item.element >= left - 1 ? left + 1 : item.element + 1)
    }
    return Double(count) * log2(Double(count)) / Double(sum)
  }

  /// The share of maximal irregularity, real entropy over log2 of the distinct locations, not clamped; 0 with fewer
  /// than two distinct locations. Short sequences can exceed 1.
  package static func normalisedReal(_ sequence: some Collection<some Hashable>) -> Double {
    let symbols = SymbolSequence(sequence)
    return symbols.distinct > 1 ? real(symbols) / log2(Double(symbols.distinct)) : 0
  }
}

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
