package import Population

/// The journeys of a person: the visits of each local day that has at least two.
package struct Journeys: Sendable, Hashable {
  /// How often journeys are made, from the median number of days between them.
  package enum Frequency: Int, Sendable, Hashable, CaseIterable {
    case daily, severalTimesAWeek, weekly, monthly, rarely

    /// The word on the wire, for example `several_times_a_week`.
    package var name: String {
      self == .severalTimesAWeek ? "several_times_a_week" : String(describing: self)
    }

    /// The bucket of a number of days: up to 1.5, 4, 10, 45, or more.
    package init(days: Double) {
      let bounds = [1.5, 4, 10, 45]
      let bucket = bounds.firstIndex { days <= $0 } ?? bounds.count
      self = Self.allCases[bucket]
    }
  }

  /// The local days with a journey, ascending.
  package let days: [Int]
  /// The categories of each journey, in order of time.
  package let categories: [[JourneyCategory]]

  /// The journeys in visits that are in order of time.
  package init(_ visits: [Visit], calendar: RegionCalendar) {
    var days: [Int] = []
    var categories: [[JourneyCategory]] = []
    var day: Int?
    for visit in visits {
      let today = calendar.dayNumber(visit.arrive)
      if today != day {
        day = today
        days.append(today)
        categories.append([])
      }
      categories[categories.count - 1].append(visit.category)
    }
    let kept = days.indices.filter { categories[$0].count > 1 }
    self.days = kept.map { days[$0] }
    self.categories = kept.map { categories[$0] }
  }

  /// The median number of days from one journey to the next; `nil` with fewer than two.
  package var medianGap: Double? {
    let gaps = zip(days, days.dropFirst()).map { $1 - $0 }.sorted()
    guard !gaps.isEmpty else { return nil }
    return Double(gaps[(gaps.count - 1) / 2] + gaps[gaps.count / 2]) / 2
  }

  /// How often the person makes journeys; `nil` with fewer than two.
  package var frequency: Frequency? {
    medianGap.map(Frequency.init(days:))
  }

  /// The moves between different categories within journeys, as 144 counts from x to over a common length of 1:
  /// entry 12 x from + to. All zero without moves.
  package var transitions: [Double] {
    var counts = [Double](repeating: 0, count: 144)
    for journey in categories {
      for (from, to) in zip(journey, journey.dropFirst()) where from != to {
        counts[12 * Int(from.rawValue) + Int(to.rawValue)] += 1
      }
    }
    let length = counts.reduce(0) { $0 + $1 * $1 }.squareRoot()
    return length > 0 ? counts.map { $0 / length } : counts
  }
}
