package import EnrichmentSchema
import Measures
package import Population
package import Segments

/// An event whose every field has been checked. Only checked events are stored or counted.
package struct CheckedEvent: Sendable, Hashable {
  /// The event as it is kept: times ahead of the clock are brought back to it.
  package let message: Event
  /// When, in microseconds since 1970 UTC; not after the clock it was checked against.
  package let time: Int64
  /// Category of the place; nil when the event has none.
  package let category: JourneyCategory?
  /// Length of the visit in minutes, 0 to 1440; nil when it was not measured.
  package let dwellMinutes: Double?

  /// The partner's id.
  package var id: String { message.eventID }
  /// What happened.
  package var kind: EventKind { message.kind }
  /// The partner's id of the place; nil when the event has none.
  package var place: String? { message.placeID.flatMap { $0.isEmpty ? nil : $0 } }

  /// Checks an event.
  ///
  /// - Parameters:
  ///   - now: the clock, in microseconds since 1970 UTC. Up to 24 h ahead counts as now; more is refused, and so is what is
  ///     older than 7 days.
  ///   - path: path of the event in its message, for violations; empty when the event is the message.
  /// - Throws: `invalidArgument` with every violation.
  package init(_ event: Event, now: Int64, path: String = "event") throws(RequestError) {
    try self.init(event, now: now, earliest: now - EventCheck.longestAgo, path: path)
  }

  private init(_ event: Event, now: Int64, earliest: Int64, path: String = "event") throws(RequestError) {
    var check = EventCheck(event: event, now: now, earliest: earliest, path: path)
    let time = check.time()
    let category = check.category()
    let dwell = check.dwellMinutes()
    check.texts()
    guard check.violations.isEmpty, let time else { throw .invalidArgument(check.violations) }
    var kept = event
    kept.bringBack(to: now)
    message = kept
    self.time = min(time, now)
    self.category = category
    dwellMinutes = dwell
  }

  /// An event that was checked before it became durable. It is not held against the clock again, which may have been set
  /// back since.
  ///
  /// - Throws: `invalidArgument` for an event that was never checked.
  package init(durable event: Event) throws(RequestError) {
    try self.init(event, now: .max - EventCheck.furthestAhead, earliest: 0)
  }
}

/// An action whose every field has been checked.
package struct CheckedAction: Sendable, Hashable {
  /// The partner's id of the person; nil when none was named.
  package let subject: String?
  /// What happened.
  package let event: CheckedEvent

  /// Checks an action; parameters and errors as for an event.
  package init(_ action: EnrichmentSchema.Action?, now: Int64, path: String = "action") throws(RequestError) {
    guard let action, let event = action.event else {
      throw .invalidArgument([RequestViolation(field: "\(path).event", value: "", allowed: "an event")])
    }
    let subject = try CheckedSubject(action.subject, path: "\(path).subject")
    self.event = try CheckedEvent(event, now: now, path: "\(path).event")
    self.subject = subject.name
  }
}

/// The name a partner has for a person, checked for length.
package struct CheckedSubject: Sendable, Hashable {
  /// Longest subject in bytes.
  package static let longest = 256

  /// The name; nil when none was given.
  package let name: String?

  /// Checks a subject.
  package init(_ subject: String, path: String) throws(RequestError) {
    guard subject.utf8.count <= Self.longest else {
      throw .invalidArgument([
        RequestViolation(
          field: path, value: "\(subject.utf8.count) bytes", allowed: "at most \(Self.longest) bytes, or nothing")
      ])
    }
    name = subject.isEmpty ? nil : subject
  }
}
