import Foundation
import GRDB
import Privacy
import Testing

@testable import Storage
@testable import StorageSQLite

@Suite("The ledger's anchor beside a database", .timeLimit(.minutes(1)))
struct AnchorTests {
  private func anchor(of store: SQLiteStore) -> URL { URL(filePath: store.location.path + ".anchor") }

  /// Opens a copy of a store's database, with an anchor of other bytes or with none.
  private func withImage(
    of store: SQLiteStore, anchor: Data?, _ body: (SQLiteStore) async throws -> Void
  ) async throws {
    try await withDirectory { directory in
      let copy = directory + "/spots.db"
      for suffix in ["", "-wal"] where FileManager.default.fileExists(atPath: store.location.path + suffix) {
        try FileManager.default.copyItem(atPath: store.location.path + suffix, toPath: copy + suffix)
      }
      try anchor?.write(to: URL(filePath: copy + ".anchor"))
      let image = try SQLiteStore.open(at: StoreLocation(path: copy), now: 9)
      try await body(image)
      try await image.close()
    }
  }

  private func nextYear(_ store: SQLiteStore, _ releaseID: String) async throws -> EpochRun {
    let request = EpochRunRequest(
      family: "daily", regions: ["testville"], releaseID: releaseID, statisticVersion: "s1", policy: "default",
      policyVersion: "p1", cutOff: 10, charge: PrivacyCost(nanoRho: 100), year: 2_027, acceptsClock: true)
    return try await store.beginRun(request, cap: SQLiteStore.cap, at: 400 * 86_400_000_000)
  }

  @Test("a crash after the charge was committed and before it was in the anchor brings the anchor up")
  func crashBetween() async throws {
    try await withStore { (store) async throws in
      _ = try await store.fill()
      let before = try Data(contentsOf: anchor(of: store))
      _ = try await store.begin("r2")
      let after = try Data(contentsOf: anchor(of: store))
      #expect(after.count > before.count)
      for torn in [before, after.dropLast(5), before + [0, 0, 0]] {
        try await withImage(of: store, anchor: torn) { (image) async throws in
          #expect(image.ledgerClosure == nil && !image.ledgerRemarks.isEmpty)
          #expect(try await image.ledger(cap: SQLiteStore.cap).spent(in: 2_026).nanoRho == 200)
          #expect(try Data(contentsOf: anchor(of: image)) == after)
        }
      }
    }
  }

  @Test("an anchor that is removed, replaced or changed while the store is open refuses a charge before it is made")
  func changedWhileOpen() async throws {
    try await withStore { (store) async throws in
      _ = try await store.fill()
      let (file, whole) = (anchor(of: store), try Data(contentsOf: anchor(of: store)))
      for change in 0..<3 {
        try FileManager.default.moveItem(at: file, to: file.appendingPathExtension("away"))
        if change == 1 { try whole.write(to: file) }
        if change == 2 { try FileManager.default.moveItem(at: file.appendingPathExtension("away"), to: file) }
        if change == 2 { try FileHandle(forWritingTo: file).truncate(atOffset: 20) }
        let error = await storeError { try await store.begin("r2") }
        guard case .outage(let outage)? = error else {
          Issue.record("\(String(describing: error))")
          continue
        }
        #expect(outage.cause == .gone && outage.text.contains("the ledger's anchor"))
        #expect(try await store.ledger(cap: SQLiteStore.cap).spent(in: 2_026).nanoRho == 100)
        guard change < 2 else { continue }
        try? FileManager.default.removeItem(at: file)
        try FileManager.default.moveItem(at: file.appendingPathExtension("away"), to: file)
      }
    }
  }

