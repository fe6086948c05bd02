import EnrichmentSchema

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
