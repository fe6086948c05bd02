package import Answers
package import Population
package import Storage
import Cryptography
import EnrichmentSchema

/// Turns what a partner says about a person into rows: pseudonyms at the door, nothing of the partner's ids kept.
package struct EventRecording: Sendable {
  private let secret: [UInt8]

  /// Makes pseudonyms with the secret of a store.
  package init(pepper: Pepper) { secret = pepper.forPseudonyms }

  /// The pseudonym of a person, by the partner's own id of them; nil without one.
  package func agent(partner: String, subject: String) -> AgentID? {
    guard !subject.isEmpty, let code = code(of: "\(partner):\(subject)") else { return nil }
    return AgentID(code)
  }

  /// The row an event becomes; nil for events that live within a session only.
  package func row(of event: CheckedEvent, partner: String) -> RecordedRow? {
    switch event.kind {
    case .visit: visit(event, partner)
    case .experience: action(.experience, event, partner)
    case .share: action(.share, event, partner)
    case .ai2aiSession: action(.ai2aiSession, event, partner)
    case .adoption, .purchase: adoption(event, partner)
    case .unspecified, .productView, .unrecognized: nil
    }
  }

  private func visit(_ event: CheckedEvent, _ partner: String) -> RecordedRow? {
    let arrive = event.message.arrive?.microseconds ?? event.time
    let category = event.category ?? .other
    guard let place = category == .home ? Visit.noPlace : pseudonym("place", partner, event.place) else { return nil }
    return .visit(
      Visit(
        id: 0, place: place, arrive: arrive,
        leave: event.dwellMinutes.map { arrive + Int64(($0 * 60_000_000).rounded()) }, category: category,
        firstVisitHint: event.message.firstVisit))
  }

  private func action(_ kind: ActionKind, _ event: CheckedEvent, _ partner: String) -> RecordedRow? {
    guard let item = pseudonym("item", partner, event.message.itemID) else { return nil }
    return .action(Action(id: 0, kind: kind, time: event.time, category: event.category ?? .other, item: item))
  }

  private func adoption(_ event: CheckedEvent, _ partner: String) -> RecordedRow? {
    guard let item = pseudonym("item", partner, event.message.itemID) else { return nil }
    return .adoption(Adoption(id: 0, item: item, category: event.category ?? .other, time: event.time))
  }

  /// A pseudonym of 64 bits for a name, 0 for no name; nil when the library fails.
  private func pseudonym(_ kind: String, _ partner: String, _ name: String?) -> UInt64? {
    guard let name, !name.isEmpty else { return 0 }
    guard let code = code(of: "\(kind):\(partner):\(name)") else { return nil }
    return max(1, code.prefix(8).reduce(0) { $0 << 8 | UInt64($1) })
  }

  private func code(of text: String) -> [UInt8]? {
    try? HMACSHA256.code(for: Array(text.utf8), key: secret)
  }
}
