package import Population

/// What a store forgets once its time is over, and when it was last told to.
extension TransactionalStore {
  /// The rows are looked for by a reader, which may have to pass many that are still kept; the writer only deletes.
  package func deleteActions(region: String, before time: Int64, limit: Int) async throws(StoreError) -> Int {
    try checkLimit(limit)
    let found = try await read { transaction in
      let number = try RegionRules.number(of: region, in: transaction)
      return try transaction.statement(ActionTable.ofRegionBefore).rows(number, time, limit, as: ActionTable.readKey)
    }
    guard !found.isEmpty else { return 0 }
    return try await write { transaction in
      let delete = try transaction.statement(ActionTable.delete)
      return try found.reduce(0) { try $0 + delete.run($1.agent, $1.action) }
    }
  }

  package func deleteSessions(touchedBefore time: Int64, limit: Int) async throws(StoreError) -> Int {
    try checkLimit(limit)
    return try await write { try $0.statement(SessionTable.expire).run(time, limit) }
  }

  package func forgetEvents(
    receivedBefore time: Int64, after last: EventID?, limit: Int
  ) async throws(StoreError) -> [EventID] {
    try checkLimit(limit)
    let day = time / RegionCalendar.day
    let found = try await read { transaction in
      try transaction.statement(ReceivedEventTable.before)
        .rows(last?.bytes ?? [], day, limit, as: ReceivedEventTable.read)
    }
    guard !found.isEmpty else { return [] }
    try await write { transaction in
      let delete = try transaction.statement(ReceivedEventTable.delete)
      for event in found { try delete.run(event.bytes) }
    }
    return found
  }

  package func deleteCachedRows(expiredBefore time: Int64, limit: Int) async throws(StoreError) -> Int {
    try checkLimit(limit)
    return try await write { try $0.statement(CacheTable.expire).run(time, limit) }
  }

  package func recordRun(_ run: ScheduledRun) async throws(StoreError) {
    guard (1...64).contains(run.name.utf8.count) else {
      throw .invalidValue("name of recurring work '\(run.name)': 1 to 64 bytes are allowed")
    }
    try await write { try ScheduledWorkTable.write(run, with: $0.statement(ScheduledWorkTable.put)) }
  }

  package func lastRuns() async throws(StoreError) -> [ScheduledRun] {
    try await read { try $0.statement(ScheduledWorkTable.all).rows(as: ScheduledWorkTable.read) }
  }

  package func tryWriting(at now: Int64) async throws(StoreError) {
    _ = try await write { try $0.statement(MetadataTable.increase).run("written_to", now) }
  }

  func checkLimit(_ limit: Int) throws(StoreError) {
    guard limit >= 1 else { throw .invalidValue("limit \(limit): at least 1 row is allowed") }
  }
}
