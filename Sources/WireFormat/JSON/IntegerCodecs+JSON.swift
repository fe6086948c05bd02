extension ProtoInt32 {
  /// A number without a fraction, in quotes or not.
  public static func readJSON(from reader: inout JSONReader) throws(JSONFault) -> Int32? { try reader.integer("int32") }
  /// A number.
  public static func writeJSON(_ value: Int32, to writer: inout JSONWriter) { writer.literal(String(value)) }
}

extension ProtoSInt32 {
  /// A number without a fraction, in quotes or not.
  public static func readJSON(from reader: inout JSONReader) throws(JSONFault) -> Int32? {
    try reader.integer("sint32")
  }
  /// A number.
  public static func writeJSON(_ value: Int32, to writer: inout JSONWriter) { writer.literal(String(value)) }
}

extension ProtoSFixed32 {
  /// A number without a fraction, in quotes or not.
  public static func readJSON(from reader: inout JSONReader) throws(JSONFault) -> Int32? {
    try reader.integer("sfixed32")
  }
  /// A number.
  public static func writeJSON(_ value: Int32, to writer: inout JSONWriter) { writer.literal(String(value)) }
}

extension ProtoUInt32 {
  /// A number without a fraction, in quotes or not.
  public static func readJSON(from reader: inout JSONReader) throws(JSONFault) -> UInt32? {
    try reader.integer("uint32")
  }
  /// A number.
  public static func writeJSON(_ value: UInt32, to writer: inout JSONWriter) { writer.literal(String(value)) }
}

extension ProtoFixed32 {
  /// A number without a fraction, in quotes or not.
  public static func readJSON(from reader: inout JSONReader) throws(JSONFault) -> UInt32? {
    try reader.integer("fixed32")
  }
  /// A number.
  public static func writeJSON(_ value: UInt32, to writer: inout JSONWriter) { writer.literal(String(value)) }
}

extension ProtoInt64 {
  /// A number without a fraction, in quotes or not.
  public static func readJSON(from reader: inout JSONReader) throws(JSONFault) -> Int64? { try reader.integer("int64") }
  /// A number in quotes, since JSON readers hold 53 bits.
  public static func writeJSON(_ value: Int64, to writer: inout JSONWriter) { writer.quoted(String(value)) }
}

extension ProtoSInt64 {
  /// A number without a fraction, in quotes or not.
  public static func readJSON(from reader: inout JSONReader) throws(JSONFault) -> Int64? {
    try reader.integer("sint64")
  }
  /// A number in quotes, since JSON readers hold 53 bits.
  public static func writeJSON(_ value: Int64, to writer: inout JSONWriter) { writer.quoted(String(value)) }
}

extension ProtoSFixed64 {
  /// A number without a fraction, in quotes or not.
  public static func readJSON(from reader: inout JSONReader) throws(JSONFault) -> Int64? {
    try reader.integer("sfixed64")
  }
  /// A number in quotes, since JSON readers hold 53 bits.
  public static func writeJSON(_ value: Int64, to writer: inout JSONWriter) { writer.quoted(String(value)) }
}

extension ProtoUInt64 {
  /// A number without a fraction, in quotes or not.
  public static func readJSON(from reader: inout JSONReader) throws(JSONFault) -> UInt64? {
    try reader.integer("uint64")
  }
  /// A number in quotes, since JSON readers hold 53 bits.
  public static func writeJSON(_ value: UInt64, to writer: inout JSONWriter) { writer.quoted(String(value)) }
}

extension ProtoFixed64 {
  /// A number without a fraction, in quotes or not.
  public static func readJSON(from reader: inout JSONReader) throws(JSONFault) -> UInt64? {
    try reader.integer("fixed64")
  }
  /// A number in quotes, since JSON readers hold 53 bits.
  public static func writeJSON(_ value: UInt64, to writer: inout JSONWriter) { writer.quoted(String(value)) }
}
