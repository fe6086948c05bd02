import Population

/// Registering people one by one and writing down what they decide, for the application itself.
struct RegistrationRules {
  private let transaction: any SQLTransaction
  private let people: PeopleRules
  private let consents: ConsentRules
  private let now: Int64

  /// Works within a transaction; `now` is µs since 1970 UTC.
  init(_ transaction: any SQLTransaction, now: Int64) {
    self.transaction = transaction
    people = PeopleRules(transaction, now: now)
    consents = ConsentRules(transaction)
    self.now = now
  }

  /// Registers a person, see `ConsentStore.putPerson`.
  func put(_ registration: PersonRegistration) throws -> Result<RegisteredPerson, PersonRefusal> {
    let regions = try transaction.statement(RegionTable.all).rows(as: RegionTable.read)
    guard let region = regions.first(where: { $0.id == registration.region }) else {
      return .failure(.unknownRegion(registration.region, known: regions.map(\.id)))
    }
    let stored = try storedPerson(registration.agent)
    if let stored, stored.region != region.id {
      return .failure(.otherRegion(region: stored.region, asked: region.id))
    }
    guard region.asOf == nil else { return .failure(.archivedRegion(region.id)) }
    if stored == nil, try isBeingForgotten(registration.agent) { return .failure(.beingForgotten) }
    let person = registration.person(over: stored)
    if stored != person { _ = try people.register(person, region: RegionRules.number(of: region.id, in: transaction)) }
    let number = try people.number(of: person.agent)
    return .success(
      RegisteredPerson(
        isNew: stored == nil, region: region.id, ageBand: person.ageBand,
        granted: try consents.state(of: number).purposes))
  }

  /// The person as they are registered, without consents; `nil` when they are not.
  private func storedPerson(_ agent: AgentID) throws -> Person? {
    guard let entry = try people.entry(of: agent), let region = try regionID(of: entry) else { return nil }
    return try transaction.statement(PeopleQuery.byNumber).first(entry.number) {
      try PeopleQuery.read($0, region: region)
    }
  }

  private func isBeingForgotten(_ agent: AgentID) throws -> Bool {
    guard let number = try people.entry(of: agent)?.number else { return false }
    guard let newest = try ForgetRules(transaction).newest(number) else { return false }
    return newest.finishedAt == nil
  }

  private func regionID(of entry: AgentTable.Entry) throws -> String? {
    guard let region = entry.region else { return nil }
    return try transaction.statement(RegionTable.idByNumber).first(region) { $0.text(at: 0) }
  }
}

extension RegistrationRules {
  /// Appends what changes, see `ConsentStore.setConsent`.
  func set(_ change: ConsentChange, of agent: AgentID) throws -> Result<ConsentRecord, PersonRefusal> {
    guard let entry = try people.entry(of: agent), let region = try regionID(of: entry) else {
      return .failure(.unknownPerson)
    }
    let standing = try consents.state(of: entry.number).purposes
    var added: [ConsentEntry] = []
    for (purposes, isGranted) in [
      (change.granted.subtracting(standing), true), (change.withdrawn.intersection(standing), false),
    ] {
      for purpose in purposes.purposes {
        added.append(
          try consents.decide(purpose, isGranted: isGranted, by: change.author, agent: entry.number, now: now))
      }
    }
    // Whoever was forgotten and agrees anew may be imported again.
    if !change.granted.isEmpty { try transaction.statement(ForgetTable.lift).run(now, entry.number) }
    let granted = try consents.state(of: entry.number).purposes
    return .success(ConsentRecord(region: region, granted: granted, entries: added))
  }

  /// What a person agrees to, see `ConsentStore.consent`.
  func consent(of agent: AgentID, limit: Int) throws -> Result<ConsentRecord, PersonRefusal> {
    guard let entry = try people.entry(of: agent) else { return .failure(.unknownPerson) }
    let entries = try transaction.statement(ConsentTable.history).rows(entry.number, limit + 1, as: ConsentTable.entry)
    let region = try regionID(of: entry)
    guard region != nil || !entries.isEmpty else { return .failure(.unknownPerson) }
    return .success(
      ConsentRecord(
        region: region, granted: try consents.state(of: entry.number).purposes,
        entries: Array(entries.prefix(limit)), hasMore: entries.count > limit,
        links: try LinkRules.history(of: entry.number, in: transaction)))
  }
}

extension PersonRegistration {
  /// The person that a registration makes of what is stored.
  fileprivate func person(over stored: Person?) -> Person {
    var person = stored ?? Person(agent: agent, region: region)
    if let ageBand { person.ageBand = ageBand }
    if let onboarding {
      (person.statedDimensions, person.answeredAt) = (onboarding.statedDimensions, onboarding.answeredAt)
    }
    return person
  }
}
