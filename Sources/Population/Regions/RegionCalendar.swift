import Foundation

/// Local days of a region: the offset of its time zone as a table of transitions, so that a day in which the clocks
/// change has 23 or 25 hours.
package struct RegionCalendar: Sendable, Hashable {
  /// The offset from UTC, in seconds, from a moment on.
  private struct Transition: Sendable, Hashable {
    var from: Int64
    var offset: Int64
  }

  private let transitions: [Transition]

  /// Microseconds in a second.
  package static let second: Int64 = 1_000_000
  /// Microseconds in a minute.
  package static let minute: Int64 = 60 * second
  /// Microseconds in an hour.
  package static let hour: Int64 = 60 * minute
  /// Microseconds in 24 hours.
  package static let day: Int64 = 24 * hour

  /// UTC.
  package static let utc = RegionCalendar(transitions: [Transition(from: .min, offset: 0)])

  private init(transitions: [Transition]) {
    self.transitions = transitions
  }

  /// Reads the transitions of a time zone of the tz database, for example `Asia/Jakarta`; `nil` for an unknown name.
  /// Known for 2000 to 2049; the first and last offset hold before and after.
  package init?(timeZone name: String) {
    guard let zone = TimeZone(identifier: name) else { return nil }
    self.init(transitions: Self.scan { Int64(zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double($0)))) })
  }

  /// Finds the changes of `offset`, a function of seconds since 1970, by steps of a week and bisection.
  private static func scan(_ offset: (Int64) -> Int64) -> [Transition] {
    let start: Int64 = 946_684_800
    let end: Int64 = 2_524_608_000
    let week: Int64 = 604_800
    var found = [Transition(from: .min, offset: offset(start))]
    for step in stride(from: start, to: end, by: Int64.Stride(week)) {
      var low = step
      var high = step + week
      guard let last = found.last, offset(high) != last.offset else { continue }
      while high - low > 1 {
        let middle = (low + high) / 2
        if offset(middle) == last.offset { low = middle } else { high = middle }
      }
      found.append(Transition(from: high * second, offset: offset(high)))
    }
    return found
  }

  /// The offset from UTC at `time`, in seconds.
  package func offset(at time: Int64) -> Int64 {
    var low = 0
    var high = transitions.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if transitions[middle].from <= time { low = middle } else { high = middle }
    }
    return transitions[low].offset
  }

  /// The offset from UTC, in seconds, that a local time goes by, which is given in microseconds since local 1970. Of a
  /// time that the clocks show twice the first is meant, and one that they leave out goes by the offset before the gap
  /// (RFC 5545, 3.3.5).
  package func offset(atLocal local: Int64) -> Int64 {
    let before = offset(at: local - Self.day)
    let after = offset(at: local + Self.day)
    if before == after || offset(at: local - before * Self.second) == before { return before }
    return offset(at: local - after * Self.second) == after ? after : before
  }

  /// Local wall-clock microseconds since local 1970-01-01 00:00.
  package func local(_ time: Int64) -> Int64 {
    time + offset(at: time) * Self.second
  }

  /// The local day of `time`, counted from 1970-01-01.
  package func dayNumber(_ time: Int64) -> Int {
    Int(local(time).flooredDivision(by: Self.day))
  }

  /// The local week of `time`, starting on Monday; week 0 holds 1970-01-01.
  package func weekNumber(_ time: Int64) -> Int {
    (dayNumber(time) + 3).flooredDivision(by: 7)
  }

  /// The day of the week of `time`, 0 for Monday to 6 for Sunday.
  package func weekday(_ time: Int64) -> Int {
    dayNumber(time) + 3 - 7 * weekNumber(time)
  }

  /// The local hour of `time`, 0...23.
  package func hourOfDay(_ time: Int64) -> Int {
    let local = local(time)
    return Int((local - local.flooredDivision(by: Self.day) * Self.day) / Self.hour)
  }

  /// The moment at which local day `day` begins: the first with that date.
  package func start(ofDay day: Int) -> Int64 {
    let local = Int64(day) * Self.day
    let candidates = Set(transitions.map(\.offset)).map { local - $0 * Self.second }
    let starts = candidates.filter { dayNumber($0) == day && dayNumber($0 - 1) < day }
    if let start = starts.min() { return start }
    // Midnight itself was skipped: the day begins at the transition.
    let skipped = transitions.first { dayNumber($0.from) == day && dayNumber($0.from - 1) < day }
    return skipped?.from ?? local - offset(at: local) * Self.second
  }
}

extension FixedWidthInteger {
  /// The quotient rounded towards minus infinity; `divisor` must be positive.
  package func flooredDivision(by divisor: Self) -> Self {
    let quotient = self / divisor
    return self % divisor < 0 ? quotient - 1 : quotient
  }
}
