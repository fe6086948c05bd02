import Synchronization

extension Task where Failure == Never {
  /// Waits until the task has ended, or the time is over: then false, and the task goes on.
  @discardableResult
  package func finishes(within time: Duration) async -> Bool {
    let first = FirstAnswer()
    let alarm = Task<Void, Never> {
      do { try await Task<Never, Never>.sleep(for: time) } catch { return }
      first.give(false)
    }
    Task<Void, Never> {
      _ = await value
      first.give(true)
    }
    defer { alarm.cancel() }
    return await withCheckedContinuation { first.wait($0) }
  }
}

/// Hands the first of two answers on; later ones are nothing.
private final class FirstAnswer: Sendable {
  private enum State {
    case open
    case waiting(CheckedContinuation<Bool, Never>)
    case given(Bool)
  }

  private let state = Mutex(State.open)

  func wait(_ continuation: CheckedContinuation<Bool, Never>) {
    let answer = state.withLock { state -> Bool? in
      if case .given(let answer) = state { return answer }
      state = .waiting(continuation)
      return nil
    }
    if let answer { continuation.resume(returning: answer) }
  }

  func give(_ answer: Bool) {
    let waiting = state.withLock { state -> CheckedContinuation<Bool, Never>? in
      defer { if case .given = state {} else { state = .given(answer) } }
      if case .waiting(let continuation) = state { return continuation }
      return nil
    }
    waiting?.resume(returning: answer)
  }
}
