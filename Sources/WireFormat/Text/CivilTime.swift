/// A day of the proleptic Gregorian calendar.
///
/// The year is taken to begin in March, so that the leap day ends it; the months' lengths then follow one line, 153/5.
package struct CivilDate: Sendable, Hashable {
  /// The year, in astronomers' numbering: 0 is the year before 1.
  package let year: Int
  /// The month, 1 to 12.
  package let month: Int
  /// The day of the month, 1 to 31.
  package let day: Int

  /// A day; nil for one that the calendar does not have, such as 2024-02-30.
  package init?(year: Int, month: Int, day: Int) {
    guard (1...12).contains(month), (1...Self.length(year: year, month: month)).contains(day) else { return nil }
    (self.year, self.month, self.day) = (year, month, day)
  }

  /// The day a number of days from 1970-01-01.
  package init(daysSince1970 days: Int) {
    let shifted = days + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let part = (5 * dayOfYear + 2) / 153
    month = part < 10 ? part + 3 : part - 9
    year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    day = dayOfYear - (153 * part + 2) / 5 + 1
  }

  /// Days from 1970-01-01.
  package var daysSince1970: Int {
    let shifted = month > 2 ? year : year - 1
    let era = (shifted >= 0 ? shifted : shifted - 399) / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }

  private static func length(year: Int, month: Int) -> Int {
    if month == 2 { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28 }
    return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31
  }
}

/// A moment, read from and written as a date and a time of day: the one reader of such texts in the house.
package struct CivilTime: Sendable, Hashable, CustomStringConvertible {
  /// Which texts are read.
  package enum Form: Sendable {
    /// RFC 3339 in full, such as `2026-01-31T23:59:59.123Z` or with an offset `+07:00`; at most nine decimals.
    case rfc3339
    /// What files of the world hold (ISO 8601 and its habits): also a date alone, a time without seconds, a space for
    /// the `T`, lower-case letters, more decimals, which are cut, offsets `+07` and `+0700`, no zone, which is UTC unless
    /// the reader knows one, and seconds since 1970 in ten digits, which are years from 2001 to 2286.
    case iso8601
  }

  /// The texts of `Form.iso8601`, for people.
  package static let iso8601Forms =
    "ISO 8601 such as 2013-02-28T00:00:00Z, a day such as 2013-02-28, which is its beginning, "
    + "and seconds since 1970 in ten digits such as 1362009600"

  /// Whole seconds since 1970 UTC, rounded down; leap seconds have no number.
  package let seconds: Int64
  /// Nanoseconds behind them, 0 to 999,999,999.
  package let nanoseconds: Int32

  /// The seconds since 1970 of the years 1 to 9999, which the texts can name.
  package static let allowedSeconds: ClosedRange<Int64> = -62_135_596_800...253_402_300_799

  /// A moment; the nanoseconds are 0 to 999,999,999.
  package init(seconds: Int64, nanoseconds: Int32 = 0) {
    (self.seconds, self.nanoseconds) = (seconds, nanoseconds)
  }

  /// A moment in microseconds since 1970 UTC.
  package init(microseconds: Int64) {
    let fraction = (microseconds % 1_000_000 + 1_000_000) % 1_000_000
    self.init(seconds: (microseconds - fraction) / 1_000_000, nanoseconds: Int32(fraction) * 1_000)
  }

  /// Microseconds since 1970 UTC, rounded down.
  package var microseconds: Int64 { seconds * 1_000_000 + Int64(nanoseconds / 1_000) }

  /// The day in UTC.
  package var date: CivilDate { CivilDate(daysSince1970: Int((seconds - secondOfDay) / 86_400)) }

  private var secondOfDay: Int64 { (seconds % 86_400 + 86_400) % 86_400 }

  /// RFC 3339 in UTC with a fraction of 0, 3, 6 or 9 digits.
  package var description: String {
    let (date, second) = (date, Int(secondOfDay))
    let day = "\(Self.padded(date.year, 4))-\(Self.padded(date.month, 2))-\(Self.padded(date.day, 2))"
    let clock = [second / 3_600, second / 60 % 60, second % 60].map { Self.padded($0, 2) }.joined(separator: ":")
    return day + "T" + clock + Self.fraction(nanoseconds) + "Z"
  }

  /// Nanoseconds as a fraction of 0, 3, 6 or 9 digits with its point.
  static func fraction(_ nanoseconds: Int32) -> String {
    let value = Int(nanoseconds.magnitude)
    if value == 0 { return "" }
    if value % 1_000_000 == 0 { return "." + padded(value / 1_000_000, 3) }
    if value % 1_000 == 0 { return "." + padded(value / 1_000, 6) }
    return "." + padded(value, 9)
  }

  private static func padded(_ value: Int, _ width: Int) -> String {
    let digits = String(value)
    return String(repeating: "0", count: Swift.max(0, width - digits.utf8.count)) + digits
  }
}

// MARK: Reading

extension CivilTime {
  /// Reads a text; nil when it is not a moment of the years 1 to 9999 in the form.
  package init?(_ text: String, as form: Form) {
    self.init(text.utf8.span, as: form)
  }

