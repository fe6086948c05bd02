import EnrichmentSchema
package import Personality
package import Population

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

  /// Longest visit that enters the mean, in minutes.
  static let longestDwell = 240.0

  private(set) var places = PlaceTally()
  private(set) var engagement = Rate()
  private(set) var experiences = 0
  private(set) var shares = 0
  /// Visits with a length: short, medium, long.
  private(set) var lengths = [0, 0, 0]
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
    lengths[minutes < 15 ? 0 : minutes <= 60 ? 1 : 2] += 1
    dwell.add(min(minutes, Self.longestDwell))
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

/// Which visits of a session went somewhere new: the trials of the exploration rate, in any order of arrival.
///
/// A visit that says whether it is a first one is a trial. Another is a trial when its place has been seen in the
/// session, and then it is a return; the earliest visit to a place, by time and then id, is none.
struct PlaceTally: Sendable, Hashable {
  private struct Place: Sendable, Hashable {
    var earliest: Moment
    var unsaid = 0
  }

  private struct Moment: Sendable, Hashable, Comparable {
    let time: Int64
    let id: String
    let isSaid: Bool

    static func < (left: Moment, right: Moment) -> Bool {
      (left.time, left.id) < (right.time, right.id)
    }
  }

  private var places: [String: Place] = [:]
  private var said = 0
  /// Visits to a new place.
  private(set) var successes = 0

  /// Visits that count.
  var trials: Int {
    said + places.values.reduce(0) { $0 + $1.unsaid - ($1.earliest.isSaid ? 0 : 1) }
  }

  mutating func add(_ visit: CheckedEvent) {
    let isFirst = visit.message.firstVisit
    if let isFirst {
      said += 1
      successes += isFirst ? 1 : 0
    }
    guard let name = visit.place else { return }
    let moment = Moment(time: visit.time, id: visit.id, isSaid: isFirst != nil)
    var place = places[name] ?? Place(earliest: moment)
    place.earliest = min(place.earliest, moment)
    place.unsaid += isFirst == nil ? 1 : 0
    places[name] = place
  }
}

/// A sum of numbers that is the same in every order: each is rounded to a binary granule before it is added.
package struct FixedPointSum: Sendable, Hashable {
  private let fractionBits: Int
  private var granules: Int64 = 0

  /// An empty sum with granules of `2^-fractionBits`; the sum must stay below `2^(63 - fractionBits)`.
  package init(fractionBits: Int) {
    self.fractionBits = fractionBits
  }

  /// Adds a finite number.
  package mutating func add(_ number: Double) {
    granules &+= Int64((number * Double(Int64(1) << fractionBits)).rounded())
  }

  /// The sum.
  package var value: Double { Double(granules) / Double(Int64(1) << fractionBits) }
}

/// Published words of events, each with the values of the dimensions it speaks of.
package protocol EventLexicon: Sendable {
  /// The values in `[0, 1]` that a word stands for; nil when the word is unknown.
  func values(ofEventWord word: String) -> [(dimension: Dimension, value: Double)]?
}

extension Lexicon: EventLexicon {
  /// Event words first, then style and feature words: an event's terms describe its item or place.
  package func values(ofEventWord word: String) -> [(dimension: Dimension, value: Double)]? {
    (event(word) ?? style(word) ?? feature(word))?.map { ($0.dimension, $0.value) }
  }
}
