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

  @Test("a link to a store is that store: it is locked under one name, and its log is found")
  func symbolicLink() async throws {
    try await withDirectory { directory in
      let path = directory + "/spots.db"
      let link = directory + "/link.db"
      let first = try SQLiteStore.open(at: StoreLocation(path: path), now: 1)
      try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: path)
      #expect(
        await storeError { try SQLiteStore.open(at: StoreLocation(path: link), now: 1) }
          == .locked(path: path, holder: getpid()))
      try await first.close()
      let linked = try SQLiteStore.open(at: StoreLocation(path: link), now: 2)
      #expect(await storeError { try SQLiteStore.open(at: StoreLocation(path: path), now: 1) }?.exitCode == 75)
      try await linked.close()
      #expect(!FileManager.default.fileExists(atPath: link + ".lock"))
    }
  }

  @Test("a link that leads nowhere, a hard link, a folder and what is no database are refused; nothing is left behind")
  func refusesOtherFiles() async throws {
    try await withDirectory { directory in
      let place = directory + "/spots.db"
      let make: [(name: String, () throws -> Void)] = [
        ("dangling", { try FileManager.default.createSymbolicLink(atPath: place, withDestinationPath: "/nowhere") }),
        ("folder", { try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true) }),
        ("text", { try Data(repeating: 0x41, count: 5_000).write(to: URL(filePath: place)) }),
        ("short", { try Data("SQLite format 3".utf8).write(to: URL(filePath: place)) }),
        (
          "foreign",
          {
            let queue = try DatabaseQueue(path: place)
            try queue.write { try $0.execute(sql: "CREATE TABLE theirs (x)") }
            try queue.close()
          }
        ),
        (
          "hard link",
          {
            try Data().write(to: URL(filePath: directory + "/other"))
            try FileManager.default.linkItem(atPath: directory + "/other", toPath: place)
          }
        ),
      ]
      for (name, body) in make {
        try body()
        let before = try FileManager.default.contentsOfDirectory(atPath: directory).sorted()
        for creates in [true, false] {
          let error = await storeError {
            try SQLiteStore.open(
              at: StoreLocation(path: place), configuration: StoreConfiguration(createsMissing: creates), now: 1)
          }
          guard case .invalidLocation(let text)? = error, text.contains(place) else {
            Issue.record("\(name): \(String(describing: error))")
            continue
          }
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: directory).sorted() == before, "\(name)")
        for file in before { try FileManager.default.removeItem(atPath: directory + "/" + file) }
      }
    }
  }

  @Test("an empty file is no store; where one may be made, it becomes one, unless a log stands beside it")
  func emptyFile() async throws {
    try await withDirectory { directory in
      let location = try StoreLocation(path: directory + "/spots.db")
      try Data().write(to: URL(filePath: location.path))
      let existing = StoreConfiguration(createsMissing: false)
      #expect(
        await storeError { try SQLiteStore.open(at: location, configuration: existing, now: 1) }
          == .notFound("the store \(location)"))
      #expect(try FileManager.default.contentsOfDirectory(atPath: directory) == ["spots.db"])
      try await SQLiteStore.open(at: location, now: 7).close()
      let made = try SQLiteStore.open(at: location, configuration: existing, now: 8)
      #expect(try await made.integers(Self.madeAt) == [7])
      try await made.close()
      try Data().write(to: URL(filePath: location.path))
      try Data("log".utf8).write(to: URL(filePath: location.path + "-wal"))
      let error = await storeError { try SQLiteStore.open(at: location, now: 9) }
      #expect(error == .corrupt("\(location.path) is empty, although its log \(location.path)-wal is not"))
    }
  }

  @Test("a thread that was joined has done all its work, and is gone")
  func threadsEnd() async throws {
    func threads() throws -> Int {
      try FileManager.default.contentsOfDirectory(atPath: "/proc/self/task").filter { task in
        let name = (try? String(contentsOfFile: "/proc/self/task/\(task)/comm", encoding: .utf8)) ?? ""
        return name.hasPrefix("closing-")
      }.count
    }
    for _ in 0..<50 {
      let (state, ended) = (Monitor(false), Monitor(0))
      let all = try (0..<4).map { number in
        try StoreThread("closing-\(number)") {
          _ = state.wait { $0 ? true : nil }
          usleep(1_000)
          ended.withLock { $0 += 1 }
        }
      }
      state.withLock { $0 = true }
      state.wakeAll()
      for thread in all { thread.join() }
      #expect(ended.withLock { $0 } == 4)
      // The system lists a thread for a moment after it has told those who wait for its end.
      let gone = try (0..<1_000).contains { _ in
        if try threads() == 0 { return true }
        usleep(1_000)
        return false
      }
      #expect(gone)
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
