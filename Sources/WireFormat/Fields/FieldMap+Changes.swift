extension FieldMap {
  /// Sets the value of a key.
  @inlinable
  @inline(__always)
  public mutating func updateValue(_ value: consuming Value, forKey key: consuming Key) {
    if places == nil, isBehindAll(key) {
      entries.append(Entry(key: key, value: value))
    } else {
      place(value, forKey: key)
    }
  }

  /// Puts the entry that was appended last where it belongs.
  @inlinable
  @inline(__always)
  mutating func settleLast() {
    if !isLastInPlace { moveLast() }
  }

  @inlinable
  @inline(__always)
  var isLastInPlace: Bool {
    let span = entries.span
    let last = span.count &- 1
    return places == nil && (last == 0 || Key.precedes(span[last &- 1].key, span[last].key))
  }

  @inlinable
  @inline(never)
  mutating func moveLast() {
    let entry = entries.removeLast()
    place(entry.value, forKey: entry.key)
  }

  /// Removes the entry of a key, if there is one.
  @inlinable
  public mutating func removeValue(forKey key: Key) {
    guard let place = place(of: key) else { return }
    guard places != nil else {
      entries.remove(at: place)
      return
    }
    places?[PlaceKey(key)] = nil
    let last = entries.removeLast()
    guard place < entries.count else { return }
    entries[place] = last
    places?[PlaceKey(last.key)] = place
  }

  /// Makes room for entries.
  @inlinable
  public mutating func reserveCapacity(_ count: Int) { entries.reserveCapacity(count) }

  @inlinable
  @inline(__always)
  func isBehindAll(_ key: Key) -> Bool {
    let span = entries.span
    return span.isEmpty || Key.precedes(span[span.count - 1].key, key)
  }

  /// Sets the value of a key that does not belong behind all others.
  @inlinable
  mutating func place(_ value: Value, forKey key: Key) {
    if places == nil {
      let (place, isFound) = search(key)
      if isFound {
        entries[place].value = value
        return
      }
      if entries.count < Self.mostMoved {
        entries.insert(Entry(key: key, value: value), at: place)
        return
      }
      index()
    }
    if let place = places?[PlaceKey(key)] {
      entries[place].value = value
    } else {
      places?[PlaceKey(key)] = entries.count
      entries.append(Entry(key: key, value: value))
    }
  }

  @inlinable
  mutating func index() {
    var index: [PlaceKey<Key>: Int] = [:]
    index.reserveCapacity(entries.count * 2)
    for (place, entry) in entries.enumerated() { index[PlaceKey(entry.key)] = place }
    places = index
  }

  /// Where a key is.
  @inlinable
  func place(of key: Key) -> Int? {
    if let places { return places[PlaceKey(key)] }
    let (place, isFound) = search(key)
    return isFound ? place : nil
  }

  /// Where a key is or belongs, by halving.
  @inlinable
  func search(_ key: Key) -> (place: Int, isFound: Bool) {
    let span = entries.span
    var (low, high) = (0, span.count)
    while low < high {
      let middle = (low &+ high) / 2
      if Key.precedes(span[middle].key, key) { low = middle &+ 1 } else { high = middle }
    }
    return (low, low < span.count && !Key.precedes(key, span[low].key))
  }

  /// The entries in the order of the keys.
  @inlinable
  var ordered: [Entry] {
    places == nil ? entries : entries.sorted { Key.precedes($0.key, $1.key) }
  }
}
