import Population
import Testing

@testable import Storage
@testable import StorageSQLite

/// A transaction that notes every statement that is run, in order.
private final class NotedTransaction: SQLTransaction {
  private let transaction: any SQLTransaction
  private(set) var ran: [String] = []

  init(_ transaction: any SQLTransaction) { self.transaction = transaction }

  func statement(_ text: String) throws -> any SQLStatement {
    NotedStatement(try transaction.statement(text)) { self.ran.append(text) }
  }
}

private final class NotedStatement: SQLStatement {
  private let statement: any SQLStatement
  private let note: () -> Void
  private var isAtStart = true

  init(_ statement: any SQLStatement, note: @escaping () -> Void) { (self.statement, self.note) = (statement, note) }

  var changes: Int { statement.changes }
  func isNull(at column: Int32) -> Bool { statement.isNull(at: column) }
  func integer(at column: Int32) -> Int64 { statement.integer(at: column) }
  func text(at column: Int32) -> String { statement.text(at: column) }
  func bytes(at column: Int32) -> [UInt8] { statement.bytes(at: column) }
  func bind(integer: Int64, at position: Int32) { statement.bind(integer: integer, at: position) }
  func bind(text: String, at position: Int32) { statement.bind(text: text, at: position) }
  func bind(bytes: [UInt8], at position: Int32) { statement.bind(bytes: bytes, at: position) }
  func bindNull(at position: Int32) { statement.bindNull(at: position) }

  func step() throws -> Bool {
    if isAtStart { note() }
    isAtStart = false
    return try statement.step()
  }

  func reset() {
    isAtStart = true
    statement.reset()
  }
}

@Suite("What is done with an event", .timeLimit(.minutes(1)))
struct RecordingPathTests {
  /// What stands for a person that nobody knows.
  private static let stranger = AgentID(words: 9, 9, 9, 9)

  /// Two people of a region, of whom the second does not agree to behaviour statistics.
  private func fill(_ store: SQLiteStore) async throws {
    let people = [ConsentSet.all, .network].enumerated().map { index, consents in
      AgentRecords(
        person: Person(agent: SQLiteStore.agent(index + 1), region: "testville", consents: consents, consentedAt: 1))
    }
    _ = try await store.bulkLoad(policyVersion: "1", at: 1) { sink in
      try sink.begin(
        RegionDeclaration(region: "testville", timeZone: "UTC", sources: .all, isSimulated: true, asOf: 1))
      try sink.write(people)
      try sink.finish()
    }
  }

  private func event(_ number: UInt64, _ agent: AgentID) -> PartnerEvent {
    PartnerEvent(
      id: EventID(leadingWord: number, rest: 0),
      action: RecordedAction(
        subject: .person(agent),
        row: .visit(
          Visit(id: 0, place: 0, arrive: 5, category: .coffee), at: PlaceReference(registered: 70, unregistered: 71))))
  }

  @Test("does not depend on its person: the same statements run for who agrees, who does not, and who is not known")
  func sameStatements() async throws {
    try await withStore { store in
      try await fill(store)
      let subjects = [SQLiteStore.agent(1), SQLiteStore.agent(2), Self.stranger]
      var paths: [[String]] = []
      for (number, subject) in subjects.enumerated() {
        let events = [event(UInt64(2 * number), subject), event(UInt64(2 * number + 1), subject)]
        paths.append(
          try await store.write { transaction in
            let noted = NotedTransaction(transaction)
            _ = try RecordingRules(noted, events: events.count, acceptance: .standard, now: 9).record(events)
            return noted.ran
          })
      }
      #expect(paths[0].count { $0 == ActionTable.add } == 2 && paths[0].allSatisfy { $0 != ActionTable.discard })
      #expect(paths[2].count { $0 == ActionTable.discard } == 2 && paths[2].allSatisfy { $0 != ActionTable.add })
      let shapes = paths.map { path in path.map { $0 == ActionTable.discard ? ActionTable.add : $0 } }
      #expect(shapes[1] == shapes[0] && shapes[2] == shapes[0])
    }
  }

  @Test("does not depend on whom a customer stands for, either")
  func sameStatementsForCustomers() async throws {
    try await withStore { store in
      try await fill(store)
      let customers = (1...3 as ClosedRange<UInt64>).map { AgentID(words: $0, 7, 7, 7) }
      for (index, customer) in customers.prefix(2).enumerated() {
        _ = try await store.link(customer, of: "acme", with: SQLiteStore.agent(index + 1), at: 2)
      }
      var shapes: Set<[String]> = []
      for (number, customer) in customers.enumerated() {
        var event = event(UInt64(number), Self.stranger)
        event.action?.subject = .customer(customer)
        let taken = event
        shapes.insert(
          try await store.write { transaction in
            let noted = NotedTransaction(transaction)
            _ = try RecordingRules(noted, events: 1, acceptance: .standard, now: 9).record([taken])
            return noted.ran.map { $0 == ActionTable.discard ? ActionTable.add : $0 }
          })
      }
      #expect(shapes.count == 1)
    }
  }

  @Test("leaves nothing of a row that is not kept")
  func nothingLeft() async throws {
    try await withStore { store in
      try await fill(store)
      _ = try await store.recordActions([event(1, SQLiteStore.agent(2)), event(2, Self.stranger)], at: 9)
      let left = try await store.write { transaction in
        try ["discarded_actions", "user_actions", "received_events"].map { table in
          try transaction.statement("SELECT count(*) FROM \(table)").integer() ?? -1
        }
      }
      #expect(left == [0, 0, 2])
    }
  }
}
