/// A codec whose values may be keys of a map.
public protocol MapKeyCodec: FieldCodec where Value: MapKey {
  /// What a key of this type is called in messages.
  static var keyTypeName: String { get }
  /// The key as the name of a JSON member.
  static func jsonKey(_ value: Value) -> String
  /// The key of a JSON member's name, or nil.
  static func value(jsonKey: String) -> Value?
}

/// A map field: entries of key (field 1) and value (field 2), written in the order of the keys.
public enum ProtoMap<Key: MapKeyCodec, Element: FieldCodec> {
  /// The Swift type of the field.
  public typealias Map = FieldMap<Key.Value, Element.Value>

  /// Reads a run of entries; a key that is there already gets the new value, an absent key or value is zero.
  @inlinable
  public static func readRun(into map: inout Map, from reader: inout WireReader) throws(WireFault) {
    let tag = reader.tag
    if map.isEmpty { map.reserveCapacity(reader.runLength()) }
    repeat { try readEntry(into: &map, from: &reader) } while reader.takeTag(tag)
    reader.tag = tag
  }

  @inlinable
  static func readEntry(into map: inout Map, from reader: inout WireReader) throws(WireFault) {
    let count = try reader.length()
    let (outerEnd, outerTag) = (reader.end, reader.tag)
    reader.end = reader.position + count
    map.entries.append(Map.Entry(key: Key.zero, value: Element.zero))
    do throws(WireFault) {
      try readPair(&map.entries[map.entries.count &- 1], from: &reader)
    } catch {
      map.entries.removeLast()
      // The field that failed is the map, not the entry's key or value of number 1 or 2.
      reader.tag = outerTag
      throw error
    }
    reader.end = outerEnd
    reader.tag = outerTag
    map.settleLast()
  }

  @inlinable
  @inline(__always)
  static func readPair(_ entry: inout Map.Entry, from reader: inout WireReader) throws(WireFault) {
    while true {
      let tag = try reader.nextTag()
      if tag == 0 { return }
      if tag == 8 | Key.wireType {
        entry.key = try Key.read(from: &reader)
      } else if tag == 16 | Element.wireType {
        try Element.read(over: &entry.value, from: &reader)
      } else {
        try reader.skip()
      }
    }
  }

  /// Writes all entries, key and value always present.
  @inlinable
  @inline(__always)
  public static func write(_ map: Map, tag: UInt32, to writer: inout WireWriter) {
    if !map.isEmpty { writeAll(map, tag: tag, to: &writer) }
  }

  @inlinable
  static func writeAll(_ map: Map, tag: UInt32, to writer: inout WireWriter) {
    if map.places != nil { return writeSpan(map.ordered.span, tag: tag, to: &writer) }
    writeSpan(map.entries.span, tag: tag, to: &writer)
  }

  @inlinable
  static func writeSpan(_ entries: Span<Map.Entry>, tag: UInt32, to writer: inout WireWriter) {
    // A closure of this size would be called for every element, with a copy of it.
    @inline(__always)
    func write(_ entry: borrowing Map.Entry) {
      let end = writer.count
      Element.writeField(entry.value, tag: 16 | Element.wireType, to: &writer)
      Key.writeField(entry.key, tag: 8 | Key.wireType, to: &writer)
      writer.close(since: end, tag: tag)
    }
    entries.backwards(write)
  }
}
