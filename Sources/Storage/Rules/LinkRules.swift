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
    try transaction.statement(LinkTable.delete).run(link.number)
    return .success(rows)
  }

  private func standing(of customer: AgentID) throws -> LinkTable.Entry? {
    try transaction.statement(LinkTable.byCustomer).first(customer.bytes, as: LinkTable.read)
  }
}
