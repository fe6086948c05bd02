import Population

/// Gathers everything that is held of a person, see `PersonExportStore`.
struct PersonExportRules {
  private let transaction: any SQLTransaction

  /// Works within a transaction.
  init(_ transaction: any SQLTransaction) { self.transaction = transaction }

  /// What is held of a person.
  func held(_ agent: AgentID) throws -> HeldPerson? {
    guard let entry = try PeopleRules(transaction, now: 0).entry(of: agent) else { return nil }
    let number = entry.number
    return HeldPerson(
      region: try region(of: entry), knownSince: try integer(AgentTable.createdAt, number),
      records: try records(of: agent, entry), connections: Int(try integer(ConnectionEndTable.countOfOwner, number)),
      links: try LinkRules.history(of: number, in: transaction),
      sessions: try transaction.statement(SessionTable.ofAgent).rows(number, as: SessionTable.readHeld),
      decisions: try transaction.statement(ConsentTable.history).rows(number, Int64.max, as: ConsentTable.entry),
      forgetting: try ForgetRules(transaction).newest(number))
  }

  private func integer(_ text: String, _ agent: Int64) throws -> Int64 {
    try transaction.statement(text).integer(agent) ?? 0
  }

  private func region(of entry: AgentTable.Entry) throws -> Region? {
    guard let number = entry.region,
      let id = try transaction.statement(RegionTable.idByNumber).first(number, as: { $0.text(at: 0) })
    else { return nil }
    return try RegionRules.region(id, in: transaction)
  }

  private func records(of agent: AgentID, _ entry: AgentTable.Entry) throws -> AgentRecords {
    let region = try region(of: entry)?.id ?? ""
    let stated = try transaction.statement(PeopleQuery.byNumber).first(entry.number) {
      try PeopleQuery.read($0, region: region)
    }
    var records = AgentRecords(person: stated ?? Person(agent: agent, region: region))
    let actions = try transaction.statement(ActionTable.ofAgent)
    actions.bind(entry.number, Int64.min, Int64.max)
    defer { actions.reset() }
    while try actions.step() { try ActionTable.read(actions, into: &records) }
    records.visits.putInOrder()
    records.actions.sort { ($0.time, $0.id) < ($1.time, $1.id) }
    records.adoptions.sort { ($0.time, $0.id) < ($1.time, $1.id) }
    return records
  }
}
