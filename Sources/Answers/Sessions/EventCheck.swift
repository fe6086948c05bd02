import EnrichmentSchema
import Measures
import Population
import WireFormat

/// Checks the fields of one event and collects what is wrong with them.
package struct EventCheck {
  /// How far an event may be ahead of the clock, in microseconds: 24 h.
  package static let furthestAhead: Int64 = 86_400_000_000
  /// How long ago an event may have happened, in microseconds: 7 days. What is older comes by an import.
  package static let longestAgo: Int64 = 7 * 86_400_000_000
  /// Longest visit in minutes: 24 h.
  package static let longestDwell = 1_440.0
  /// Longest event id in bytes.
  package static let longestID = 128
  /// Longest place or item id in bytes.
  package static let longestName = 256
  /// Most words of an event.
  package static let mostTerms = 32

  let event: Event
  let now: Int64
  let earliest: Int64
  let path: String
  private(set) var violations: [RequestViolation] = []

  /// Checks against the clock, `now`, and the earliest time that is taken, both in microseconds since 1970 UTC.
  init(event: Event, now: Int64, earliest: Int64, path: String) {
    (self.event, self.now, self.earliest, self.path) = (event, now, earliest, path)
  }

  mutating func time() -> Int64? {
    guard event.time != nil else {
      refuse("time", "", "the time of the event")
      return nil
    }
    return moment(event.time, "time")
  }

  /// The category; needed for a visit.
  mutating func category() -> JourneyCategory? {
    switch event.kind {
    case .unspecified, .unrecognized:
      refuse("kind", event.kind.protoName, "a kind of event other than EVENT_KIND_UNSPECIFIED")
    case .adoption, .purchase:
      if event.itemID.isEmpty { refuse("item_id", "", "the id of the item, 1 to \(Self.longestName) bytes") }
    case .visit, .experience, .share, .ai2aiSession, .productView: break
    }
    if event.venueCategory.isEmpty, event.kind != .visit { return nil }
    guard let category = JourneyCategory(name: event.venueCategory) else {
      let names = JourneyCategory.allCases.map(\.name).joined(separator: ", ")
      refuse("venue_category", event.venueCategory, names)
      return nil
    }
    return category
  }

  /// The length of the visit, given or between its ends.
  mutating func dwellMinutes() -> Double? {
    if event.kind != .visit { return refuseVisitFields() }
    let arrive = moment(event.arrive, "arrive")
    let leave = moment(event.leave, "leave")
    if let minutes = event.dwellMinutes { return given(minutes) }
    guard event.leave != nil else { return nil }
    guard event.arrive != nil else {
      refuse("leave", "", "only together with arrive")
      return nil
    }
    guard let arrive, let leave else { return nil }
    let minutes = Double(leave - arrive) / 60_000_000
    guard minutes >= 0, minutes <= Self.longestDwell else {
      refuse("leave", "\(minutes) minutes after arrive", "0 to 1440 minutes after arrive")
      return nil
    }
    return minutes
  }

  mutating func texts() {
    if !(1...Self.longestID).contains(event.eventID.utf8.count) {
      refuse("event_id", Self.size(of: event.eventID), "1 to \(Self.longestID) bytes")
    }
    for (name, text) in [("place_id", event.placeID ?? ""), ("item_id", event.itemID)]
    where text.utf8.count > Self.longestName {
      refuse(name, Self.size(of: text), "at most \(Self.longestName) bytes")
    }
    if event.terms.count > Self.mostTerms {
      refuse("terms", "\(event.terms.count) entries", "at most \(Self.mostTerms) entries")
    }
    for (index, term) in event.terms.prefix(Self.mostTerms).enumerated() where term.utf8.count > Self.longestID {
      refuse("terms[\(index)]", Self.size(of: term), "at most \(Self.longestID) bytes")
    }
  }

  /// How long a text is: errors are logged, and what a partner calls its events, places and items is its own.
  private static func size(of text: String) -> String { "\(text.utf8.count) bytes" }

  private mutating func given(_ minutes: Double) -> Double? {
    guard minutes >= 0, minutes <= Self.longestDwell else {
      refuse("dwell_minutes", "\(minutes)", "0 to 1440")
      return nil
    }
    guard event.arrive == nil, event.leave == nil else {
      refuse("dwell_minutes", "\(minutes)", "either dwell_minutes, or arrive and leave")
      return nil
    }
    return minutes
  }

  private mutating func refuseVisitFields() -> Double? {
    let given = [
      ("arrive", event.arrive != nil), ("leave", event.leave != nil), ("dwell_minutes", event.dwellMinutes != nil),
      ("first_visit", event.firstVisit != nil),
    ]
    for (name, isGiven) in given where isGiven { refuse(name, "given", "only for a visit") }
    return nil
  }

  private mutating func moment(_ timestamp: GoogleProtobufTimestamp?, _ name: String) -> Int64? {
    guard let timestamp else { return nil }
    guard let time = timestamp.microseconds, time >= 0 else {
      refuse(name, "\(timestamp.seconds) s, \(timestamp.nanos) ns", "a valid time since 1970")
      return nil
    }
    guard time <= now + Self.furthestAhead else {
      refuse(name, "\(timestamp.seconds) s since 1970", "at most 24 h ahead of \(now / 1_000_000) s since 1970")
      return nil
    }
    guard time >= earliest else {
      refuse(
        name, "\(timestamp.seconds) s since 1970",
        "at most 7 days before \(now / 1_000_000) s since 1970; what is older comes by an import", .tooOld)
      return nil
    }
    return time
  }

  private mutating func refuse(
    _ name: String, _ value: String, _ allowed: String, _ reason: RequestViolation.Reason? = nil
  ) {
    violations.append(
      RequestViolation(
        field: path.isEmpty ? name : "\(path).\(name)", value: value, allowed: allowed, reason: reason))
  }
}

extension Event {
  /// Brings times ahead of `now` back to it; a visit keeps its length.
  mutating func bringBack(to now: Int64) {
    if let time = time?.microseconds, time > now { self.time = GoogleProtobufTimestamp(microseconds: now) }
    guard let start = arrive?.microseconds else { return }
    let end = leave?.microseconds
    let excess = max(0, (end ?? start) - now)
    guard excess > 0 else { return }
    arrive = GoogleProtobufTimestamp(microseconds: start - excess)
    leave = end.map { GoogleProtobufTimestamp(microseconds: $0 - excess) }
  }
}
