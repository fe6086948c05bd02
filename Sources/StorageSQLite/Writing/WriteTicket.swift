import Storage
import Synchronization

/// One write in the queue, whatever it returns.
protocol WriteTicket: AnyObject, Sendable {
  /// Claims the write for a transaction; false when it has been claimed, and then it must not run.
  func take() -> Bool
  /// Runs the write within the open transaction and keeps its result. Throws what the write throws.
  func perform(_ transaction: SQLiteTransaction) throws
  /// Answers the waiter: with the kept result, or with the error.
  func answer(_ error: StoreError?)
}

/// A write whose waiter wants a `Value`. Either it takes effect fully, or its waiter learns that it had none.
final class PendingWrite<Value: Sendable>: WriteTicket {
  private enum Stage {
    case created
    case waiting(CheckedContinuation<Value, any Error>)
    case taken(CheckedContinuation<Value, any Error>, Value?)
    case answered
  }

  private let body: @Sendable (any SQLTransaction) throws -> Value
  private let stage = Mutex(Stage.created)

  init(_ body: @escaping @Sendable (any SQLTransaction) throws -> Value) {
    self.body = body
  }

  /// Registers the waiter, before the write is queued.
  func wait(_ continuation: CheckedContinuation<Value, any Error>) { stage.withLock { $0 = .waiting(continuation) } }

  func take() -> Bool {
    stage.withLock { stage in
      guard case .waiting(let continuation) = stage else { return false }
      stage = .taken(continuation, nil)
      return true
    }
  }

  func perform(_ transaction: SQLiteTransaction) throws {
    let value = try body(transaction)
    stage.withLock { stage in
      if case .taken(let continuation, _) = stage { stage = .taken(continuation, value) }
    }
  }

  func answer(_ error: StoreError?) {
    let taken: (CheckedContinuation<Value, any Error>, Value?)? = stage.withLock { stage in
      guard case .taken(let continuation, let value) = stage else { return nil }
      stage = .answered
      return (continuation, value)
    }
    guard let (continuation, value) = taken else { return }
    if let value, error == nil {
      continuation.resume(returning: value)
    } else {
      continuation.resume(throwing: error ?? StoreError.engine("the write left no result"))
    }
  }
}
