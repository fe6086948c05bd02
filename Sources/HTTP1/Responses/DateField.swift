internal import EventLoop
internal import WireFormat

/// The field `date` of responses (RFC 9110 section 6.6.1), made once a second. Of one loop.
final class DateField {
  private static let days = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]
  /// How long the clock is not asked again.
  private static let pause = Duration.milliseconds(100)

  private let clock: (@Sendable () -> Int64)?
  private var seconds: Int64?
  private var due = MonotonicTime(nanoseconds: 0)
  private var text: [UInt8] = []

  /// A field by a clock of seconds since 1970; without one there is no field.
  init(_ clock: (@Sendable () -> Int64)?) { self.clock = clock }

  /// The line of the field at a time of the loop.
  func line(at now: MonotonicTime) -> [UInt8] {
    guard let clock, now >= due else { return text }
    due = now + Self.pause
    let current = clock()
    if current != seconds {
      seconds = current
      text = Array("date: \(Self.text(current))\r\n".utf8)
    }
    return text
  }

  /// A moment as HTTP writes it, such as `Tue, 01 Dec 2026 03:00:00 GMT`.
  static func text(_ seconds: Int64) -> String {
    let time = CivilTime(seconds: seconds)
    let date = time.date
    let day = days[(date.daysSince1970 % 7 + 7) % 7]
    // RFC 3339 has the time of day where this form wants it.
    let clock = time.description.dropFirst(11).prefix(8)
    return "\(day), \(date.day < 10 ? "0" : "")\(date.day) \(months[date.month - 1]) \(date.year) \(clock) GMT"
  }
}
