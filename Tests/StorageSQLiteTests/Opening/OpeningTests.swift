import Foundation
import GRDB
import Testing

@testable import Storage
@testable import StorageSQLite

@Suite("Opening a store", .timeLimit(.minutes(1)))
struct OpeningTests {
  private static let madeAt = "SELECT number FROM meta WHERE name = 'created_at'"

  @Test("a missing store is made with its directories, readable by its owner only")
  func makesStore() async throws {
    try await withDirectory { directory in
      let location = try StoreLocation(path: directory + "/a/b/spots.db")
      let store = try SQLiteStore.open(at: location, now: 42)
      #expect(try await store.integers(Self.madeAt) == [42])
      for file in [location.path, location.path + "-wal", location.path + ".lock"] {
        let mode = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int
        #expect(mode == 0o600, "\(file)")
      }
      try await store.close()
    }
  }

  @Test("a missing store is reported when it must exist, and not made")
  func reportsMissing() async throws {
    try await withDirectory { directory in
      let location = try StoreLocation(path: directory + "/spots.db")
      let error = await storeError {
        try SQLiteStore.open(at: location, configuration: StoreConfiguration(createsMissing: false), now: 1)
      }
      #expect(error == .notFound("the store \(location)"))
      #expect(!FileManager.default.fileExists(atPath: location.path))
    }
  }

  @Test("S-2: a second opening is refused with exit code 75 and the holder, until the first closes")
  func refusesSecond() async throws {
    try await withDirectory { directory in
      let location = try StoreLocation(path: directory + "/spots.db")
      let first = try SQLiteStore.open(at: location, now: 1)
      let error = await storeError { try SQLiteStore.open(at: location, now: 1) }
      #expect(error == .locked(path: location.path, holder: getpid()))
      #expect(error?.exitCode == 75)
      try await first.close()
      let second = try SQLiteStore.open(at: location, now: 2)
      #expect(try await second.integers(Self.madeAt) == [1])
      try await second.close()
    }
  }

  @Test("S-1: synchronous set while a connection is prepared fails the self-check, set after opening passes")
  func selfCheck() async throws {
    try await withDirectory { directory in
      var configuration = Connections.configuration(readers: 1)
      configuration.prepareDatabase { try $0.execute(sql: "PRAGMA synchronous = FULL") }
      let early = try DatabasePool(path: directory + "/early.db", configuration: configuration)
      let error = await storeError {
        try await early.writeWithoutTransaction { try Connections.verify(writer: $0, checksPages: true) }
      }
      #expect(error == .selfCheckFailed(["synchronous is 1, must be 2 (FULL)"]))
      let late = try Connections.open(directory + "/late.db", readers: 1)
      try await late.writeWithoutTransaction { try Connections.verify(writer: $0, checksPages: true) }
    }
  }

  @Test("S-1: a file with a damaged page does not open")
  func damagedPage() async throws {
    try await withDirectory { directory in
      let location = try StoreLocation(path: directory + "/spots.db")
      let store = try SQLiteStore.open(at: location, now: 1)
      try await store.close()
      let file = try #require(FileHandle(forUpdatingAtPath: location.path))
      try file.seek(toOffset: 3 * 4_096)
      try file.write(contentsOf: Data(repeating: 0xA5, count: 4_096))
      try file.close()
      let error = await storeError { try SQLiteStore.open(at: location, now: 1) }
      guard case .selfCheckFailed? = error else {
        Issue.record("opened, or another error: \(String(describing: error))")
        return
      }
    }
  }

  @Test("S-2: readers cannot write")
  func readersAreReadOnly() async throws {
    try await withStore { store in
      await #expect(throws: StoreError.self) {
        try await store.read { try $0.statement("DELETE FROM regions").run() }
      }
    }
  }

  @Test("a closed store says so")
  func closedStore() async throws {
    try await withDirectory { directory in
      let store = try SQLiteStore.open(at: StoreLocation(path: directory + "/spots.db"), now: 1)
      try await store.close()
      #expect(await storeError { try await store.deleteCachedRow("k") } == .closed)
      #expect(await storeError { try await store.keys() } == .closed)
    }
  }
}
