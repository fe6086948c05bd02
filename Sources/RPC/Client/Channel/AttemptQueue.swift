/// Attempts that wait for a stream, in order. One that is over leaves no gap: it is passed by.
struct AttemptQueue {
  private var attempts: [CallAttempt?] = []
  private var head = 0
  /// How many wait.
  private(set) var count = 0

  /// Whether nobody waits.
  var isEmpty: Bool { count == 0 }

  /// Adds an attempt at the end.
  mutating func append(_ attempt: CallAttempt) {
    attempts.append(attempt)
    count += 1
  }

  /// Takes an attempt out; false when it was not in.
  @discardableResult
  mutating func remove(_ attempt: CallAttempt) -> Bool {
    guard let index = attempts[head...].firstIndex(where: { $0 === attempt }) else { return false }
    attempts[index] = nil
    count -= 1
    return true
  }

  /// The attempt that has waited longest, which stays in.
  mutating func first() -> CallAttempt? {
    while head < attempts.count {
      if let attempt = attempts[head] { return attempt }
      head += 1
    }
    attempts.removeAll(keepingCapacity: true)
    head = 0
    return nil
  }

  /// Takes out and answers those for whom `condition` holds.
  mutating func takeAll(where condition: (CallAttempt) -> Bool) -> [CallAttempt] {
    let waiting = attempts[head...].compactMap { $0 }
    let taken = waiting.filter(condition)
    guard !taken.isEmpty else { return [] }
    attempts = waiting.filter { !condition($0) }
    head = 0
    count = attempts.count
    return taken
  }
}
