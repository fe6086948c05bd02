/// One reading of a position.
package struct Fix: Sendable, Hashable {
  /// When, in microseconds since 1970 UTC.
  package var time: Int64
  /// Where.
  package var position: GeographicPosition

  /// Makes a reading.
  package init(time: Int64, position: GeographicPosition) {
    self.time = time
    self.position = position
  }
}

/// Time spent within a small circle.
package struct Stay: Sendable, Hashable {
  /// First reading inside.
  package var arrive: Int64
  /// Last reading inside, plus half the gap to the next reading when that gap is short.
  package var leave: Int64
  /// The centre of the readings inside.
  package var position: GeographicPosition

  /// Makes a stay.
  package init(arrive: Int64, leave: Int64, position: GeographicPosition) {
    self.arrive = arrive
    self.leave = leave
    self.position = position
  }
}

/// From readings to stays: a stay is a run of readings within a distance of its first one that lasts long enough.
///
/// It ends with its last reading *inside*: ending at the first reading outside would turn a stay of 30 minutes before
/// a gap of 20 into one of 50.
package struct StayDetection: Sendable, Hashable {
  /// Radius around the first reading, in kilometres.
  package var radius = 0.1
  /// Least time between the first and last reading inside.
  package var minimum = 5 * RegionCalendar.minute
  /// Gaps to the next reading up to this long are split evenly between the stay and the way.
  package var sharedGap = 15 * RegionCalendar.minute

  /// 100 m, five minutes, gaps of fifteen minutes.
  package init() {}

  /// The stays in readings of any order; readings with the same time and position count once.
  package func stays(in readings: some Sequence<Fix>) -> [Stay] {
    let fixes = Set(readings).sorted { left, right in
      (left.time, left.position.latitudeDegrees, left.position.longitudeDegrees)
        < (right.time, right.position.latitudeDegrees, right.position.longitudeDegrees)
    }
    var stays: [Stay] = []
    var first = 0
    while first < fixes.count {
      let end = fixes[first...].firstIndex { $0.position.distance(to: fixes[first].position) > radius } ?? fixes.count
      if let stay = stay(of: fixes[first..<end], next: end < fixes.count ? fixes[end] : nil) {
        stays.append(stay)
        first = end
      } else {
        first += 1
      }
    }
    return stays
  }

  private func stay(of inside: ArraySlice<Fix>, next: Fix?) -> Stay? {
    guard let first = inside.first, let last = inside.last, last.time - first.time >= minimum else { return nil }
    guard let centre = RadiusOfGyration.centre(of: inside.map(\.position), by: .unitVectors) else { return nil }
    var leave = last.time
    if let next, next.time - last.time <= sharedGap { leave += (next.time - last.time) / 2 }
    return Stay(arrive: first.time, leave: leave, position: centre)
  }
}
