extension GoogleProtobufDuration {
  /// The JSON form is a string.
  public static var hasOwnJSONForm: Bool { true }

  /// Seconds a duration may have: 10000 years either way.
  static let range: ClosedRange<Int64> = -315_576_000_000...315_576_000_000

  private var isValid: Bool {
    guard Self.range.contains(seconds), (-999_999_999...999_999_999).contains(nanos) else { return false }
    return seconds == 0 || nanos == 0 || (seconds < 0) == (nanos < 0)
  }

  /// Decimal seconds with `s`; a value out of range has no such form.
  public func encodeJSON(to writer: inout JSONWriter) {
    guard isValid else { return writer.fail(.durationOutOfRange(seconds: seconds, nanos: nanos)) }
    let sign = seconds < 0 || nanos < 0 ? "-" : ""
    writer.quoted("\(sign)\(seconds.magnitude)\(CivilTime.fraction(nanos))s")
  }

  /// Decimal seconds with `s`, at most nine decimals.
  public mutating func decodeJSON(from reader: inout JSONReader) throws(JSONFault) {
    guard let value = Self(seconds: try reader.string()), value.isValid else {
      throw .malformed(expected: "seconds as 1.5s, at most 315576000000 either way")
    }
    (seconds, nanos) = (value.seconds, value.nanos)
  }

  private init?(seconds text: String) {
    guard text.hasSuffix("s") else { return nil }
    let isNegative = text.hasPrefix("-")
    let parts = text.dropLast().dropFirst(isNegative ? 1 : 0).split(separator: ".", omittingEmptySubsequences: false)
    guard let whole = parts.first, parts.count <= 2, whole.utf8.allSatisfy(\.isJSONDigit), let seconds = Int64(whole)
    else {
      return nil
    }
    var nanos: Int32 = 0
    if parts.count == 2 {
      var length = 0
      guard (1...9).contains(parts[1].utf8.count),
        let fraction = CivilTime.nanoseconds(String(parts[1]).utf8.span, &length), length == parts[1].utf8.count
      else { return nil }
      nanos = fraction
    }
    self.init()
    self.seconds = isNegative ? -seconds : seconds
    self.nanos = isNegative ? -nanos : nanos
  }
}
