package import Population

/// Registering people: a pseudonym has one number, and a person belongs to one region.
package struct PeopleRules {
  private let transaction: any SQLTransaction
  private let now: Int64

  /// Works within a transaction; `now` is µs since 1970 UTC.
  package init(_ transaction: any SQLTransaction, now: Int64) {
    self.transaction = transaction
    self.now = now
  }

  /// The numbers of a pseudonym, or `nil`.
  func entry(of agent: AgentID) throws -> AgentTable.Entry? {
    try transaction.statement(AgentTable.byID).first(agent.bytes, as: AgentTable.read)
  }

  /// The number of a stored person. Throws `notFound`.
  package func number(of agent: AgentID) throws -> Int64 {
    guard let number = try entry(of: agent)?.number else { throw StoreError.notFound("person \(agent)") }
    return number
  }

  /// The number of a person, who is added without a region when not stored yet.
  func numberAddingPeer(_ agent: AgentID) throws -> Int64 {
    try entry(of: agent)?.number ?? insert(agent, region: nil)
  }

  /// Adds a person to a region, or replaces what they stated. Returns their number. Throws `conflict` when they are
  /// stored in another region, `invalidValue` for what they stated.
  func register(_ person: Person, region: Int64) throws -> Int64 {
    let number = try register(person.agent, region: region, named: person.region)
    try OnboardingTable.write(person, number: number, now: now, with: transaction.statement(OnboardingTable.put))
    return number
  }

  private func register(_ agent: AgentID, region: Int64, named name: String) throws -> Int64 {
    guard let entry = try entry(of: agent) else { return try insert(agent, region: region) }
    guard entry.region ?? region == region else {
      throw StoreError.conflict("person \(agent) is stored in another region than '\(name)'")
    }
    if entry.region == nil { try transaction.statement(AgentTable.place).run(region, entry.number) }
    return entry.number
  }

  private func insert(_ agent: AgentID, region: Int64?) throws -> Int64 {
    let numbers = try transaction.statement(AgentTable.add).rows(agent.bytes, region, now) { $0.integer(at: 0) }
    guard let number = numbers.first else {
      throw StoreError.engine("a person was added without a number")
    }
    return number
  }
}
