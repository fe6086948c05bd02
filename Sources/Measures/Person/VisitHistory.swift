package import Population

/// One person's visits, put in order and split into lookback and window.
package struct VisitHistory: Sendable {
  /// Visits of the lookback, by time.
  package let lookback: [Visit]
  /// Visits of the window, by time.
  package let window: [Visit]

  /// Puts visits in order; a row that comes twice counts once, visits outside both spans do not count.
  package init(_ visits: [Visit], in span: MeasureWindow) {
    var ordered = visits.filter { span.contains($0.arrive) || span.looksBack(on: $0.arrive) }
    ordered.putInOrder()
    let split = ordered.firstIndex { span.contains($0.arrive) } ?? ordered.endIndex
    lookback = Array(ordered[..<split])
    window = Array(ordered[split...])
  }

  /// Visits of the window to a place seen neither in the lookback nor earlier in the window, over visits; `nil`
  /// without visits that can be told apart.
  ///
  /// A home is never new. A visit without a place counts as its source says, and not at all when it does not say.
  package var explorationTendency: Double? {
    var seen = Set(lookback.lazy.map(\.place))
    var trials = 0
    var new = 0
    for visit in window {
      let isNew: Bool
      if visit.place != Visit.noPlace {
        isNew = seen.insert(visit.place).inserted
      } else if let hint = visit.category == .home ? false : visit.firstVisitHint {
        isNew = hint
      } else {
        continue
      }
      trials += 1
      new += isNew ? 1 : 0
    }
    return trials > 0 ? Double(new) / Double(trials) : nil
  }

  /// The places of the window in order; visits without a place stand for the category's unnamed place.
  package var places: [UInt64] {
    window.map { $0.place == Visit.noPlace ? UInt64($0.category.rawValue) + 1 : $0.place }
  }

  /// How irregular the way from place to place is, real entropy over log2 of the distinct places, not clamped; `nil`
  /// without visits. Takes longer than everything else that is measured, so that it is computed once a person.
  package var placeEntropy: Double? { window.isEmpty ? nil : SequenceEntropy.normalisedReal(places) }

  /// Fewest outings, visits neither home nor to work, from which an interest is told.
  package static let leastOutings = 5

  /// The cluster whose categories hold most outings of lookback and window together, ties by the published order;
  /// `unknown` under `leastOutings` or when none of them is in a cluster.
  package var interestCluster: InterestCluster {
    let outings = [lookback, window].joined().filter { $0.category != .home && $0.category != .work }
    guard outings.count >= Self.leastOutings else { return .unknown }
    var counts = [Int](repeating: 0, count: InterestCluster.allCases.count)
    for cluster in outings.compactMap({ InterestCluster(of: $0.category) }) { counts[Int(cluster.rawValue)] += 1 }
    guard let most = counts.max(), most > 0 else { return .unknown }
    return InterestCluster.allCases.first { counts[Int($0.rawValue)] == most } ?? .unknown
  }

  /// The positions of the visits of the window that have one.
  package var positions: [GeographicPosition] {
    window.compactMap { $0.coordinate?.position }
  }
}
