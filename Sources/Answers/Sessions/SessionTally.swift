import EnrichmentSchema
import Personality
import Population

/// What the events of a session count for, quantity by quantity; the same in every order of arrival.
struct SessionTally: Sendable, Hashable {
  /// Trials and successes of a rate.
  struct Rate: Sendable, Hashable {
    var successes = 0
    var trials = 0
  }

  /// Unit vectors of one dimension.
  struct Vectors: Sendable, Hashable {
    /// 48 bits leave room for ten thousand unit vectors.
    private(set) var x = FixedPointSum(fractionBits: 48)
    private(set) var y = FixedPointSum(fractionBits: 48)
    private(set) var count = 0

    mutating func add(_ vector: PureQubit) {
      x.add(vector.x)
      y.add(vector.y)
      count += 1
    }
  }

  private(set) var places = PlaceTally()
  private(set) var engagement = Rate()
  private(set) var experiences = 0
  private(set) var shares = 0
  /// Visits with a length, by `VisitLength`.
  private(set) var lengths = VisitLength.allCases.map { _ in 0 }
  /// 40 bits leave room for ten thousand visits of 240 minutes.
  private(set) var dwell = FixedPointSum(fractionBits: 40)
  private(set) var vectors: [Dimension: Vectors] = [:]

  /// Shares over experiences; a share of something not told in the session cannot make the rate exceed one.
  var sharing: Rate { Rate(successes: min(shares, experiences), trials: experiences) }
  /// Visits with a length.
  var measuredVisits: Int { lengths.reduce(0, +) }

  mutating func add(_ event: CheckedEvent, lexicon: some EventLexicon) {
    switch event.kind {
    case .visit: addVisit(event)
    case .experience: experiences += 1
    case .share: shares += 1
    case .adoption, .ai2aiSession, .productView, .purchase, .unspecified, .unrecognized: break
    }
    for vector in Self.vectors(of: event, lexicon: lexicon) {
      vectors[vector.dimension, default: Vectors()].add(vector)
    }
  }

  private mutating func addVisit(_ visit: CheckedEvent) {
    places.add(visit)
    engagement.trials += 1
    if let category = visit.category, category == .event || category.traits.contains(.social) {
      engagement.successes += 1
    }
    guard let minutes = visit.dwellMinutes else { return }
    lengths[VisitLength(minutes: minutes).rawValue] += 1
    dwell.add(min(minutes, VisitLength.cap))
  }

  /// One vector for each dimension that the words of the event speak of, at the mean of their values.
  private static func vectors(of event: CheckedEvent, lexicon: some EventLexicon) -> [PureQubit] {
    let category = event.message.venueCategory
    let words = (category.isEmpty ? [] : [category]) + event.message.terms
    var values: [Dimension: [Double]] = [:]
    for (dimension, value) in words.flatMap({ lexicon.values(ofEventWord: $0) ?? [] }) {
      values[dimension, default: []].append(value)
    }
    return values.compactMap { dimension, values in
      PureQubit(dimension, value: values.reduce(0, +) / Double(values.count))
    }
  }
}
