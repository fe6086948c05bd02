import Foundation
import GRDB
import Testing

@testable import Storage
@testable import StorageSQLite

/// What a store says when it cannot do its work, and that it acknowledges nothing then.
@Suite("A store that cannot be written", .timeLimit(.minutes(1)))
struct OutageTests {
  private func run(_ name: String) -> ScheduledRun { ScheduledRun(name: name, startedAt: 1) }

  private func cause(_ error: StoreError?) -> StoreOutage.Cause? {
    if case .outage(let outage)? = error { outage.cause } else { nil }
  }

  @Test(
    "whose file or log is removed or replaced acknowledges nothing more, until it is back in its place",
    arguments: ["", "-wal"], [true, false])
  func isGone(suffix: String, isReplaced: Bool) async throws {
    try await withStore { store in
      try await store.recordRun(run("before"))
      let file = store.location.path + suffix
      let away = file + ".away"
      try FileManager.default.moveItem(atPath: file, toPath: away)
      if isReplaced { try FileManager.default.copyItem(atPath: away, toPath: file) }
      #expect(cause(await storeError { try await store.recordRun(run("lost")) }) == .gone)
      #expect(cause(await storeError { try await store.writeAlone { _ in } }) == .gone)
      #expect(!store.condition.isWritable && store.condition.failures == 2)
      try? FileManager.default.removeItem(atPath: file)
      try FileManager.default.moveItem(atPath: away, toPath: file)
      try await store.tryWriting(at: 3)
      #expect(store.condition.isWritable)
    }
  }

  @Test("that is full says so, loses nothing, and goes on when there is room again")
  func isFull() async throws {
    try await withStore { store in
      try await store.recordRun(run("before"))
      try await store.pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA max_page_count = 1") }
      let large = ScheduledRun(name: "large", startedAt: 1, outcome: String(repeating: "x", count: 100_000))
      #expect(cause(await storeError { try await store.recordRun(large) }) == .full)
      #expect(!store.condition.isWritable)
      try await store.pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA max_page_count = 1000000") }
      try await store.recordRun(large)
      #expect(store.condition.isWritable)
      #expect(try await store.lastRuns().map(\.name) == ["before", "large"])
    }
  }

  @Test(
    "every code of the engine has its cause",
    arguments: [
      (13, StoreOutage.Cause.full), (8, .readOnly), (14, .unopenable), (10 | 3 << 8, .failing), (5, .busy), (6, .busy),
      (8 | 4 << 8, .gone),
    ] as [(Int32, StoreOutage.Cause)])
  func causes(code: Int32, expected: StoreOutage.Cause) {
    #expect(cause(StoreError(code: code, message: "m")) == expected)
    #expect((StoreOutage(expected, "").retryAfter == nil) == (expected == .gone))
    #expect(StoreError(code: 11, message: "m") == .corrupt("m (SQLite code 11)"))
    #expect(StoreError(code: 1, message: "m") == .engine("m (SQLite code 1)"))
  }
}
