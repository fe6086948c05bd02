/// The value of a map field: entries in the order of their keys.
///
/// Ordered entries make encoding deterministic without sorting and reading an ordered encoding a row of appends, with no
/// hash. Keys that come out of order are put in their places while there are few; a map of many gets an index by hash,
/// so that no order of entries costs more than a constant for each.
public struct FieldMap<Key: MapKey, Value: Sendable & Hashable>: Sendable {
  /// A key and its value.
  public typealias Element = (key: Key, value: Value)

  @usableFromInline
  struct Entry: Sendable {
    @usableFromInline var key: Key
    @usableFromInline var value: Value

    @inlinable
    init(key: consuming Key, value: consuming Value) {
      self.key = key
      self.value = value
    }
  }

  /// In the order of the keys while `places` is nil, else in any order.
  @usableFromInline var entries: [Entry]
  /// Where each key is, once a large map is out of order.
  @usableFromInline var places: [PlaceKey<Key>: Int]?

  /// How many entries are kept in order by moving them.
  @usableFromInline static var mostMoved: Int { 32 }

  /// A map without entries.
  @inlinable
  public init() {
    entries = []
    places = nil
  }

  /// How many entries there are.
  @inlinable
  public var count: Int { entries.count }

  /// Whether there are none.
  @inlinable
  public var isEmpty: Bool { entries.isEmpty }

  /// The keys in their order.
  @inlinable
  public var keys: [Key] { map(\.key) }

  /// The values in the order of their keys.
  @inlinable
  public var values: [Value] { map(\.value) }

  /// The value of a key; nil when there is none, and setting nil removes the entry.
  @inlinable
  public subscript(key: Key) -> Value? {
    get { place(of: key).map { entries[$0].value } }
    set {
      if let newValue { updateValue(newValue, forKey: key) } else { removeValue(forKey: key) }
    }
  }

  /// The value of a key, or a value in its place.
  @inlinable
  public subscript(key: Key, default value: @autoclosure () -> Value) -> Value {
    get { self[key] ?? value() }
    set { updateValue(newValue, forKey: key) }
  }

  /// A map of the same keys.
  @inlinable
  public func mapValues<T>(_ transform: (Value) throws -> T) rethrows -> FieldMap<Key, T> {
    var result = FieldMap<Key, T>()
    for (key, value) in self { result.updateValue(try transform(value), forKey: key) }
    return result
  }

  /// The entries for which a condition holds.
  @inlinable
  public func filter(_ isIncluded: (Element) throws -> Bool) rethrows -> FieldMap {
    var result = FieldMap()
    for entry in self where try isIncluded(entry) { result.updateValue(entry.value, forKey: entry.key) }
    return result
  }

  /// The entries of both maps; for a key of both, `combine` decides between this map's value and the other's.
  @inlinable
  public func merging(_ other: FieldMap, uniquingKeysWith combine: (Value, Value) throws -> Value) rethrows -> FieldMap
  {
    var result = self
    for (key, value) in other {
      result.updateValue(try self[key].map { try combine($0, value) } ?? value, forKey: key)
    }
    return result
  }
}

/// A key as the index by hash sees it: different bytes are different keys.
@usableFromInline
struct PlaceKey<Key: MapKey>: Hashable, Sendable {
  @usableFromInline let key: Key

  @inlinable
  init(_ key: Key) { self.key = key }

  @inlinable
  static func == (a: PlaceKey, b: PlaceKey) -> Bool { !Key.precedes(a.key, b.key) && !Key.precedes(b.key, a.key) }

  @inlinable
  func hash(into hasher: inout Hasher) { key.hashKey(into: &hasher) }
}