  @Test("a closed year refuses charges and is open in the next, when the anchor begins anew and the old one is kept")
  func nextYearOpens() async throws {
    try await withStore { (store) async throws in
      _ = try await store.fill()
      try await withImage(of: store, anchor: Data("no anchor at all".utf8)) { (image) async throws in
        let closure = try #require(image.ledgerClosure)
        #expect(closure.year == 2_026 && closure.reason.contains("is no anchor"))
        #expect(await storeError { try await image.begin("r2") } == closure.refusal)
        #expect(closure.refusal.exitCode == 69)
        #expect(try await image.ledger(cap: SQLiteStore.cap).spent(in: 2_026).nanoRho == 100)
        #expect(try await nextYear(image, "r3").epoch == 3)
        #expect(image.ledgerClosure == nil)
        let aside = try Data(contentsOf: URL(filePath: image.location.path + ".anchor.1"))
        #expect(aside == Data("no anchor at all".utf8))
        try await withImage(of: image, anchor: try Data(contentsOf: anchor(of: image))) { (again) async throws in
          #expect(again.ledgerClosure == nil && again.ledgerRemarks == [])
        }
      }
    }
  }

  @Test(
    "an anchor that cannot be written when the store is opened lets nothing be charged, and everything else goes on")
  func unwritable() async throws {
    try await withDirectory { directory in
      let location = try StoreLocation(path: directory + "/spots.db")
      var configuration = StoreConfiguration.defaults
      configuration.anchorDirectories = [directory + "/gone"]
      let store = try SQLiteStore.open(at: location, configuration: configuration, now: 1)
      #expect(store.ledgerRemarks.count == 1 && store.ledgerRemarks[0].hasPrefix("no release is drawn"))
      try await store.recordRun(ScheduledRun(name: "kept", startedAt: 1))
      let error = await storeError { try await store.fill() }
      #expect(error?.description.contains("gone/spots.db.anchor") == true)
      #expect(try await store.ledger(cap: SQLiteStore.cap).spentInAllYears == 0)
      try await store.close()
    }
  }

  @Test("two lines of one ledger are a fork: the year is closed, and opened again it counts the charges of both")
  func fork() async throws {
    try await withStore { (store) async throws in
      _ = try await store.fill()
      let common = try Data(contentsOf: anchor(of: store))
      var other = Data()
      try await withImage(of: store, anchor: common) { (image) async throws in
        for release in ["x2", "x3", "x4"] { _ = try await image.begin(release) }
        other = try Data(contentsOf: anchor(of: image))
      }
      _ = try await store.begin("r2")
      try await withImage(of: store, anchor: other) { (image) async throws in
        #expect(image.ledgerClosure?.reason.contains("from entry 2026/3 on") == true)
        #expect(await storeError { try await image.begin("r3") } == image.ledgerClosure?.refusal)
        try await image.reopenLedger(at: 9)
        #expect(try await image.ledger(cap: SQLiteStore.cap).spent(in: 2_026).nanoRho == 200 + 300)
        #expect(try await image.begin("r3").epoch == 6)
        #expect(await storeError { try await image.reopenLedger(at: 9) } != nil)
      }
    }
  }

  @Test("a database of an earlier schema keeps its ledger, hashes and all")
  func migrates() async throws {
    try await withDirectory { directory in
      let pool = try Connections.open(directory + "/old.db", readers: 1)
      let steps = Array(Migration.all.prefix { !$0.name.hasPrefix("entries of the ledger") })
      try pool.writeWithoutTransaction { database in
        try Migrator.migrate(database, path: "old.db", steps: steps, now: 1)
        try database.execute(
          sql: """
            INSERT INTO ledger VALUES
              (2026, 1, 'epoch-1/r1', 'daily', 'default', 5, 100, 0, 1, x'', zeroblob(32)),
              (2026, 2, 'epoch-1/r1', 'daily', 'default', 6, 0, 0, 2, zeroblob(32), zeroblob(32))
            """)
        try Migrator.migrate(database, path: "old.db", now: 1)
        let entries = try LedgerRules.entries(in: SQLiteTransaction(database))
        #expect(entries.map(\.change) == [.reserved, .used] && entries.allSatisfy { $0.lifetimeNanoRho == nil })
        #expect(throws: (any Error).self) { try database.execute(sql: "DELETE FROM ledger") }
      }
      try pool.close()
    }
  }
}
