import Cryptography
import Population

/// Stores what people did, a row each.
struct ActionRules {
  private static let microsecondsPerDay: Int64 = 86_400_000_000

  private let add: any SQLStatement
  private let move: any SQLStatement
  private let day: Int64

  /// Prepares the statements; `now` is µs since 1970 UTC.
  init(_ transaction: any SQLTransaction, now: Int64) throws {
    add = try transaction.statement(ActionTable.add)
    move = try transaction.statement(ActionTable.move)
    day = now / Self.microsecondsPerDay
  }

  /// Stores a visit; false when it was stored before.
  func store(_ visit: Visit, agent: Int64) throws -> Bool {
    try ActionTable.write(visit, of: ActionTable.Origin(agent: agent, day: day), with: add)
  }

  /// Stores a visit of a delivery; false when it was stored before, and then it stands among the visits of its moment
  /// where this delivery says, so that the order of the newest one holds throughout.
  func deliver(_ visit: Visit, agent: Int64) throws -> Bool {
    let origin = ActionTable.Origin(agent: agent, day: day)
    if try ActionTable.write(visit, of: origin, with: add) { return true }
    try ActionTable.move(visit, of: origin, with: move)
    return false
  }

  /// Stores an experience, a share or a session; false when it was stored before. Throws `invalidValue` for a kind that
  /// has a type of its own.
  func store(_ action: Action, agent: Int64) throws -> Bool {
    guard action.kind != .visit, action.kind != .adoption else {
      throw StoreError.invalidValue("an Action may be an experience, a share or an AI2AI session, not \(action.kind)")
    }
    return try ActionTable.write(action, of: ActionTable.Origin(agent: agent, day: day), with: add)
  }

  /// Stores an adoption; false when it was stored before.
  func store(_ adoption: Adoption, agent: Int64) throws -> Bool {
    try ActionTable.write(adoption, of: ActionTable.Origin(agent: agent, day: day), with: add)
  }
}

/// Recording what partners hand in: an event id counts once for each partner, from whatever stream or session it
/// comes, and a row is kept only of a person who is stored and agrees to behaviour statistics.
struct RecordingRules {
  private let transaction: any SQLTransaction
  private let people: PeopleRules
  private let consents: ConsentRules
  private let actions: ActionRules
  private let partner: String
  private let acceptance: Acceptance
  private let now: Int64

  /// Prepares the statements; `now` is µs since 1970 UTC.
  init(_ transaction: any SQLTransaction, partner: String, acceptance: Acceptance, now: Int64) throws {
    self.transaction = transaction
    people = PeopleRules(transaction, now: now)
    consents = ConsentRules(transaction)
    actions = try ActionRules(transaction, now: now)
    self.partner = partner
    self.acceptance = acceptance
    self.now = now
  }

  /// Remembers an id; false when it was known. Throws `invalidValue` unless it has 1 to 128 bytes.
  func remember(_ eventID: String) throws -> Bool {
    try Self.check(eventID)
    return try transaction.statement(PartnerEventTable.remember).run(partner, eventID, now) == 1
  }

  /// Stores events. The id of one that is not kept stays unknown, so that it may come again after consent.
  func record(_ events: [PartnerEvent]) throws -> RecordedCounts {
    var counts = RecordedCounts()
    for event in events {
      if try isKnown(event.eventID) {
        counts.duplicates += 1
      } else if try keep(event.action, eventID: event.eventID) {
        _ = try remember(event.eventID)
        counts.stored += 1
      } else {
        counts.withoutConsent += 1
      }
    }
    return counts
  }

  /// Keeps what a person did, under a row id made of partner and event id. False when the person is unknown or has not
  /// agreed; then nothing is stored.
  @discardableResult
  func keep(_ recorded: RecordedAction, eventID: String) throws -> Bool {
    guard let entry = try people.entry(of: recorded.agent), let region = entry.region,
      try consents.grants(.behavior, agent: entry.number)
    else { return false }
    let row = rowID(eventID)
    guard acceptance.keeps(row, recorded.agent) else { return false }
    try store(recorded.row, id: row, agent: entry.number, region: region)
    return true
  }

  private func isKnown(_ eventID: String) throws -> Bool {
    try Self.check(eventID)
    return try transaction.statement(PartnerEventTable.known).integer(partner, eventID) != nil
  }

  private func store(_ row: RecordedRow, id: UInt64, agent: Int64, region: Int64) throws {
    switch row {
    case .visit(var visit, let place):
      visit.id = id
      visit.place = try RegionRules.place(place, region: region, in: transaction)
      _ = try actions.store(visit, agent: agent)
    case .action(var action, let item):
      action.id = id
      action.item = try RegionRules.place(item, region: region, in: transaction)
      _ = try actions.store(action, agent: agent)
    case .adoption(var adoption, let item):
      adoption.id = id
      adoption.item = try RegionRules.place(item, region: region, in: transaction)
      _ = try actions.store(adoption, agent: agent)
    }
  }

  /// The first eight bytes of a digest of partner and event id, so that a row's id does not depend on the order of
  /// arrival. It need be unique within one person only.
  private func rowID(_ eventID: String) -> UInt64 {
    SHA256.digest(Array(partner.utf8) + [0] + Array(eventID.utf8)).prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
  }

  private static func check(_ eventID: String) throws {
    guard (1...128).contains(eventID.utf8.count) else {
      throw StoreError.invalidValue("event_id has \(eventID.utf8.count) bytes; 1 to 128 are allowed")
    }
  }
}
