import WireFormat

extension CSVReader {
  /// The text of a field that must not be empty.
  func required(_ column: CSVColumn) throws(IngestError) -> String {
    let text = text(column)
    guard !text.isEmpty else { throw error(column, "is empty; a value is needed") }
    return text
  }

  /// A time in microseconds since 1970 UTC: ISO 8601 with or without seconds and fraction, `T` or a space between
  /// date and time; without a zone it is UTC.
  func time(_ column: CSVColumn) throws(IngestError) -> Int64 {
    guard let time = withBytes(column, { CivilTime($0.span, as: .iso8601)?.microseconds }) else {
      let allowed = "allowed are times like 2012-04-03T14:01, 2012-04-03 14:01:30.5, 2012-04-03T14:01:30+07:00"
      throw error(column, "\"\(text(column))\" is not a time; " + allowed)
    }
    return time
  }

  /// A time, or `nil` for an empty field.
  func optionalTime(_ column: CSVColumn) throws(IngestError) -> Int64? {
    try isEmpty(column) ? nil : time(column)
  }

  /// A number within `range`, or `nil` for an empty field.
  func optionalNumber(_ column: CSVColumn, in range: ClosedRange<Double>) throws(IngestError) -> Double? {
    if isEmpty(column) { return nil }
    guard let number = Double(text(column)), range.contains(number) else {
      throw error(column, "\"\(text(column))\" is not a number from \(range.lowerBound) to \(range.upperBound)")
    }
    return number
  }

  /// A yes or no: `1`, `true`, `yes`, `0`, `false`, `no` in any case; an empty field is no.
  func flag(_ column: CSVColumn) throws(IngestError) -> Bool {
    switch text(column).lowercased() {
    case "1", "true", "yes": return true
    case "0", "false", "no", "": return false
    default: throw error(column, "\"\(text(column))\" is neither yes nor no; allowed are 1, 0, true, false, yes, no")
    }
  }

  /// Whether a field is empty.
  func isEmpty(_ column: CSVColumn) -> Bool {
    withBytes(column) { $0.isEmpty }
  }
}
