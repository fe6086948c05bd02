/// A codec whose values may be keys of a map, with the order maps are written in.
public protocol MapKeyCodec: FieldCodec {
  /// Whether one key is written before another; a total order that does not depend on the process.
  static func precedes(_ a: Value, _ b: Value) -> Bool
  /// What a key of this type is called in messages.
  static var keyTypeName: String { get }
  /// The key as the name of a JSON member.
  static func jsonKey(_ value: Value) -> String
  /// The key of a JSON member's name, or nil.
  static func value(jsonKey: String) -> Value?
}

extension MapKeyCodec where Value: Comparable {
  /// The order of the values.
  @inlinable
  public static func precedes(_ a: Value, _ b: Value) -> Bool { a < b }
}

/// A map field: entries of key (field 1) and value (field 2), written in the order of the keys.
public enum ProtoMap<Key: MapKeyCodec, Element: FieldCodec> {
  /// Reads one entry; a key that is there already gets the new value, an absent key or value is zero.
  @inlinable
  public static func readEntry(
    into map: inout [Key.Value: Element.Value], from reader: inout WireReader
  ) throws(WireFault) {
    let count = try reader.length()
    let (outerEnd, outerTag) = (reader.end, reader.tag)
    reader.end = reader.position + count
    var (key, value) = (Key.zero, Element.zero)
    do throws(WireFault) {
      try readPair(&key, &value, from: &reader)
    } catch {
      // The field that failed is the map, not the entry's key or value of number 1 or 2.
      reader.tag = outerTag
      throw error
    }
    reader.end = outerEnd
    reader.tag = outerTag
    map[key] = value
  }

  @inlinable
  @inline(__always)
  static func readPair(
    _ key: inout Key.Value, _ value: inout Element.Value, from reader: inout WireReader
  ) throws(WireFault) {
    while true {
      let tag = try reader.nextTag()
      if tag == 0 { return }
      if tag == 8 | Key.wireType {
        key = try Key.read(from: &reader)
      } else if tag == 16 | Element.wireType {
        value = try Element.read(from: &reader)
      } else {
        try reader.skip()
      }
    }
  }

  /// Writes all entries, key and value always present.
  @inlinable
  public static func write(_ map: [Key.Value: Element.Value], tag: UInt32, to writer: inout WireWriter) {
    guard !map.isEmpty else { return }
    let entries = map.sorted { Key.precedes($1.key, $0.key) }
    for entry in entries {
      let end = writer.count
      Element.writeField(entry.value, tag: 16 | Element.wireType, to: &writer)
      Key.writeField(entry.key, tag: 8 | Key.wireType, to: &writer)
      writer.close(since: end, tag: tag)
    }
  }
}
