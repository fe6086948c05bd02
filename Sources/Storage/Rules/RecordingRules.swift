import Population

/// Stores what people did, a row each.
struct ActionRules {
  private let add: any SQLStatement
  private let move: any SQLStatement
  private let day: Int64

  /// Prepares the statements; `now` is µs since 1970 UTC. Rows that are discarded go the same way as others, into a table
  /// that is emptied before the transaction ends.
  init(_ transaction: any SQLTransaction, discarding: Bool = false, now: Int64) throws {
    add = try transaction.statement(discarding ? ActionTable.discard : ActionTable.add)
    move = try transaction.statement(ActionTable.move)
    day = now / RegionCalendar.day
  }

  /// Stores a visit; false when it was stored before. `source` is the number of the link that it came through, here and
  /// below.
  func store(_ visit: Visit, agent: Int64, source: Int64? = nil) throws -> Bool {
    try ActionTable.write(visit, of: ActionTable.Origin(agent: agent, day: day, source: source), with: add)
  }

  /// Stores a visit of a delivery; false when it was stored before, and then it stands among the visits of its moment
  /// where this delivery says, so that the order of the newest one holds throughout.
  func deliver(_ visit: Visit, agent: Int64) throws -> Bool {
    let origin = ActionTable.Origin(agent: agent, day: day, source: nil)
    if try ActionTable.write(visit, of: origin, with: add) { return true }
    try ActionTable.move(visit, of: origin, with: move)
    return false
  }

  /// Stores an experience, a share or a session; false when it was stored before. Throws `invalidValue` for a kind that
  /// has a type of its own.
  func store(_ action: Action, agent: Int64, source: Int64? = nil) throws -> Bool {
    guard action.kind != .visit, action.kind != .adoption else {
      throw StoreError.invalidValue("an Action may be an experience, a share or an AI2AI session, not \(action.kind)")
    }
    return try ActionTable.write(action, of: ActionTable.Origin(agent: agent, day: day, source: source), with: add)
  }

  /// Stores an adoption; false when it was stored before.
  func store(_ adoption: Adoption, agent: Int64, source: Int64? = nil) throws -> Bool {
    try ActionTable.write(adoption, of: ActionTable.Origin(agent: agent, day: day, source: source), with: add)
  }
}

/// Taking in what partners say has happened: an event counts once for each partner, from whatever stream or session it
/// comes, and a row is kept only of a person who is stored and agrees to behaviour statistics. A partner's customer is
/// whom SPOTS has linked with them, at this moment.
///
/// A partner must not learn who that is, from how long it takes either: for every subject the same statements run, and a
/// row that is not kept is written all the same, to where nothing stays.
struct RecordingRules {
  /// Whose row something becomes: the numbers of a person, of their region and of the link that names them.
  private struct Owner {
    var agent: Int64
    var region: Int64?
    var link: Int64?
    /// Nobody has this number, and no region.
    static let nobody = Owner(agent: 0)
    static let nowhere: Int64 = 0
  }

  /// The number in `meta` that orders visits as they are recorded.
  private static let order = "recorded_events"

  private let transaction: any SQLTransaction
  private let people: PeopleRules
  private let consents: ConsentRules
  private let kept: ActionRules
  private let discarded: ActionRules
  private let acceptance: Acceptance
  private let firstNumber: Int64
  private let day: Int64

  /// Prepares the statements, and takes a number for each of so many events; `now` is µs since 1970 UTC.
  init(_ transaction: any SQLTransaction, events: Int, acceptance: Acceptance, now: Int64) throws {
    self.transaction = transaction
    self.acceptance = acceptance
    people = PeopleRules(transaction, now: now)
    consents = ConsentRules(transaction)
    kept = try ActionRules(transaction, now: now)
    discarded = try ActionRules(transaction, discarding: true, now: now)
    let numbers = try transaction.statement(MetadataTable.advance).integer(Self.order, events, now) ?? 0
    firstNumber = numbers - Int64(events) + 1
    day = now / RegionCalendar.day
  }

  /// Takes events in, in order. Returns how many were known.
  func record(_ events: [PartnerEvent]) throws -> Int {
    var duplicates = 0
    for (index, event) in events.enumerated() {
      guard try remember(event.id) else {
        duplicates += 1
        continue
      }
      if let action = event.action { try keep(action, of: event.id, index: index) }
    }
    try dropDiscarded()
    return duplicates
  }

  /// Remembers an event; false when it was known.
  func remember(_ event: EventID) throws -> Bool {
    try transaction.statement(ReceivedEventTable.remember).run(event.bytes, day) == 1
  }

  /// Keeps what a person did if they are known and have agreed; `index` is the event's among those taken in.
  func keep(_ recorded: RecordedAction, of event: EventID, index: Int) throws {
    let owner = try owner(of: recorded.subject)
    let hasAgreed = try consents.grants(.behavior, agent: owner.agent)
    let isKept = acceptance.keeps(event, recorded.subject.pseudonym) && hasAgreed && owner.region != nil
    try store(
      recorded.row, of: event, order: UInt32(truncatingIfNeeded: firstNumber + Int64(index)), owner: owner,
      in: isKept ? kept : discarded)
  }

  private func owner(of subject: EventSubject) throws -> Owner {
    switch subject {
    case .person(let agent):
      try people.entry(of: agent).map { Owner(agent: $0.number, region: $0.region) } ?? .nobody
    case .customer(let customer):
      try transaction.statement(LinkTable.byCustomer).first(customer.bytes, as: LinkTable.read)
        .map { Owner(agent: $0.agent, region: $0.region, link: $0.number) } ?? .nobody
    }
  }

  /// Leaves nothing of the rows that were not kept; to be called once all events are taken in.
  func dropDiscarded() throws { try transaction.statement(ActionTable.dropDiscarded).run() }

  private func store(
    _ row: RecordedRow, of event: EventID, order: UInt32, owner: Owner, in rows: ActionRules
  ) throws {
    let region = owner.region ?? Owner.nowhere
    switch row {
    case .visit(var visit, let place):
      (visit.id, visit.sequence) = (event.leadingWord, order)
      visit.place = try RegionRules.place(place, region: region, in: transaction)
      _ = try rows.store(visit, agent: owner.agent, source: owner.link)
    case .action(var action, let item):
      action.id = event.leadingWord
      action.item = try RegionRules.place(item, region: region, in: transaction)
      _ = try rows.store(action, agent: owner.agent, source: owner.link)
    case .adoption(var adoption, let item):
      adoption.id = event.leadingWord
      adoption.item = try RegionRules.place(item, region: region, in: transaction)
      _ = try rows.store(adoption, agent: owner.agent, source: owner.link)
    }
  }
}