  /// Reads a text in UTF-8; nil when it is not a moment of the years 1 to 9999 in the form.
  ///
  /// - Parameter zone: the seconds east of UTC that hold at a local time, in seconds since 1970 by that clock, for a text
  ///   that names no zone.
  package init?(_ text: Span<UInt8>, as form: Form, zone: (_ local: Int64) -> Int64 = { _ in 0 }) {
    if form == .iso8601, let seconds = Self.epochSeconds(text) {
      self.init(seconds: seconds)
      return
    }
    var position = 0
    guard let year = Self.number(4, text, &position), Self.skip("-", text, &position),
      let month = Self.number(2, text, &position), Self.skip("-", text, &position),
      let day = Self.number(2, text, &position), let date = CivilDate(year: year, month: month, day: day)
    else { return nil }
    var seconds = Int64(date.daysSince1970) * 86_400
    var nanoseconds: Int32 = 0
    if position < text.count || form == .rfc3339 {
      guard Self.skipDivider(form, text, &position), let time = Self.clock(form, text, &position) else { return nil }
      seconds += time.seconds
      nanoseconds = time.nanoseconds
    }
    if form == .iso8601, position == text.count {
      seconds -= zone(seconds)
    } else {
      guard let offset = Self.offset(form, text, &position), position == text.count else { return nil }
      seconds -= offset
    }
    guard Self.allowedSeconds.contains(seconds) else { return nil }
    self.init(seconds: seconds, nanoseconds: nanoseconds)
  }

  /// Whether a text of `Form.iso8601` names no zone, so that its reader must know one; false for what is no such text.
  package static func isLocal(_ text: String) -> Bool {
    var asks = false
    let time = CivilTime(text.utf8.span, as: .iso8601) { _ in
      asks = true
      return 0
    }
    return asks && time != nil
  }

  /// Ten digits: fewer would read a year or a day as seconds, more would read milliseconds.
  private static func epochSeconds(_ text: Span<UInt8>) -> Int64? {
    var position = 0
    guard text.count == 10, text[4].isJSONDigit, let seconds = number(10, text, &position), seconds >= 1_000_000_000
    else { return nil }
    return Int64(seconds)
  }

  private static func skipDivider(_ form: Form, _ text: Span<UInt8>, _ position: inout Int) -> Bool {
    skip("T", text, &position) || form == .iso8601 && (skip(" ", text, &position) || skip("t", text, &position))
  }

  private static func clock(
    _ form: Form, _ text: Span<UInt8>, _ position: inout Int
  ) -> (seconds: Int64, nanoseconds: Int32)? {
    guard let hour = number(2, text, &position), hour < 24, skip(":", text, &position),
      let minute = number(2, text, &position), minute < 60
    else { return nil }
    let whole = Int64(hour * 3_600 + minute * 60)
    guard skip(":", text, &position) else { return form == .iso8601 ? (whole, 0) : nil }
    guard let second = number(2, text, &position), second < 60 else { return nil }
    guard skip(".", text, &position) else { return (whole + Int64(second), 0) }
    let start = position
    guard let nanoseconds = nanoseconds(text, &position), form == .iso8601 || position - start <= 9 else { return nil }
    return (whole + Int64(second), nanoseconds)
  }

  /// Seconds east of UTC.
  private static func offset(_ form: Form, _ text: Span<UInt8>, _ position: inout Int) -> Int64? {
    if skip("Z", text, &position) { return 0 }
    if form == .iso8601, skip("z", text, &position) { return 0 }
    let isWest = skip("-", text, &position)
    guard isWest || skip("+", text, &position), let hours = number(2, text, &position), hours < 24 else { return nil }
    var minutes = 0
    if form == .rfc3339 || position < text.count {
      guard skip(":", text, &position) || form == .iso8601, let read = number(2, text, &position), read < 60 else {
        return nil
      }
      minutes = read
    }
    return Int64(hours * 3_600 + minutes * 60) * (isWest ? -1 : 1)
  }

  /// Nanoseconds of a fraction's digits, at least one; those beyond the ninth are cut.
  static func nanoseconds(_ text: Span<UInt8>, _ position: inout Int) -> Int32? {
    guard let first = digit(text, &position) else { return nil }
    var value = Int32(first) * 100_000_000
    var unit: Int32 = 10_000_000
    while let digit = digit(text, &position) {
      value += Int32(digit) * unit
      unit /= 10
    }
    return value
  }

  private static func number(_ digits: Int, _ text: Span<UInt8>, _ position: inout Int) -> Int? {
    var value = 0
    for _ in 0..<digits {
      guard let digit = digit(text, &position) else { return nil }
      value = 10 * value + digit
    }
    return value
  }

  private static func digit(_ text: Span<UInt8>, _ position: inout Int) -> Int? {
    guard position < text.count, text[position].isJSONDigit else { return nil }
    position += 1
    return Int(text[position - 1]) - 0x30
  }

  private static func skip(_ character: Unicode.Scalar, _ text: Span<UInt8>, _ position: inout Int) -> Bool {
    guard position < text.count, text[position] == UInt8(ascii: character) else { return false }
    position += 1
    return true
  }
}
