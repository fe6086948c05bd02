import Measures
import Population

/// The cut-off at which most people have ten visits in the window before it, chosen as people come by one after the
/// other.
struct CutOffChoice {
  private let first: Int64
  private let last: Int64
  /// The start of each local day from the first event to the one after the last.
  private let starts: [Int64]
  /// How many more people than the day before have ten visits at each of them.
  private var change: [Int]

  /// Looks at the days from the first event to the last.
  init(from first: Int64, to last: Int64, calendar: RegionCalendar) {
    (self.first, self.last) = (first, last)
    starts = ((calendar.dayNumber(first) + 1)...(calendar.dayNumber(last) + 1)).map { calendar.start(ofDay: $0) }
    change = [Int](repeating: 0, count: starts.count + 1)
  }

  /// Counts a person whose visits are in order of time.
  mutating func add(_ visits: [Visit]) {
    for span in Self.spans(of: visits) {
      change[index(ofFirstAfter: span.after)] += 1
      change[index(ofFirstAfter: span.upTo)] -= 1
    }
  }

  /// Whether a person whose visits are in order of time has ten in the window before a cut-off.
  static func isEligible(_ visits: [Visit], at cutOff: Int64) -> Bool {
    spans(of: visits).contains { cutOff > $0.after && cutOff <= $0.upTo }
  }

  /// The visits i-9 ... i are all in the window exactly when the cut-off lies after i and not later than one length
  /// after i-9; spans that touch are joined.
  private static func spans(of visits: [Visit]) -> [(after: Int64, upTo: Int64)] {
    let length = MeasureWindow(cutOff: 0).cutOff - MeasureWindow(cutOff: 0).start
    let least = MeasureContext.leastVisits
    var spans: [(after: Int64, upTo: Int64)] = []
    for last in visits.indices.dropFirst(least - 1) {
      let span = (after: visits[last].arrive, upTo: visits[last - least + 1].arrive + length)
      guard span.after < span.upTo else { continue }
      if let previous = spans.last, span.after <= previous.upTo {
        spans[spans.count - 1].upTo = max(previous.upTo, span.upTo)
      } else {
        spans.append(span)
      }
    }
    return spans
  }

  /// The start of the local day with most people, the earliest of several, among the days from the first event to the
  /// one after the last; the moment after the last event when nobody ever has ten visits.
  ///
  /// A day whose whole lookback lies within the data is preferred when it has at least nine tenths of the most: with
  /// a shorter lookback everything looks new and interests are unknown.
  func best() -> Int64 {
    var people = 0
    let counts = zip(starts, change).map { start, change in
      people += change
      return (cutOff: start, people: people)
    }
    let covered = counts.filter { MeasureWindow(cutOff: $0.cutOff).lookbackStart >= first }
    guard let most = Self.most(counts), most.people > 0 else { return last + 1 }
    guard let seen = Self.most(covered), seen.people * 10 >= most.people * 9 else { return most.cutOff }
    return seen.cutOff
  }

  /// The first entry with most people.
  private static func most(_ counts: [(cutOff: Int64, people: Int)]) -> (cutOff: Int64, people: Int)? {
    counts.reduce(nil) { best, next in
      guard let best, best.people >= next.people else { return next }
      return best
    }
  }

  private func index(ofFirstAfter time: Int64) -> Int {
    var low = 0
    var high = starts.count
    while low < high {
      let middle = (low + high) / 2
      if starts[middle] <= time { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
