import Cryptography
import Foundation
import GRDB
import Population
import Privacy

@testable import Storage
@testable import StorageSQLite

/// A directory that is gone after the call.
func withDirectory<Result>(_ body: (String) async throws -> Result) async throws -> Result {
  let path = FileManager.default.temporaryDirectory.path + "/spots-store-" + UUID().uuidString
  try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(atPath: path) }
  return try await body(path)
}

/// A new store in a directory of its own, closed and deleted after the call.
func withStore(
  _ configuration: StoreConfiguration = .defaults, _ body: (SQLiteStore) async throws -> Void
) async throws {
  try await withDirectory { directory in
    let store = try SQLiteStore.open(
      at: StoreLocation(path: directory + "/spots.db"), configuration: configuration, now: 1)
    do {
      try await body(store)
    } catch {
      try? await store.close()
      throw error
    }
    try await store.close()
  }
}

/// Opens a copy of an open store's files, which is what a crash at this moment would leave. Nothing may be writing.
func withCrashImage(of store: SQLiteStore, _ body: (SQLiteStore) async throws -> Void) async throws {
  try await withDirectory { directory in
    let copy = directory + "/spots.db"
    for suffix in ["", "-wal", ".anchor"] where FileManager.default.fileExists(atPath: store.location.path + suffix) {
      try FileManager.default.copyItem(atPath: store.location.path + suffix, toPath: copy + suffix)
    }
    let image = try SQLiteStore.open(at: StoreLocation(path: copy), now: 9)
    try await body(image)
    try await image.close()
  }
}

/// The error a call throws, or `nil` when it throws none.
func storeError<Value>(_ body: () async throws -> Value) async -> StoreError? {
  do {
    _ = try await body()
    return nil
  } catch {
    return error as? StoreError
  }
}

/// Lets other tasks run until the condition holds; gives up after half a minute.
func eventually(_ holds: () async -> Bool) async -> Bool {
  for turn in 0..<40_000 {
    if await holds() { return true }
    if turn < 10_000 { await Task.yield() } else { try? await Task.sleep(for: .milliseconds(1)) }
  }
  return false
}

extension SQLiteStore {
  /// Runs statements on the write connection, as somebody with a SQL prompt would.
  func execute(_ sql: String) async throws {
    try await write { transaction in
      guard let transaction = transaction as? SQLiteTransaction else { return }
      try transaction.database.execute(sql: sql)
    }
  }

  /// The integers of a query's only column.
  func integers(_ sql: String) async throws -> [Int64] {
    try await read { try $0.statement(sql).rows { $0.integer(at: 0) } }
  }

  /// Two connected people of one region, and a published release of it.
  func fill() async throws -> EpochRun {
    let people = [1, 2].map { number in
      var records = AgentRecords(
        person: Person(agent: Self.agent(number), region: "testville", consents: .all, consentedAt: 1))
      records.connections = [Tie(peer: Self.agent(3 - number), first: 5, last: 5, slots: Tie.Slots(own: 0, peer: 0))]
      return records
    }
    _ = try await bulkLoad(policyVersion: "1", at: 1) { sink in
      try sink.begin(
        RegionDeclaration(
          region: "testville", timeZone: "UTC", sources: .all, isSimulated: true, asOf: 1))
      try sink.write(people)
      try sink.finish()
    }
    let run = try await begin("r1")
    let row = ReleaseRow(
      releaseID: "r1", cellID: "a", statisticVersion: "s1", epoch: run.epoch, cutOff: 10, bytes: [7],
      sha256: SHA256.digest([7]), nanoRho: 100)
    try await publish([row], of: run, at: 6)
    return run
  }

  /// Begins a run over the region of `fill`.
  func begin(_ releaseID: String) async throws -> EpochRun {
    try await beginRun(
      EpochRunRequest(
        family: "daily", regions: ["testville"], releaseID: releaseID, statisticVersion: "s1", policy: "default",
        policyVersion: "p1",
        cutOff: 10, charge: PrivacyCost(nanoRho: 100), year: 2_026), cap: Self.cap, at: 5)
  }

  /// A cap that ten runs fit under.
  static let cap = BudgetCap(perYear: PrivacyCost(nanoRho: 1_000, deltaUnits: 1_000))

  /// The n-th pseudonym of a test.
  static func agent(_ number: Int) -> AgentID { AgentID(words: UInt64(number), 1, 2, 3) }
}
