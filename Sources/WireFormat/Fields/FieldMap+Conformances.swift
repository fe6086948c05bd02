extension FieldMap: Sequence {
  /// Goes through the entries in the order of their keys.
  public struct Iterator: IteratorProtocol, Sendable {
    @usableFromInline let entries: [Entry]
    @usableFromInline var place = 0

    @inlinable
    init(_ entries: [Entry]) { self.entries = entries }

    /// The next entry.
    @inlinable
    public mutating func next() -> Element? {
      guard place < entries.count else { return nil }
      defer { place += 1 }
      return (entries[place].key, entries[place].value)
    }
  }

  /// An iterator in the order of the keys.
  @inlinable
  public func makeIterator() -> Iterator { Iterator(ordered) }

  /// How many entries there are.
  @inlinable
  public var underestimatedCount: Int { entries.count }
}

extension FieldMap: Hashable {
  /// Whether keys and values are equal.
  @inlinable
  public static func == (a: FieldMap, b: FieldMap) -> Bool {
    guard a.count == b.count else { return false }
    let (left, right) = (a.ordered, b.ordered)
    for place in left.indices {
      if PlaceKey(left[place].key) != PlaceKey(right[place].key) || left[place].value != right[place].value {
        return false
      }
    }
    return true
  }

  /// Hashes the entries in the order of their keys.
  @inlinable
  public func hash(into hasher: inout Hasher) {
    hasher.combine(count)
    for entry in ordered {
      entry.key.hashKey(into: &hasher)
      hasher.combine(entry.value)
    }
  }
}

extension FieldMap: ExpressibleByDictionaryLiteral {
  /// A map of keys and values; the last value of a key counts.
  @inlinable
  public init(dictionaryLiteral elements: (Key, Value)...) {
    self.init()
    for (key, value) in elements { updateValue(value, forKey: key) }
  }

  /// The entries of a dictionary.
  @inlinable
  public init(_ dictionary: [Key: Value]) {
    self.init()
    reserveCapacity(dictionary.count)
    for (key, value) in dictionary.sorted(by: { Key.precedes($0.key, $1.key) }) { updateValue(value, forKey: key) }
  }
}

extension FieldMap: CustomStringConvertible {
  /// The entries as a dictionary literal.
  public var description: String {
    isEmpty ? "[:]" : "[" + map { "\($0.key): \($0.value)" }.joined(separator: ", ") + "]"
  }
}
