extension GoogleProtobufTimestamp {
  /// The JSON form is a string.
  public static var hasOwnJSONForm: Bool { true }

  /// RFC 3339 in UTC; a moment outside the years 1 to 9999 has no such form.
  public func encodeJSON(to writer: inout JSONWriter) {
    guard CivilTime.allowedSeconds.contains(seconds), (0...999_999_999).contains(nanos) else {
      return writer.fail(.timestampOutOfRange(seconds: seconds, nanos: nanos))
    }
    writer.quoted(CivilTime(seconds: seconds, nanoseconds: nanos).description)
  }

  /// RFC 3339 with `Z` or an offset.
  public mutating func decodeJSON(from reader: inout JSONReader) throws(JSONFault) {
    guard let value = CivilTime(try reader.string(), as: .rfc3339) else {
      throw .malformed(expected: "a moment as 2026-01-31T23:59:59.123Z, years 0001 to 9999")
    }
    (seconds, nanos) = (value.seconds, value.nanoseconds)
  }
}
