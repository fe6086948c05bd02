import Dispatch
import GRDB
import Synchronization
import Testing

@testable import Storage
@testable import StorageSQLite

/// The order in which writes were run.
private final class Order: Sendable {
  let words = Mutex<[String]>([])
}

@Suite("Group commit", .timeLimit(.minutes(1)))
struct GroupCommitTests {
  private func makeTable(_ store: SQLiteStore) async throws {
    try await store.execute("CREATE TABLE t (a INTEGER PRIMARY KEY, b INTEGER NOT NULL)")
  }

  private func rows(_ store: SQLiteStore) async throws -> [Int64] {
    try await store.integers("SELECT a FROM t ORDER BY a")
  }

  @Test("1,000 writes that wait for the writer share four transactions of at most 256, and all arrive")
  func gathers() async throws {
    var limits = StoreLimits()
    limits.groupCommit.gather = 60_000_000
    try await withStore(StoreConfiguration(limits: limits)) { store in
      try await makeTable(store)
      let before = store.writer.counts
      let gate = Gate()
      async let blocker: Void = store.writeAlone { _ in gate.hold() }
      #expect(await eventually { gate.isHolding })
      try await withThrowingTaskGroup(of: Void.self) { group in
        for number in 1...1_000 as ClosedRange<Int64> {
          group.addTask {
            _ = try await store.write { try $0.statement("INSERT INTO t VALUES ($1, $2)").run(number, number) }
          }
        }
        #expect(await eventually { store.writer.waiting == 1_000 })
        gate.open()
        try await group.waitForAll()
      }
      try await blocker
      let after = store.writer.counts
      #expect(after.writes - before.writes == 1_000)
      #expect(after.transactions - before.transactions == 4)
      #expect(try await rows(store).count == 1_000)
    }
  }

  @Test("a row of the cache waits for every other write, is not flushed by itself, and is refused beyond a bound")
  func spareTime() async throws {
    try await withStore { store in
      try await makeTable(store)
      let gate = Gate()
      async let blocker: Void = store.writeAlone { _ in gate.hold() }
      #expect(await eventually { gate.isHolding })
      let order = Order()
      let spare = (0..<WriteQueue.mostSpare).map { number in
        Task {
          try await store.writeInSpareTime { transaction in
            order.words.withLock { $0.append("spare") }
            try transaction.statement("INSERT INTO t VALUES ($1, 0)").run(number)
          }
        }
      }
      #expect(await eventually { store.writer.waitingInSpareTime == WriteQueue.mostSpare })
      #expect(await storeError { try await store.writeInSpareTime { _ in } } == .cancelled)
      async let event: Void = store.write { _ in order.words.withLock { $0.append("event") } }
      #expect(await eventually { store.writer.waiting == 1 })
      gate.open()
      try await blocker
      try await event
      for write in spare { try await write.value }
      let words = order.words.withLock { $0 }
      #expect(words.first == "event" && words.count == WriteQueue.mostSpare + 1)
      #expect(try await rows(store).count == WriteQueue.mostSpare)
      let level = try await store.pool.writeWithoutTransaction { try Int.fetchOne($0, sql: "PRAGMA synchronous") }
      #expect(level == 2)
    }
  }

  @Test("a write that comes while rows of the cache are being written is next, before the rest of them")
  func spareTimeEnds() async throws {
    try await withStore { store in
      let (gate, order) = (Gate(), Order())
      let first = Task { try await store.writeInSpareTime { _ in gate.hold() } }
      #expect(await eventually { gate.isHolding })
      let spare = (0..<8).map { _ in
        Task { try await store.writeInSpareTime { _ in order.words.withLock { $0.append("spare") } } }
      }
      #expect(await eventually { store.writer.waitingInSpareTime == 8 })
      async let event: Void = store.write { _ in order.words.withLock { $0.append("event") } }
      #expect(await eventually { store.writer.waiting == 1 })
      gate.open()
      try await event
      for write in [first] + spare { try await write.value }
      #expect(order.words.withLock { $0 } == ["event"] + Array(repeating: "spare", count: 8))
    }
  }

  @Test("a failing write undoes itself only, its neighbours are stored")
  func failureIsItsOwn() async throws {
    try await withStore { store in
      try await makeTable(store)
      let failed = await withTaskGroup(of: Bool.self) { group in
        for number in 1...300 as ClosedRange<Int64> {
          group.addTask {
            let error = await storeError {
              try await store.write { transaction in
                try transaction.statement("INSERT INTO t VALUES ($1, $2)").run(number, number)
                if number.isMultiple(of: 3) { throw StoreError.conflict("planted") }
              }
            }
            return error == .conflict("planted")
          }
        }
        return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
      }
      #expect(failed == 100)
      #expect(try await rows(store) == (1...300).filter { !$0.isMultiple(of: 3) })
    }
  }

