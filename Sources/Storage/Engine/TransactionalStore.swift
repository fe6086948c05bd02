package import Population

/// A store whose engine has transactions in SQL: it brings three ways to run one, and has every need met by the rules.
package protocol TransactionalStore: Store {
  /// Most counted connections of one person (`StoreLimits`).
  var connectionsPerPerson: Int { get }
  /// What decides which rows count.
  var acceptance: Acceptance { get }
  /// The ledger outside the database, settled with the one within.
  var anchor: LedgerAnchor { get }
  /// Reads in one consistent view, off the caller's thread. A call whose task was cancelled before it began throws
  /// `cancelled`.
  func read<Value: Sendable>(
    _ body: @escaping @Sendable (any SQLTransaction) throws -> Value
  ) async throws(StoreError) -> Value
  /// Writes: the body takes effect as a whole or not at all, and is durable when the call returns. It may share its
  /// flush with others. It is not withdrawn when its task is cancelled: a session that was cut, or a release that was
  /// stopped, writes down what became of it in just such a task.
  func write<Value: Sendable>(
    _ body: @escaping @Sendable (any SQLTransaction) throws -> Value
  ) async throws(StoreError) -> Value
  /// Writes what may be lost, without holding up a write that may not: when none waits, and without a flush of its own.
  /// Throws `cancelled` when too many such writes wait already.
  func writeInSpareTime<Value: Sendable>(
    _ body: @escaping @Sendable (any SQLTransaction) throws -> Value
  ) async throws(StoreError) -> Value
  /// Runs long work as one durable transaction of its own; other writes wait. Errors of the body are passed on.
  func writeAlone<Value: Sendable>(
    _ body: @escaping @Sendable (any SQLTransaction) throws -> Value
  ) async throws -> Value
}

/// Regions and their people.
extension TransactionalStore {
  package func regions() async throws(StoreError) -> [Region] {
    try await read { try $0.statement(RegionTable.all).rows(as: RegionTable.read) }
  }

  package func registeredMap(of region: String) async throws(StoreError) -> RegisteredMap? {
    try await read { try ZoneRules($0, region: region).registered() }
  }

  package func registerMap(_ map: RegisteredMap, of region: String, at now: Int64) async throws(StoreError) {
    try await write { try ZoneRules($0, region: region).register(map, now: now) }
  }

  package func regionCounts() async throws(StoreError) -> [RegionCounts] {
    try await read { try RegionRules.counts(in: $0) }
  }

  package func bulkLoad(
    policyVersion: String, segments: [SegmentRow], at now: Int64,
    _ deliver: @escaping @Sendable (inout any ImportSink) throws -> Void
  ) async throws -> BulkLoadCounts {
    let (connectionsPerPerson, acceptance) = (connectionsPerPerson, acceptance)
    return try await writeAlone { transaction in
      let load = try BulkImport(
        transaction, connectionsPerPerson: connectionsPerPerson, acceptance: acceptance, policyVersion: policyVersion,
        now: now)
      var sink: any ImportSink = load
      try deliver(&sink)
      let counts = try load.finished()
      try SegmentRules.register(segments, now: now, in: transaction)
      return counts
    }
  }

  package func withEpochSnapshots<Result: Sendable>(
    _ cuts: [SnapshotCut], lookback: Int64, _ body: @escaping @Sendable (Int, any EpochSnapshot) throws -> Result
  ) async throws -> [Result] {
    // What the body throws is the caller's own, so it is carried through as a value.
    let outcome: Swift.Result<[Result], any Error> = try await read { transaction in
      var results: [Result] = []
      for (number, cut) in cuts.enumerated() {
        let snapshot = try StoredEpochSnapshot(transaction, of: cut, lookback: lookback)
        do { results.append(try body(number, snapshot)) } catch { return .failure(error) }
      }
      return .success(results)
    }
    return try outcome.get()
  }

  package func recordActions(_ events: [PartnerEvent], at now: Int64) async throws(StoreError) -> Int {
    let acceptance = acceptance
    return try await write {
      try RecordingRules($0, events: events.count, acceptance: acceptance, now: now).record(events)
    }
  }
}

/// People of SPOTS and their consent.
extension TransactionalStore {
  package func putPerson(
    _ registration: PersonRegistration, at now: Int64
  ) async throws(StoreError) -> Result<RegisteredPerson, PersonRefusal> {
    try await write { try RegistrationRules($0, now: now).put(registration) }
  }

