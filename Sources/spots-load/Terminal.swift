@preconcurrency import Glibc
import LoadTesting
import Synchronization

/// Shows how a run stands: one line that is written over on a terminal, a line every ten seconds elsewhere.
final class Terminal: Sendable {
  private let state = Mutex((line: ProgressLine(), seconds: 0))
  private let isTerminal = isatty(2) == 1

  /// Shows the state of a run.
  func show(_ progress: RunProgress) {
    let (text, seconds) = state.withLock { state in
      state.seconds += 1
      return (state.line.text(progress), state.seconds)
    }
    if isTerminal {
      fputs("\r\u{1B}[K\(text)", stderr)
    } else if seconds.isMultiple(of: 10) {
      fputs("\(text)\n", stderr)
    }
  }

  /// Clears the line.
  func clear() {
    if isTerminal { fputs("\r\u{1B}[K", stderr) }
  }
}
