internal import Synchronization

/// Answers that one customer waits for, until all are there or the time is up, whichever comes first.
///
/// Who brings an answer later is not waited for: the time is kept whatever a server, or the task that asks it, does.
final class Gathering<Answers: Sendable>: Sendable {
  private struct State {
    var answers: Answers
    var missing: Int
    var isOver = false
    var waiter: CheckedContinuation<Void, Never>?
  }

  private let state: Mutex<State>

  /// A gathering of so many answers.
  init(_ answers: Answers, missing: Int) { state = Mutex(State(answers: answers, missing: missing)) }

  /// Brings an answer.
  func bring(_ change: (inout Answers) -> Void) {
    let waiter = state.withLock { state in
      guard !state.isOver else { return nil as CheckedContinuation<Void, Never>? }
      change(&state.answers)
      state.missing -= 1
      return state.missing == 0 ? Self.end(&state) : nil
    }
    waiter?.resume()
  }

  /// What is there when all is, when the time is up, or when the task is cancelled.
  func answers(within budget: Duration) async -> Answers {
    let timer = Task { [weak self] in
      try? await Task.sleep(for: budget, tolerance: .zero)
      self?.end()
    }
    await withTaskCancellationHandler {
      await withCheckedContinuation { waiter in
        let isOver = state.withLock { state in
          if !state.isOver { state.waiter = waiter }
          return state.isOver
        }
        if isOver { waiter.resume() }
      }
    } onCancel: {
      end()
    }
    timer.cancel()
    return state.withLock { $0.answers }
  }

  private func end() {
    let waiter = state.withLock { Self.end(&$0) }
    waiter?.resume()
  }

  private static func end(_ state: inout State) -> CheckedContinuation<Void, Never>? {
    state.isOver = true
    defer { state.waiter = nil }
    return state.waiter
  }
}
