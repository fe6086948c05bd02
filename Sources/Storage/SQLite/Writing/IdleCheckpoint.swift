import Dispatch
import GRDB
import Synchronization

/// Empties the write-ahead log when the writer has been idle for a while. In between SQLite's own passive checkpoints
/// keep it short. Both run on the write connection only.
final class IdleCheckpoint: Sendable {
  /// How long the writer must be idle.
  static let idleSeconds = 2

  private let pool: DatabasePool
  private let queue: DispatchQueue
  private let lastScheduled = Atomic<Int64>(0)

  init(pool: DatabasePool, queue: DispatchQueue) {
    self.pool = pool
    self.queue = queue
  }

  /// Called on the writer's queue after each run of writes.
  func schedule() {
    let mine = lastScheduled.add(1, ordering: .relaxed).newValue
    queue.asyncAfter(deadline: .now() + .seconds(Self.idleSeconds)) { [weak self] in
      guard let self, self.lastScheduled.load(ordering: .relaxed) == mine else { return }
      self.truncate()
    }
  }

  /// Moves the log into the database and empties it, unless a reader still needs it: a busy log is left for next time,
  /// and other failures show themselves at the next write.
  func truncate() {
    try? pool.writeWithoutTransaction { database in
      try database.execute(sql: "PRAGMA busy_timeout = 0")
      defer { try? database.execute(sql: "PRAGMA busy_timeout = 5000") }
      _ = try Row.fetchOne(database, sql: "PRAGMA wal_checkpoint(TRUNCATE)")
    }
  }
}
