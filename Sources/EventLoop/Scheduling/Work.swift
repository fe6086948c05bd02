internal import Synchronization

/// Something to run on a loop: a job of a Swift task, or a closure.
enum Work: Sendable {
  case job(UnownedJob)
  case closure(@Sendable () -> Void)
}

/// Work that other threads have handed to a loop.
final class Inbox: Sendable {
  private struct State: ~Copyable {
    var work: [Work] = []
    var isClosed = false
  }

  private let state = Mutex(State())
  private let isOccupied = Atomic(false)

  /// What became of work handed over.
  enum Delivery {
    /// The loop must be woken.
    case wake
    /// The loop has been woken for earlier work.
    case queued
    /// The loop has stopped and takes nothing any more.
    case closed
  }

  /// Leaves work; says whether the loop must be woken.
  func put(_ item: Work) -> Delivery {
    state.withLock { state in
      guard !state.isClosed else { return .closed }
      state.work.append(item)
      return isOccupied.exchange(true, ordering: .acquiringAndReleasing) ? .queued : .wake
    }
  }

  /// Moves everything to the end of `queue`.
  func take(into queue: inout [Work]) {
    guard isOccupied.load(ordering: .acquiring) else { return }
    var taken: [Work] = []
    state.withLock { state in
      isOccupied.store(false, ordering: .releasing)
      swap(&state.work, &taken)
    }
    queue.append(contentsOf: taken)
  }

  /// Refuses work from now on; true when nothing was left inside.
  func closeIfEmpty() -> Bool {
    state.withLock { state in
      guard state.work.isEmpty else { return false }
      state.isClosed = true
      return true
    }
  }
}
