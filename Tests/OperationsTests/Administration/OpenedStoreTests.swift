import Foundation
import Operations
import Population
import Privacy
import Storage
import StorageSQLite
import StoreFixtures
import Testing

@Suite("Opening a store", .timeLimit(.minutes(5)))
struct OpenedStoreTests {
  /// Where a store may be made; the folder is removed after the test.
  private static func withPlace(_ body: (StoreLocation) async throws -> Void) async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "spots-open-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try await body(StoreLocation(path: folder.appending(path: "spots.db").path))
  }

  private static func open(_ location: StoreLocation, creates: Bool = false) async throws -> OpenedStore {
    try await OpenedStore(location, engine: .sqlite, creates: creates, clock: TemporaryStore.clock)
  }

  @Test("a missing store is not made unless asked for, and leaves nothing behind")
  func missing() async throws {
    try await Self.withPlace { location in
      let refusal = await #expect(throws: OpenedStore.Missing.self) { try await Self.open(location) }
      for command in ["spots init", "spots import", "spots simulate"] {
        #expect(refusal?.description.contains("`\(command)`") == true)
      }
      let folder = URL(filePath: location.path).deletingLastPathComponent().path
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder).isEmpty)
      await (try Self.open(location, creates: true)).close()
      await (try Self.open(location)).close()
    }
  }

  @Test("the secret of another store is refused, and the right one put back opens it")
  func otherPepper() async throws {
    try await Self.withPlace { location in
      await (try Self.open(location, creates: true)).close()
      let file = URL(filePath: location.path + ".pepper")
      let own = try Data(contentsOf: file)
      try Data(repeating: 1, count: Pepper.length).write(to: file)
      let refusal = await #expect(throws: Pepper.Unusable.self) { try await Self.open(location) }
      #expect(refusal?.description.contains("not the one this store was made with") == true)
      try own.write(to: file)
      await (try Self.open(location)).close()
    }
  }

  @Test("a lost secret is not made anew behind a store's back")
  func lostPepper() async throws {
    try await Self.withPlace { location in
      await (try Self.open(location, creates: true)).close()
      try FileManager.default.removeItem(atPath: location.path + ".pepper")
      for creates in [false, true] {
        let refusal = await #expect(throws: Pepper.Unusable.self) { try await Self.open(location, creates: creates) }
        #expect(refusal?.description.contains("is missing; put it back") == true)
      }
      #expect(!FileManager.default.fileExists(atPath: location.path + ".pepper"))
    }
  }

  @Test("a run that a killed process left behind is abandoned, and its charge stays spent")
  func orphans() async throws {
    try await Self.withPlace { location in
      let killed = try await Self.open(location, creates: true)
      let plan = try PopulationLoad.plan(region: "town", timeZone: "UTC", division: .region)
      try await PopulationLoad(store: killed.store, clock: TemporaryStore.clock).found(plan, historyDays: 30)
      _ = try await killed.store.beginRun(
        EpochRunRequest(
          family: "daily", regions: ["town"], releaseID: "r1", statisticVersion: "s1", policy: "default",
          policyVersion: "p1",
          cutOff: TemporaryStore.cutOff, charge: PrivacyCost(nanoRho: 7), year: 2026),
        cap: PrivacyPolicy.default.cap, at: TemporaryStore.cutOff)
      await killed.close()
      let opened = try await Self.open(location)
      let ledger = try await opened.store.ledger(cap: PrivacyPolicy.default.cap)
      #expect(ledger.openReservations == [] && ledger.spent(in: 2026).nanoRho == 7)
      await opened.close()
    }
  }

  @Test("a path beside which no server's socket fits is refused with what is allowed, before anything is made")
  func longPath() async throws {
    try await Self.withPlace { location in
      let folder = URL(filePath: location.path).deletingLastPathComponent().path
      let rest = 103 - folder.utf8.count - 1
      try #require(rest > 1, "the folder for temporary files has too long a path for this test")
      let name = String(repeating: "x", count: rest)
      let long = try StoreLocation(path: "\(folder)/\(name)")
      let error = await #expect(throws: StoreError.self) { try await Self.open(long, creates: true) }
      #expect(error?.description.contains("has 103 bytes; allowed are 102") == true)
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder).isEmpty)
      await (try Self.open(StoreLocation(path: "\(folder)/\(name.dropLast())"), creates: true)).close()
    }
  }
}
