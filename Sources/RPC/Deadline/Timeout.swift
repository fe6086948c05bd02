/// The `grpc-timeout` header: up to eight digits and a unit.
enum Timeout {
  private static let units: [(letter: UInt8, nanoseconds: Int64)] = [
    (UInt8(ascii: "n"), 1), (UInt8(ascii: "u"), 1_000), (UInt8(ascii: "m"), 1_000_000),
    (UInt8(ascii: "S"), 1_000_000_000), (UInt8(ascii: "M"), 60_000_000_000), (UInt8(ascii: "H"), 3_600_000_000_000),
  ]

  private static let largestValue: Int64 = 99_999_999

  /// What a timeout must look like, for the error a caller gets.
  static let expectation = "grpc-timeout is one to eight digits and one of the units H M S m u n, such as 250m"

  /// Nanoseconds of the header's value, `Int64.max` when there are more than that; nil when it is malformed.
  static func parse(_ value: some BidirectionalCollection<UInt8>) -> Int64? {
    guard let letter = value.last, let unit = units.first(where: { $0.letter == letter }) else { return nil }
    let digits = value.dropLast()
    guard (1...8).contains(digits.count) else { return nil }
    var number: Int64 = 0
    for digit in digits {
      guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
      number = number * 10 + Int64(digit - UInt8(ascii: "0"))
    }
    let (nanoseconds, overflow) = number.multipliedReportingOverflow(by: unit.nanoseconds)
    return overflow ? .max : nanoseconds
  }

  /// The value for these nanoseconds in the finest unit that fits, rounded up so that the server never stops before the
  /// caller; a negative time is zero.
  static func format(nanoseconds: Int64) -> String {
    let time = max(0, nanoseconds)
    for unit in units {
      let number = time / unit.nanoseconds + (time % unit.nanoseconds == 0 ? 0 : 1)
      if number <= largestValue { return "\(number)\(Character(UnicodeScalar(unit.letter)))" }
    }
    return "\(largestValue)H"
  }
}
