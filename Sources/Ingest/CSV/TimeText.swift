import Population

/// Reads times as ISO 8601 writes them.
enum TimeText {
  /// Microseconds since 1970 UTC; `nil` when the bytes are not a time of the years 1 to 9999.
  static func microseconds(_ bytes: UnsafeRawBufferPointer) -> Int64? {
    var text = Cursor(bytes: bytes)
    guard let year = text.number(4), year > 0, text.skip("-"), let month = text.number(2), text.skip("-"),
      let day = text.number(2), isDate(year, month, day)
    else { return nil }
    let midnight = Int64(days(year, month, day)) * RegionCalendar.day
    if text.isAtEnd { return midnight }
    guard text.skip("T") || text.skip(" ") || text.skip("t"), let time = clock(&text), let zone = zone(&text),
      text.isAtEnd
    else { return nil }
    return midnight + time - zone
  }

  private static func clock(_ text: inout Cursor) -> Int64? {
    guard let hour = text.number(2), hour < 24, text.skip(":"), let minute = text.number(2), minute < 60 else {
      return nil
    }
    var time = Int64(hour) * RegionCalendar.hour + Int64(minute) * RegionCalendar.minute
    guard text.skip(":") else { return time }
    guard let second = text.number(2), second < 60 else { return nil }
    time += Int64(second) * RegionCalendar.second
    guard text.skip(".") else { return time }
    return text.fraction().map { time + $0 }
  }

  /// The offset of the zone; 0 without one.
  private static func zone(_ text: inout Cursor) -> Int64? {
    if text.isAtEnd || text.skip("Z") || text.skip("z") { return 0 }
    let sign: Int64
    if text.skip("+") { sign = 1 } else if text.skip("-") { sign = -1 } else { return nil }
    guard let hour = text.number(2), hour < 24 else { return nil }
    _ = text.skip(":")
    let minute = text.isAtEnd ? 0 : text.number(2)
    guard let minute, minute < 60 else { return nil }
    return sign * (Int64(hour) * RegionCalendar.hour + Int64(minute) * RegionCalendar.minute)
  }

  private static func isDate(_ year: Int, _ month: Int, _ day: Int) -> Bool {
    guard (1...12).contains(month), day >= 1 else { return false }
    let isLeap = year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400))
    let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    return day <= lengths[month - 1]
  }

  /// Days since 1970-01-01 in the proleptic Gregorian calendar, with years that begin in March so that the leap day
  /// comes last.
  private static func days(_ year: Int, _ month: Int, _ day: Int) -> Int {
    let year = month > 2 ? year : year - 1
    let month = month > 2 ? month - 3 : month + 9
    return 365 * year + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 + day - 1 - 719_468
  }

  private struct Cursor {
    let bytes: UnsafeRawBufferPointer
    var position = 0

    var isAtEnd: Bool { position == bytes.count }

    mutating func skip(_ character: Unicode.Scalar) -> Bool {
      guard position < bytes.count, bytes[position] == UInt8(ascii: character) else { return false }
      position += 1
      return true
    }

    mutating func digit() -> Int? {
      guard position < bytes.count, bytes[position] >= 0x30, bytes[position] <= 0x39 else { return nil }
      position += 1
      return Int(bytes[position - 1]) - 0x30
    }

    mutating func number(_ digits: Int) -> Int? {
      var value = 0
      for _ in 0..<digits {
        guard let digit = digit() else { return nil }
        value = 10 * value + digit
      }
      return value
    }

    /// Microseconds of a fraction of a second of any length; digits beyond the sixth are cut.
    mutating func fraction() -> Int64? {
      guard let first = digit() else { return nil }
      var value = Int64(first) * 100_000
      var unit: Int64 = 10_000
      while let digit = digit() {
        value += Int64(digit) * unit
        unit /= 10
      }
      return value
    }
  }
}
