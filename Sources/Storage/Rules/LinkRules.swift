import Population

/// Linking partners' customers with people, and what goes when a link ends.
struct LinkRules {
  private let transaction: any SQLTransaction
  private let people: PeopleRules
  private let now: Int64

  /// Works within a transaction; `now` is µs since 1970 UTC.
  init(_ transaction: any SQLTransaction, now: Int64) {
    self.transaction = transaction
    people = PeopleRules(transaction, now: now)
    self.now = now
  }

  /// Links, see `LinkStore.link`.
  func link(_ customer: AgentID, of partner: String, with person: AgentID) throws -> Result<Bool, PersonRefusal> {
    guard let entry = try people.entry(of: person), entry.region != nil else { return .failure(.unknownPerson) }
    if let standing = try standing(of: customer) {
      return standing.agent == entry.number ? .success(false) : .failure(.linkedElsewhere)
    }
    try transaction.statement(LinkTable.add).run(partner, customer.bytes, entry.number, now)
    return .success(true)
  }

  /// Ends a link, see `LinkStore.unlink`.
  func unlink(_ customer: AgentID, from person: AgentID) throws -> Result<Int, PersonRefusal> {
    guard let entry = try people.entry(of: person), let link = try standing(of: customer), link.agent == entry.number
    else { return .failure(.notLinked) }
    let rows = try transaction.statement(ActionTable.deleteOfSource).run(entry.number, link.number)
    if let term = try transaction.statement(LinkTable.term).first(link.number, as: LinkTable.readTerm) {
      // Under a clock that went back it ends no sooner than it began.
      try transaction.statement(EndedLinkTable.add).run(
        entry.number, term.partner, term.since, max(now, term.since), now)
    }
    try transaction.statement(LinkTable.delete).run(link.number)
    return .success(rows)
  }

  /// Every link of a person, those that have ended too, in the order in which they began.
  static func history(of agent: Int64, in transaction: any SQLTransaction) throws -> [PersonLink] {
    let ended = try transaction.statement(EndedLinkTable.ofAgent).rows(agent, as: EndedLinkTable.read)
    let standing = try transaction.statement(LinkTable.ofAgent).rows(agent, as: LinkTable.readTerm)
    return (ended + standing).sorted { $0.since < $1.since }
  }

  private func standing(of customer: AgentID) throws -> LinkTable.Entry? {
    try transaction.statement(LinkTable.byCustomer).first(customer.bytes, as: LinkTable.read)
  }
}
