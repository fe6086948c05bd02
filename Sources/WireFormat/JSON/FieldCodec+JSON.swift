extension FieldCodec {
  /// Only a few types take `null` as a value.
  public static var acceptsJSONNull: Bool { false }

  // MARK: Writing

  /// Writes a member for a field that has presence, if it is set.
  public static func writeJSONOptional(_ value: Value?, _ field: FieldTable.Entry, to writer: inout JSONWriter) {
    guard let value else { return }
    writer.key(field)
    writeJSON(value, to: &writer)
  }

  /// Writes a member for a field without presence, unless it is zero.
  public static func writeJSONImplicit(_ value: Value, _ field: FieldTable.Entry, to writer: inout JSONWriter) {
    if !isZero(value) || writer.options.writesDefaults { writeJSONOptional(value, field, to: &writer) }
  }

  /// Writes a member for a list, unless it is empty.
  public static func writeJSONArray(_ values: [Value], _ field: FieldTable.Entry, to writer: inout JSONWriter) {
    guard !values.isEmpty || writer.options.writesDefaults else { return }
    writer.key(field)
    writer.open("[")
    for (index, value) in values.enumerated() {
      writer.element(index)
      writeJSON(value, to: &writer)
    }
    writer.close("]")
  }

  // MARK: Reading

  /// Reads a field without presence; `null` is zero.
  public static func readJSON(into field: inout Value, from reader: inout JSONReader) throws(JSONFault) {
    field = try readJSONMember(from: &reader) ?? zero
  }

  /// Reads a field with presence; `null` is absence.
  public static func readJSONOptional(into field: inout Value?, from reader: inout JSONReader) throws(JSONFault) {
    field = try readJSONMember(from: &reader)
  }

  /// Reads a value; nil for a `null` that is none, and for an enum name that is ignored.
  public static func readJSONMember(from reader: inout JSONReader) throws(JSONFault) -> Value? {
    if !acceptsJSONNull, reader.takeNull() { return nil }
    return try readJSON(from: &reader)
  }

  /// Reads a member of a oneof, of which there may be one only.
  public static func readJSONChoice(
    of oneof: String, isSet: Bool, from reader: inout JSONReader
  ) throws(JSONFault) -> Value? {
    guard let value = try readJSONMember(from: &reader) else { return nil }
    guard !isSet else { throw .secondInOneof(name: oneof) }
    return value
  }

  /// Reads a list; `null` is an empty one.
  public static func readJSONArray(into values: inout [Value], from reader: inout JSONReader) throws(JSONFault) {
    values = []
    if reader.takeNull() { return }
    var list: [Value] = []
    try reader.array { (reader, index) throws(JSONFault) in
      let value = try reader.within(.element(index)) { (reader) throws(JSONFault) in try readJSON(from: &reader) }
      if let value { list.append(value) }
    }
    values = list
  }
}

extension ProtoMap {
  /// Writes a member for a map, in the order of its keys.
  public static func writeJSON(_ map: Map, _ field: FieldTable.Entry, to writer: inout JSONWriter) {
    guard !map.isEmpty || writer.options.writesDefaults else { return }
    writer.key(field)
    writer.open("{")
    for entry in map {
      writer.entry(Key.jsonKey(entry.key))
      Element.writeJSON(entry.value, to: &writer)
    }
    writer.close("}")
  }

  /// Reads a map; `null` is an empty one, a key may come once.
  public static func readJSON(into map: inout Map, from reader: inout JSONReader) throws(JSONFault) {
    map = [:]
    if reader.takeNull() { return }
    var entries = Map()
    try reader.object { (reader, name) throws(JSONFault) in
      try reader.within(.entry(name)) { (reader) throws(JSONFault) in
        guard let key = Key.value(jsonKey: name) else { throw .outOfRange(text: name, type: Key.keyTypeName) }
        guard entries[key] == nil else { throw .duplicateField(name: name) }
        if let value = try Element.readJSON(from: &reader) { entries[key] = value }
      }
    }
    map = entries
  }
}
