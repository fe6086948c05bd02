import Storage
import Synchronization

/// A store in memory with the needs of the service, and with what a test wants to go wrong.
final class MemoryStore: Sendable {
  /// What is stored, for a test to set and to look at.
  struct Contents: Sendable {
    var epochs: [CurrentEpoch] = []
    var releases: [ReleaseRow] = []
    var segments: [SegmentRow] = []
    var cached: [String: CachedRow] = [:]
    var sessions: [String: SessionRow] = [:]
    var events: [String: [SessionEvent]] = [:]
    var recorded: [PartnerEvent] = []
    var keys: [StoredKey] = []
    var keyChanges: Int64 = 0
    /// What every call fails with; nil for none.
    var failure: StoreError?
    /// Times that releases were read.
    var releaseReads = 0
  }

  private let contents = Mutex(Contents())
  /// Closed, it keeps events from becoming durable.
  let durability = Gate()

  /// The contents as they are.
  var now: Contents { contents.withLock { $0 } }

  /// Changes the contents.
  func change(_ body: (inout sending Contents) -> Void) { contents.withLock { body(&$0) } }

  private func run<Value: Sendable>(
    _ body: (inout sending Contents) throws(StoreError) -> sending Value
  ) throws(StoreError) -> Value {
    let outcome = contents.withLock { contents -> Result<Value, StoreError> in
      if let failure = contents.failure { return .failure(failure) }
      do throws(StoreError) { return .success(try body(&contents)) } catch { return .failure(error) }
    }
    return try outcome.get()
  }
}

extension MemoryStore: ReleaseStore {

  func releases(cells: [String], statisticVersion: String, epoch: Int64) async throws(StoreError) -> [ReleaseRow?] {
    try run { contents throws(StoreError) in
      contents.releaseReads += 1
      return cells.map { cell in
        contents.releases.first { $0.cellID == cell && $0.statisticVersion == statisticVersion && $0.epoch == epoch }
      }
    }
  }

  func currentEpoch(of region: String) async throws(StoreError) -> CurrentEpoch? {
    try await currentEpochs().first { $0.region == region }
  }

  func currentEpochs() async throws(StoreError) -> [CurrentEpoch] {
    try run { contents throws(StoreError) in contents.epochs }
  }
}

extension MemoryStore: SegmentStore {
  func registerSegments(_ segments: [SegmentRow], at now: Int64) async throws(StoreError) {
    try run { contents throws(StoreError) in contents.segments += segments }
  }

  func segment(_ id: String) async throws(StoreError) -> SegmentRow? {
    try run { contents throws(StoreError) in contents.segments.first { $0.id == id } }
  }

  func segments(after: String?, limit: Int) async throws(StoreError) -> [SegmentRow] {
    try run { contents throws(StoreError) in
      Array(contents.segments.sorted { $0.id < $1.id }.filter { $0.id > after ?? "" }.prefix(limit))
    }
  }

  func segments(region: String) async throws(StoreError) -> [SegmentRow] {
    try run { contents throws(StoreError) in contents.segments.filter { $0.region == region } }
  }
}

extension MemoryStore: CacheStore {
  func cachedRow(_ key: String) async throws(StoreError) -> CachedRow? {
    try run { contents throws(StoreError) in contents.cached[key] }
  }

  func putCachedRow(_ row: CachedRow) async throws(StoreError) {
    try run { contents throws(StoreError) in contents.cached[row.key] = row }
  }

  func deleteCachedRow(_ key: String) async throws(StoreError) {
    try run { contents throws(StoreError) in contents.cached[key] = nil }
  }

  func deleteCachedRows(beyond rows: Int) async throws(StoreError) {}

  func deleteCachedRows(expiredBefore time: Int64) async throws(StoreError) -> Int { 0 }
}

extension MemoryStore: SessionStore {
  func openSession(_ session: SessionRow) async throws(StoreError) {
    try run { contents throws(StoreError) in contents.sessions[session.sessionID] = session }
  }

  func resumeSession(tokenHash: [UInt8], partner: String) async throws(StoreError) -> ResumedSession? {
    try run { contents throws(StoreError) in
      contents.sessions.values.first { $0.resumeTokenHash == tokenHash && $0.partner == partner }.map { row in
        ResumedSession(session: row, events: contents.events[row.sessionID, default: []].map(\.bytes))
      }
    }
  }

  func appendEvents(
    _ events: [SessionEvent], to sessionID: String, updates: Int64, at now: Int64
  ) async throws(StoreError) -> [EventOutcome] {
    await durability.pass()
    return try run { contents throws(StoreError) in
      let outcomes = events.map { event in
        let known = contents.events.values.joined().contains { $0.id == event.id }
        if !known { contents.events[sessionID, default: []].append(event) }
        return known ? EventOutcome.duplicate : .stored
      }
      contents.sessions[sessionID]?.duplicates += Int64(outcomes.count { $0 == .duplicate })
      let before = contents.sessions[sessionID]?.updates ?? 0
      contents.sessions[sessionID]?.updates = max(updates, before)
      contents.sessions[sessionID]?.touchedAt = now
      return outcomes
    }
  }

  func keepOpenMessage(_ openMessage: [UInt8], of sessionID: String, at now: Int64) async throws(StoreError) {
    try run { contents throws(StoreError) in
      contents.sessions[sessionID]?.openMessage = openMessage
      contents.sessions[sessionID]?.touchedAt = now
    }
  }

  func endSession(_ sessionID: String, updates: Int64, isClosed: Bool, at now: Int64) async throws(StoreError) {
    try run { contents throws(StoreError) in
      contents.sessions[sessionID]?.updates = updates
      contents.sessions[sessionID]?.touchedAt = now
      if isClosed { contents.sessions[sessionID]?.closedAt = now }
    }
  }
}

extension MemoryStore: ActionStore {
  func recordActions(_ events: [PartnerEvent], at now: Int64) async throws(StoreError) -> Int {
    try run { contents throws(StoreError) in
      events.reduce(into: 0) { duplicates, event in
        let isKnown = contents.recorded.contains { $0.id == event.id }
        if !isKnown { contents.recorded.append(event) }
        duplicates += isKnown ? 1 : 0
      }
    }
  }
}

extension MemoryStore: KeyStore {
  func keysStamp() async throws(StoreError) -> Int64 { try run { contents throws(StoreError) in contents.keyChanges } }

  func addKey(_ key: StoredKey) async throws(StoreError) {
    try run { contents throws(StoreError) in
      contents.keys.append(key)
      contents.keyChanges += 1
    }
  }

  func keys() async throws(StoreError) -> [StoredKey] {
    try run { contents throws(StoreError) in contents.keys }
  }

  func revokeKey(_ keyID: String, at now: Int64) async throws(StoreError) -> StoredKey {
    try await changeKey(keyID) { $0.revokedAt = now }
  }

  private func changeKey(_ keyID: String, _ change: (inout StoredKey) -> Void) async throws(StoreError) -> StoredKey {
    try run { contents throws(StoreError) in
      guard let index = contents.keys.firstIndex(where: { $0.keyID == keyID }) else { throw .notFound(keyID) }
      change(&contents.keys[index])
      contents.keyChanges += 1
      return contents.keys[index]
    }
  }
}
