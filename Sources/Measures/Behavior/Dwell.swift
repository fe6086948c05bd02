package import Population

/// The lengths of a person's visits in minutes, measured or estimated.
package struct Dwell: Sendable, Hashable {
  /// A visit that has a length.
  package struct Length: Sendable, Hashable {
    /// Row id of the visit.
    package var visit: UInt64
    /// Minutes, not negative.
    package var minutes: Double
  }

  /// The visits that have a length, by time.
  package private(set) var lengths: [Length] = []
  /// Visits whose measured length was negative or longer than 24 hours, and was dropped.
  package private(set) var dropped = 0

  /// Lengths as measured: last moment inside minus first moment inside.
  package static func measured(_ visits: [Visit]) -> Dwell {
    var dwell = Dwell()
    for visit in visits {
      guard let leave = visit.leave else { continue }
      let length = leave.subtractingReportingOverflow(visit.arrive)
      if length.overflow || !(0...RegionCalendar.day).contains(length.partialValue) {
        dwell.dropped += 1
      } else {
        let minutes = Double(length.partialValue) / Double(RegionCalendar.minute)
        dwell.lengths.append(Length(visit: visit.id, minutes: minutes))
      }
    }
    return dwell
  }

  /// Lengths estimated from check-ins, visits in order of time: the gap to the next check-in of the same local day
  /// minus the way there, at most 240 minutes; no estimate where that is zero or less.
  package static func estimated(_ visits: [Visit], calendar: RegionCalendar) -> Dwell {
    var dwell = Dwell()
    for (visit, next) in zip(visits, visits.dropFirst()) {
      guard calendar.dayNumber(visit.arrive) == calendar.dayNumber(next.arrive) else { continue }
      let gap = Double(next.arrive - visit.arrive) / Double(RegionCalendar.minute)
      let minutes = min(VisitLength.cap, gap - travelMinutes(from: visit, to: next))
      if minutes > 0 { dwell.lengths.append(Length(visit: visit.id, minutes: minutes)) }
    }
    return dwell
  }

  /// Minutes on the way: the great-circle distance at 20 km/h plus 5, or 15 where a position is not known.
  package static func travelMinutes(from: Visit, to: Visit) -> Double {
    guard let start = from.coordinate, let end = to.coordinate else { return 15 }
    return start.position.distance(to: end.position) / 20 * 60 + 5
  }

  /// The mean of the lengths in minutes, each clamped to [0, 240]; `nil` without lengths.
  package static func mean(_ lengths: [Length]) -> Double? {
    guard !lengths.isEmpty else { return nil }
    return lengths.reduce(0) { $0 + min(VisitLength.cap, $1.minutes) } / Double(lengths.count)
  }

  /// The fractions of the lengths that are short, medium and long; `nil` without lengths.
  package static func fractions(_ lengths: [Length]) -> AgentMeasures.VisitLengths? {
    guard !lengths.isEmpty else { return nil }
    let count = Double(lengths.count)
    func fraction(_ length: VisitLength) -> Double {
      Double(lengths.count { VisitLength(minutes: $0.minutes) == length }) / count
    }
    return AgentMeasures.VisitLengths(short: fraction(.short), medium: fraction(.medium), long: fraction(.long))
  }
}
