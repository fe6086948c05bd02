import Synchronization

/// Counts what happened, by name, and lets a test wait until something has.
final class Probe: Sendable {
  private let counts = Mutex<[String: Int]>([:])
  private let texts = Mutex<[String]>([])

  func count(_ name: String) { counts.withLock { $0[name, default: 0] += 1 } }

  func note(_ text: String) { texts.withLock { $0.append(text) } }

  subscript(name: String) -> Int { counts.withLock { $0[name] ?? 0 } }

  var notes: [String] { texts.withLock { $0 } }

  /// Waits until the count is reached; false after a minute without it.
  func reaches(_ name: String, _ count: Int = 1) async -> Bool {
    await eventually { self[name] >= count }
  }
}

/// Waits until the condition holds; false after a minute in which it did not.
func eventually(_ condition: () async throws -> Bool) async rethrows -> Bool {
  let end = ContinuousClock.now + .seconds(60)
  while ContinuousClock.now < end {
    if try await condition() { return true }
    try? await Task.sleep(for: .milliseconds(5))
  }
  return false
}
