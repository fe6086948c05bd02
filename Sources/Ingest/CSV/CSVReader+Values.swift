import Population
import WireFormat

extension CSVReader {
  /// The number of the name in a field, which must not be empty. Names are bytes: what only looks alike is two names.
  func name(_ column: CSVColumn, in names: inout NameTable) throws(IngestError) -> (number: Int, isNew: Bool) {
    guard !isEmpty(column) else { throw error(column, "is empty; a value is needed") }
    return withBytes(column) { names.number(of: $0) }
  }

  /// The bytes of a field, which must not be empty.
  func required(_ column: CSVColumn) throws(IngestError) -> [UInt8] {
    guard !isEmpty(column) else { throw error(column, "is empty; a value is needed") }
    return withBytes(column) { Array($0) }
  }

  /// A time in microseconds since 1970 UTC: ISO 8601 with or without seconds and fraction, `T` or a space between
  /// date and time; without a zone it goes by `clock`. None lies after `latest`.
  func time(_ column: CSVColumn) throws(IngestError) -> Int64 {
    guard let time = withBytes(column, { CivilTime($0.span, by: clock)?.microseconds }) else {
      let allowed = "allowed are times like 2012-04-03T14:01, 2012-04-03 14:01:30.5, 2012-04-03T14:01:30+07:00"
      throw error(column, "\"\(shown(column))\" is not a time; " + allowed)
    }
    guard time <= latest else {
      throw error(
        column, "\"\(shown(column))\" lies in the future; allowed are times up to \(CivilTime(microseconds: latest))")
    }
    return time
  }

  /// A time, or `nil` for an empty field.
  func optionalTime(_ column: CSVColumn) throws(IngestError) -> Int64? {
    try isEmpty(column) ? nil : time(column)
  }

  /// A decimal number within `range`, or `nil` for an empty field.
  func optionalNumber(_ column: CSVColumn, in range: ClosedRange<Double>) throws(IngestError) -> Double? {
    if isEmpty(column) { return nil }
    guard let number = decimal(column), range.contains(number) else {
      throw error(column, "\"\(shown(column))\" is not a number from \(range.lowerBound) to \(range.upperBound)")
    }
    return number
  }

  /// A whole number within `range`, perhaps written `3.0`, or `nil` for an empty field.
  func optionalWhole(_ column: CSVColumn, in range: ClosedRange<Int>) throws(IngestError) -> Int? {
    if isEmpty(column) { return nil }
    guard let number = decimal(column), let whole = Int(exactly: number), range.contains(whole) else {
      throw error(column, "\"\(shown(column))\" is not a whole number from \(range.lowerBound) to \(range.upperBound)")
    }
    return whole
  }

  private func decimal(_ column: CSVColumn) -> Double? {
    let isDecimal = withBytes(column) { $0.allSatisfy { Self.decimalBytes.contains($0) } }
    return isDecimal ? Double(shown(column)) : nil
  }

  private static let decimalBytes = Set("0123456789+-.eE".utf8)

  /// A yes or no: `1`, `true`, `yes`, `0`, `false`, `no` in any case; an empty field is no.
  func flag(_ column: CSVColumn) throws(IngestError) -> Bool {
    switch shown(column).lowercased() {
    case "1", "true", "yes": return true
    case "0", "false", "no", "": return false
    default: throw error(column, "\"\(shown(column))\" is neither yes nor no; allowed are 1, 0, true, false, yes, no")
    }
  }

  /// Whether a field is empty.
  func isEmpty(_ column: CSVColumn) -> Bool {
    withBytes(column) { $0.isEmpty }
  }
}

extension CivilTime {
  /// Reads ISO 8601; a time without a zone goes by the clocks of a region.
  init?(_ text: Span<UInt8>, by clock: RegionCalendar) {
    self.init(text, as: .iso8601) { clock.offset(atLocal: $0 * RegionCalendar.second) }
  }
}
