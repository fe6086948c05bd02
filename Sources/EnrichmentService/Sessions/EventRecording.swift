package import Answers
import EnrichmentSchema
package import Population
package import Storage
import WireFormat

/// Turns what a partner says into what is kept of it: pseudonyms at the door, nothing of the partner's ids kept.
package struct EventRecording: Sendable {
  private let names: Pseudonymizer

  /// Makes pseudonyms with those of a store.
  package init(_ pseudonymizer: Pseudonymizer) { names = pseudonymizer }

  /// The pseudonym of a person, by what the caller calls them; nil without a name. Throws when the library fails.
  package func agent(_ subject: String, in namespace: SubjectNamespace) throws -> AgentID? {
    subject.isEmpty ? nil : try names.agent(subject.utf8, in: namespace)
  }

  /// What is remembered of an event, so that it counts once. Throws when the library fails.
  package func id(of event: CheckedEvent, of partner: String) throws -> EventID {
    try names.event(event.id.utf8, of: partner)
  }

  /// What is to be kept of an event of a person; nil without a person, and for events that live within a session only.
  /// Throws when the library fails.
  package func action(
    _ event: CheckedEvent, of agent: AgentID?, in namespace: SubjectNamespace
  ) throws -> RecordedAction? {
    guard let agent, let row = try row(of: event, in: namespace) else { return nil }
    return RecordedAction(subject: namespace.isOfPartner ? .customer(agent) : .person(agent), row: row)
  }

  /// The row an event becomes; nil for events that live within a session only. Throws when the library fails.
  private func row(of event: CheckedEvent, in namespace: SubjectNamespace) throws -> RecordedRow? {
    switch event.kind {
    case .visit: try visit(event, namespace)
    case .experience: try action(.experience, event, namespace)
    case .share: try action(.share, event, namespace)
    case .ai2aiSession: try action(.ai2aiSession, event, namespace)
    case .adoption, .purchase: try adoption(event, namespace)
    case .unspecified, .productView, .unrecognized: nil
    }
  }

  private func visit(_ event: CheckedEvent, _ namespace: SubjectNamespace) throws -> RecordedRow {
    let arrive = event.message.arrive?.microseconds ?? event.time
    let category = event.category ?? .other
    return .visit(
      Visit(
        id: 0, place: Visit.noPlace, arrive: arrive,
        leave: event.dwellMinutes.map { arrive + Int64(($0 * 60_000_000).rounded()) }, category: category,
        firstVisitHint: event.message.firstVisit),
      at: category == .home ? .none : try reference(to: event.place, namespace))
  }

  /// A place under both its numbers.
  private func reference(to name: String?, _ namespace: SubjectNamespace) throws -> PlaceReference {
    guard let name, !name.isEmpty else { return .none }
    return PlaceReference(
      registered: PublicID.place(name.utf8), unregistered: try names.place(name.utf8, in: namespace))
  }

  private func action(
    _ kind: ActionKind, _ event: CheckedEvent, _ namespace: SubjectNamespace
  ) throws -> RecordedRow {
    .action(
      Action(id: 0, kind: kind, time: event.time, category: event.category ?? .other),
      about: try item(of: event, namespace))
  }

  private func adoption(_ event: CheckedEvent, _ namespace: SubjectNamespace) throws -> RecordedRow {
    .adoption(
      Adoption(id: 0, item: 0, category: event.category ?? .other, time: event.time),
      of: try item(of: event, namespace))
  }

  /// What an event is about: the item it names, which may be a registered place, or else its place.
  private func item(of event: CheckedEvent, _ namespace: SubjectNamespace) throws -> PlaceReference {
    let name = event.message.itemID
    guard !name.isEmpty else { return try reference(to: event.place, namespace) }
    return PlaceReference(
      registered: PublicID.place(name.utf8), unregistered: try names.item(name.utf8, in: namespace))
  }
}
