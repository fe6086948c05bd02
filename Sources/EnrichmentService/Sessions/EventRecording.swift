package import Answers
import EnrichmentSchema
package import Population
package import Storage
import WireFormat

/// Turns what a partner says about a person into rows: pseudonyms at the door, nothing of the partner's ids kept.
package struct EventRecording: Sendable {
  private let names: Pseudonymizer

  /// Makes pseudonyms with those of a store.
  package init(_ pseudonymizer: Pseudonymizer) { names = pseudonymizer }

  /// The pseudonym of a person, by what the caller calls them; nil without a name.
  package func agent(_ subject: String, in namespace: SubjectNamespace) -> AgentID? {
    subject.isEmpty ? nil : try? names.agent(subject.utf8, in: namespace)
  }

  /// The row an event becomes; nil for events that live within a session only.
  package func row(of event: CheckedEvent, in namespace: SubjectNamespace) -> RecordedRow? {
    switch event.kind {
    case .visit: visit(event, namespace)
    case .experience: action(.experience, event, namespace)
    case .share: action(.share, event, namespace)
    case .ai2aiSession: action(.ai2aiSession, event, namespace)
    case .adoption, .purchase: adoption(event, namespace)
    case .unspecified, .productView, .unrecognized: nil
    }
  }

  private func visit(_ event: CheckedEvent, _ namespace: SubjectNamespace) -> RecordedRow? {
    let arrive = event.message.arrive?.microseconds ?? event.time
    let category = event.category ?? .other
    guard let place = category == .home ? PlaceReference.none : reference(to: event.place, namespace) else {
      return nil
    }
    return .visit(
      Visit(
        id: 0, place: Visit.noPlace, arrive: arrive,
        leave: event.dwellMinutes.map { arrive + Int64(($0 * 60_000_000).rounded()) }, category: category,
        firstVisitHint: event.message.firstVisit),
      at: place)
  }

  /// A place under both its numbers; nil when the library fails.
  private func reference(to name: String?, _ namespace: SubjectNamespace) -> PlaceReference? {
    guard let name, !name.isEmpty else { return PlaceReference.none }
    guard let unregistered = try? names.place(name.utf8, in: namespace) else { return nil }
    return PlaceReference(registered: PublicID.place(name.utf8), unregistered: unregistered)
  }

  private func action(_ kind: ActionKind, _ event: CheckedEvent, _ namespace: SubjectNamespace) -> RecordedRow? {
    guard let item = item(event.message.itemID, namespace) else { return nil }
    return .action(Action(id: 0, kind: kind, time: event.time, category: event.category ?? .other, item: item))
  }

  private func adoption(_ event: CheckedEvent, _ namespace: SubjectNamespace) -> RecordedRow? {
    guard let item = item(event.message.itemID, namespace) else { return nil }
    return .adoption(Adoption(id: 0, item: item, category: event.category ?? .other, time: event.time))
  }

  /// The number of an item, 0 for none; nil when the library fails.
  private func item(_ name: String, _ namespace: SubjectNamespace) -> UInt64? {
    name.isEmpty ? 0 : try? names.item(name.utf8, in: namespace)
  }
}
