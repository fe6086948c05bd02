extension GoogleProtobufTimestamp {
  /// The JSON form is a string.
  public static var hasOwnJSONForm: Bool { true }

  /// Seconds a JSON timestamp may have: the years 1 to 9999.
  static let range: ClosedRange<Int64> = -62_135_596_800...253_402_300_799

  /// RFC 3339 in UTC; a moment outside the years 1 to 9999 has no such form.
  public func encodeJSON(to writer: inout JSONWriter) {
    guard Self.range.contains(seconds), (0...999_999_999).contains(nanos) else {
      return writer.fail(.timestampOutOfRange(seconds: seconds, nanos: nanos))
    }
    writer.quoted(rfc3339)
  }

  private var rfc3339: String {
    let second = (seconds % 86_400 + 86_400) % 86_400
    let date = CivilTime.date(days: (seconds - second) / 86_400)
    let day = "\(CivilTime.padded(date.year, 4))-\(CivilTime.padded(date.month, 2))-\(CivilTime.padded(date.day, 2))"
    let clock = [second / 3_600, second / 60 % 60, second % 60].map { CivilTime.padded($0, 2) }.joined(separator: ":")
    return day + "T" + clock + CivilTime.fraction(nanos) + "Z"
  }

  /// RFC 3339 with `Z` or an offset.
  public mutating func decodeJSON(from reader: inout JSONReader) throws(JSONFault) {
    guard let value = Self(rfc3339: try reader.string()) else {
      throw .malformed(expected: "a moment as 2026-01-31T23:59:59.123Z, years 0001 to 9999")
    }
    (seconds, nanos) = (value.seconds, value.nanos)
  }

  private init?(rfc3339 text: String) {
    let bytes = Array(text.utf8)
    guard bytes.count >= 20, bytes[4] == 0x2D, bytes[7] == 0x2D, bytes[10] == 0x54, bytes[13] == 0x3A, bytes[16] == 0x3A
    else { return nil }
    guard let year = Self.number(bytes[0..<4]), let month = Self.number(bytes[5..<7]),
      let day = Self.number(bytes[8..<10]), let hour = Self.number(bytes[11..<13]),
      let minute = Self.number(bytes[14..<16]), let second = Self.number(bytes[17..<19]),
      (1...12).contains(month), (1...CivilTime.length(year: year, month: month)).contains(day),
      hour < 24, minute < 60, second < 60
    else { return nil }
    let end = bytes[19...].firstIndex { !$0.isJSONDigit && $0 != 0x2E } ?? bytes.count
    guard let nanos = Self.nanos(bytes[19..<end]), let offset = Self.offset(bytes[end...]) else { return nil }
    self.init()
    seconds = CivilTime.days(year: year, month: month, day: day) * 86_400 + hour * 3_600 + minute * 60 + second - offset
    self.nanos = nanos
    guard Self.range.contains(seconds) else { return nil }
  }

  private static func number(_ digits: ArraySlice<UInt8>) -> Int64? {
    digits.allSatisfy(\.isJSONDigit) ? digits.reduce(0) { $0 * 10 + Int64($1) - 0x30 } : nil
  }

  private static func nanos(_ fraction: ArraySlice<UInt8>) -> Int32? {
    guard let point = fraction.first else { return 0 }
    guard point == 0x2E else { return nil }
    return CivilTime.nanos(Substring(decoding: fraction.dropFirst(), as: UTF8.self))
  }

  /// Seconds east of UTC: `Z` or `±hh:mm`.
  private static func offset(_ zone: ArraySlice<UInt8>) -> Int64? {
    let bytes = Array(zone)
    if bytes == [UInt8(ascii: "Z")] { return 0 }
    guard bytes.count == 6, bytes[3] == 0x3A, bytes[0] == UInt8(ascii: "+") || bytes[0] == UInt8(ascii: "-"),
      let hours = number(bytes[1..<3]), let minutes = number(bytes[4..<6]), hours < 24, minutes < 60
    else { return nil }
    return (bytes[0] == UInt8(ascii: "-") ? -1 : 1) * (hours * 3_600 + minutes * 60)
  }
}