  package func link(
    _ customer: AgentID, of partner: String, with person: AgentID, at now: Int64
  ) async throws(StoreError) -> Result<Bool, PersonRefusal> {
    try await write { try LinkRules($0, now: now).link(customer, of: partner, with: person) }
  }

  package func unlink(
    _ customer: AgentID, from person: AgentID, at now: Int64
  ) async throws(StoreError) -> Result<Int, PersonRefusal> {
    try await write { try LinkRules($0, now: now).unlink(customer, from: person) }
  }

  package func setConsent(
    _ change: ConsentChange, of agent: AgentID, at now: Int64
  ) async throws(StoreError) -> Result<ConsentRecord, PersonRefusal> {
    try await write { try RegistrationRules($0, now: now).set(change, of: agent) }
  }

  package func consent(of agent: AgentID, limit: Int) async throws(StoreError) -> Result<ConsentRecord, PersonRefusal> {
    try await read { try RegistrationRules($0, now: 0).consent(of: agent, limit: limit) }
  }
}

/// Showing people what is held of them, and forgetting them.
extension TransactionalStore {
  package func heldPerson(_ agent: AgentID) async throws(StoreError) -> HeldPerson? {
    try await read { try PersonExportRules($0).held(agent) }
  }

  package func beginForgetting(
    _ agent: AgentID, receiptID: String, setBy: String, at now: Int64
  ) async throws(StoreError) -> Result<ForgetRecord, PersonRefusal> {
    try await write { try ForgetRules($0).begin(agent, receiptID: receiptID, setBy: setBy, now: now) }
  }

  package func forgetRows(_ receiptID: String, limit: Int) async throws(StoreError) -> Bool {
    try checkLimit(limit)
    return try await write { try ForgetRules($0).deleteRows(receiptID, limit: limit) }
  }

  package func finishForgetting(_ receiptID: String, at now: Int64) async throws(StoreError) -> ForgetRecord {
    try await write { try ForgetRules($0).finish(receiptID, now: now) }
  }

  package func forgottenPeople() async throws(StoreError) -> [ForgottenPerson] {
    try await read { try $0.statement(ForgetTable.all).rows(as: ForgetTable.readPerson) }
  }

  package func openForgets() async throws(StoreError) -> [String] {
    try await read { try $0.statement(ForgetTable.open).rows { $0.text(at: 0) } }
  }
}

/// Real-time sessions and the durable layer of the cache.
extension TransactionalStore {
  package func openSession(_ session: SessionRow) async throws(StoreError) {
    try await write { try SessionRules.open(session, in: $0) }
  }

  package func resumeSession(tokenHash: [UInt8], partner: String) async throws(StoreError) -> ResumedSession? {
    try await read { try SessionRules.resume(tokenHash: tokenHash, partner: partner, in: $0) }
  }

  package func appendEvents(
    _ events: [SessionEvent], to sessionID: String, updates: Int64, at now: Int64
  ) async throws(StoreError) -> [EventOutcome] {
    let acceptance = acceptance
    return try await write {
      try SessionRules.append(
        events, to: sessionID, updates: updates, accepting: acceptance, now: now, in: $0)
    }
  }

  package func keepOpenMessage(
    _ openMessage: [UInt8], of sessionID: String, at now: Int64
  ) async throws(StoreError) {
    try await write { try SessionRules.keep(openMessage, of: sessionID, now: now, in: $0) }
  }

  package func endSession(
    _ sessionID: String, updates: Int64, isClosed: Bool, at now: Int64
  ) async throws(StoreError) {
    try await write { try SessionRules.end(sessionID, updates: updates, isClosed: isClosed, now: now, in: $0) }
  }

  package func cachedRow(_ key: String) async throws(StoreError) -> CachedRow? {
    try await read { try $0.statement(CacheTable.byKey).first(key, as: CacheTable.read) }
  }

  package func putCachedRow(_ row: CachedRow) async throws(StoreError) {
    try await writeInSpareTime { try CacheTable.write(row, with: $0.statement(CacheTable.put)) }
  }

  package func deleteCachedRow(_ key: String) async throws(StoreError) {
    _ = try await writeInSpareTime { try $0.statement(CacheTable.delete).run(key) }
  }

  package func deleteCachedRows(beyond rows: Int) async throws(StoreError) -> Int {
    try await writeInSpareTime { try $0.statement(CacheTable.trim).run(rows) }
  }
}
