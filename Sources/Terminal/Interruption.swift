import Glibc
import Synchronization
import UnixSignals

/// Work that Ctrl-C or SIGTERM ends before its time; another signal, a second or more later, ends the program at once.
package enum Interruption {
  /// What became of the work, and the signal that ended it before its time.
  package struct Outcome<Answer: Sendable>: Sendable {
    /// What it answered, or the error that ended it.
    package let result: Result<Answer, any Error>
    /// The number of the signal; nil when none came.
    package let signal: Int32?

    /// The exit code of a program that a signal has ended.
    package var exitCode: Int32? { signal.map { 128 + $0 } }
  }

  /// Does work, whose task the first signal cancels, and waits for what it answers then.
  package static func allowing<Answer: Sendable>(
    _ work: @escaping @Sendable () async throws -> Answer
  ) async -> Outcome<Answer> {
    let signals = await UnixSignalsSequence(trapping: .sigint, .sigterm)
    let first = FirstSignal()
    let task = Task { try await work() }
    return await withTaskGroup(of: Void.self) { group in
      group.addTask {
        for await signal in signals {
          let number = signal == .sigint ? SIGINT : SIGTERM
          guard first.take(number) else { _exit(128 + number) }
          task.cancel()
        }
      }
      let result = await task.result
      group.cancelAll()
      return Outcome(result: result, signal: first.number)
    }
  }
}

/// The signal that came first.
private final class FirstSignal: Sendable {
  private let taken = Mutex<(number: Int32, at: ContinuousClock.Instant)?>(nil)

  /// A shell or a wrapper may hand on a signal that the program has got already: within this time it is the same one.
  private static let echo = Duration.seconds(1)

  /// Its number; nil before one has come.
  var number: Int32? { taken.withLock { $0?.number } }

  /// Takes a signal; false when it is another one than the first.
  func take(_ number: Int32) -> Bool {
    let now = ContinuousClock.now
    return taken.withLock { taken in
      guard let first = taken else {
        taken = (number, now)
        return true
      }
      return now - first.at < Self.echo
    }
  }
}
