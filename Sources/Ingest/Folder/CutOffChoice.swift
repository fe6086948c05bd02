import Measures
import Population

/// The cut-off at which most people have ten visits in the window before it.
struct CutOffChoice {
  /// For each person, the disjoint spans of cut-offs at which they have ten visits: after the first moment, up to and
  /// including the second.
  private let spans: [[(after: Int64, upTo: Int64)]]
  private let calendar: RegionCalendar

  /// Looks at people whose visits are in order of time.
  init(_ people: [AgentRecords], calendar: RegionCalendar) {
    self.calendar = calendar
    let length = MeasureWindow(cutOff: 0).cutOff - MeasureWindow(cutOff: 0).start
    spans = people.map { Self.spans(of: $0.visits, length: length) }
  }

  /// The visits i-9 ... i are all in the window exactly when the cut-off lies after i and not later than one length
  /// after i-9; spans that touch are joined.
  private static func spans(of visits: [Visit], length: Int64) -> [(after: Int64, upTo: Int64)] {
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

  /// The number of people with ten visits in the window before a cut-off.
  func eligible(at cutOff: Int64) -> Int {
    spans.count { $0.contains { cutOff > $0.after && cutOff <= $0.upTo } }
  }

  /// The start of the local day with most people, the earliest of several, among the days from the first event to the
  /// one after the last; the moment after the last event when nobody ever has ten visits.
  ///
  /// A day whose whole lookback lies within the data is preferred when it has at least nine tenths of the most: with
  /// a shorter lookback everything looks new and interests are unknown.
  func best(from first: Int64?, to last: Int64?) -> Int64 {
    guard let first, let last else { return 0 }
    let days = (calendar.dayNumber(first) + 1)...(calendar.dayNumber(last) + 1)
    let starts = days.map { calendar.start(ofDay: $0) }
    let counts = zip(starts, people(at: starts)).map { (cutOff: $0, people: $1) }
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

  /// The number of people with ten visits at each of the ascending cut-offs.
  private func people(at cutOffs: [Int64]) -> [Int] {
    var change = [Int](repeating: 0, count: cutOffs.count + 1)
    for span in spans.joined() {
      change[Self.index(ofFirstAfter: span.after, in: cutOffs)] += 1
      change[Self.index(ofFirstAfter: span.upTo, in: cutOffs)] -= 1
    }
    var people = 0
    return cutOffs.indices.map { index in
      people += change[index]
      return people
    }
  }

  private static func index(ofFirstAfter time: Int64, in starts: [Int64]) -> Int {
    var low = 0
    var high = starts.count
    while low < high {
      let middle = (low + high) / 2
      if starts[middle] <= time { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
