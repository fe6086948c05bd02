@preconcurrency import Glibc
import Synchronization

/// How far a long step is: rewrites one line on a terminal, writes a line for each tenth elsewhere.
final class ProgressLine: Sendable {
  private let total: Int
  private let unit: String
  private let isTerminal = isatty(STDERR_FILENO) == 1
  private let shownTenths = Atomic(0)

  /// A step of `total` units, at least 1.
  init(total: Int, unit: String) {
    (self.total, self.unit) = (max(1, total), unit)
  }

  /// Shows that `done` of the total are done.
  @Sendable func show(_ done: Int) {
    if isTerminal { return print("\r  \(done) of \(total) \(unit) (\(done * 100 / total) %)") }
    let tenths = done * 10 / total
    guard shownTenths.exchange(tenths, ordering: .relaxed) < tenths else { return }
    print("  \(tenths * 10) % of \(total) \(unit)\n")
  }

  /// Ends the line.
  func end() {
    if isTerminal { print("\n") }
  }

  private func print(_ text: String) {
    fputs(text, stderr)
    fflush(stderr)
  }
}
