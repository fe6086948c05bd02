/// Days and dates of the proleptic Gregorian calendar.
///
/// The year is taken to begin in March, so that the leap day ends it; the months' lengths then follow one line, 153/5.
enum CivilTime {
  /// Days from 1970-01-01 to a date.
  static func days(year: Int64, month: Int64, day: Int64) -> Int64 {
    let shifted = month > 2 ? year : year - 1
    let era = (shifted >= 0 ? shifted : shifted - 399) / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }

  /// The date a number of days from 1970-01-01.
  static func date(days: Int64) -> (year: Int64, month: Int64, day: Int64) {
    let shifted = days + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let part = (5 * dayOfYear + 2) / 153
    let month = part < 10 ? part + 3 : part - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * part + 2) / 5 + 1)
  }

  /// How many days a month has.
  static func length(year: Int64, month: Int64) -> Int64 {
    if month == 2 { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28 }
    return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31
  }

  /// A number with leading zeros.
  static func padded(_ value: Int64, _ width: Int) -> String {
    let digits = String(value)
    return String(repeating: "0", count: Swift.max(0, width - digits.utf8.count)) + digits
  }

  /// Nanoseconds as a fraction of 0, 3, 6 or 9 digits with its point.
  static func fraction(_ nanos: Int32) -> String {
    let value = Int64(nanos.magnitude)
    if value == 0 { return "" }
    if value % 1_000_000 == 0 { return "." + padded(value / 1_000_000, 3) }
    if value % 1_000 == 0 { return "." + padded(value / 1_000, 6) }
    return "." + padded(value, 9)
  }

  /// Nanoseconds of 1 to 9 digits of a fraction.
  static func nanos(_ digits: Substring) -> Int32? {
    guard (1...9).contains(digits.utf8.count), digits.utf8.allSatisfy(\.isJSONDigit) else { return nil }
    return Int32(digits + String(repeating: "0", count: 9 - digits.utf8.count))
  }
}