  @Test("S-4: a write is done whole whatever becomes of the task that waits for it")
  func cancellation() async throws {
    try await withStore { store in
      try await makeTable(store)
      let failed = await withTaskGroup(of: Bool.self) { group in
        for number in 1...200 as ClosedRange<Int64> {
          group.addTask {
            let write = Task {
              try await store.write { transaction in
                try transaction.statement("INSERT INTO t VALUES ($1, 1)").run(2 * number)
                try transaction.statement("INSERT INTO t VALUES ($1, 1)").run(2 * number + 1)
              }
            }
            if number.isMultiple(of: 2) { write.cancel() }
            return (try? await write.value) == nil
          }
        }
        return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
      }
      #expect(failed == 0)
      #expect(try await rows(store) == Array(2...401))
    }
  }

  @Test("a task that was cancelled before it asks can write, and can not read")
  func cancelledBefore() async throws {
    try await withStore { store in
      try await makeTable(store)
      let errors = await withTaskCancellation {
        let writing = await storeError { try await store.execute("INSERT INTO t VALUES (1, 1)") }
        return (writing, await storeError { try await store.integers("SELECT a FROM t") })
      }
      #expect(errors.0 == nil && errors.1 == .cancelled)
      #expect(try await rows(store) == [1])
    }
  }

  @Test("S-4: readers beside a writer see no torn state")
  func noTornReads() async throws {
    try await withStore { store in
      try await makeTable(store)
      try await store.execute("INSERT INTO t VALUES (1, 500), (2, 500)")
      let torn = try await withThrowingTaskGroup(of: Int.self) { group in
        group.addTask {
          for amount in 1...100 as ClosedRange<Int64> {
            try await store.write { transaction in
              try transaction.statement("UPDATE t SET b = b - $1 WHERE a = 1").run(amount)
              try transaction.statement("UPDATE t SET b = b + $1 WHERE a = 2").run(amount)
            }
          }
          return 0
        }
        for _ in 1...4 {
          group.addTask {
            var torn = 0
            for _ in 1...100 {
              let sum = try await store.integers("SELECT sum(b) FROM t")
              if sum != [1_000] { torn += 1 }
            }
            return torn
          }
        }
        return try await group.reduce(0, +)
      }
      #expect(torn == 0)
    }
  }

  @Test("acknowledged writes are in a copy of the files taken while the store is open, as after a crash")
  func crashImage() async throws {
    try await withStore { store in
      try await makeTable(store)
      try await withThrowingTaskGroup(of: Void.self) { group in
        for number in 1...64 as ClosedRange<Int64> {
          group.addTask { _ = try await store.write { try $0.statement("INSERT INTO t VALUES ($1, 0)").run(number) } }
        }
        try await group.waitForAll()
      }
      try await withCrashImage(of: store) { image in
        let found = try await rows(image)
        #expect(found == Array(1...64))
      }
    }
  }

  @Test("a closing store takes part in no further write, and finishes those that wait")
  func closing() async throws {
    try await withDirectory { directory in
      let location = try StoreLocation(path: directory + "/spots.db")
      let store = try SQLiteStore.open(at: location, now: 1)
      try await makeTable(store)
      let stored = await withTaskGroup(of: Int64?.self) { group in
        for number in 1...100 as ClosedRange<Int64> {
          group.addTask {
            let error = await storeError {
              try await store.write { try $0.statement("INSERT INTO t VALUES ($1, 0)").run(number) }
            }
            #expect(error == nil || error == .closed)
            return error == nil ? number : nil
          }
        }
        group.addTask {
          try? await store.close()
          return nil
        }
        return await group.reduce(into: [Int64]()) { found, number in if let number { found.append(number) } }
      }
      #expect(await storeError { try await store.writeAlone { _ in 1 } } == .closed)
      let again = try SQLiteStore.open(at: location, now: 2)
      #expect(try await rows(again) == stored.sorted())
      try await again.close()
    }
  }

  @Test("a writer with nothing to do empties the write-ahead log")
  func idleCheckpoint() async throws {
    try await withStore { store in
      func logSize() -> Int64 { StoreFile.size(store.location.path + "-wal") }
      try await makeTable(store)
      // A machine that stands still can let the writer idle before the log is looked at: then it is filled again.
      #expect(
        await eventually {
          try? await store.execute("INSERT INTO t (b) VALUES (1)")
          return logSize() > 0
        })
      #expect(await eventually { logSize() == 0 })
    }
  }

  private func withTaskCancellation<Value: Sendable>(_ body: @escaping @Sendable () async -> Value) async -> Value {
    let task = Task {
      while !Task.isCancelled { await Task.yield() }
      return await body()
    }
    task.cancel()
    return await task.value
  }
}

/// Holds a thread until it is opened.
private final class Gate: Sendable {
  private let semaphore = DispatchSemaphore(value: 0)
  private let holding = Atomic(false)

  var isHolding: Bool { holding.load(ordering: .acquiring) }

  func hold() {
    holding.store(true, ordering: .releasing)
    semaphore.wait()
  }

  func open() { semaphore.signal() }
}
