internal import Glibc
internal import Synchronization

/// How far something long is, in one line on standard error: written over on a terminal, now and then a line of its own
/// elsewhere.
package final class ProgressLine: Sendable {
  private let isTerminal: Bool
  private let write: @Sendable (String) -> Void
  private let shownStep = Mutex(0)

  /// A line on standard error.
  package convenience init() {
    self.init(isTerminal: isatty(STDERR_FILENO) == 1) { text in
      let bytes = Array(text.utf8)
      // What cannot be written is not missed: it says nothing that the result does not.
      _ = Glibc.write(STDERR_FILENO, bytes, bytes.count)
    }
  }

  /// A line that goes where `write` takes it.
  init(isTerminal: Bool, write: @escaping @Sendable (String) -> Void) {
    self.isTerminal = isTerminal
    self.write = write
  }

  /// Shows how far it is.
  /// - Parameter step: how far in coarse steps from 0, such as tenths; where there is no terminal, only the first text of
  ///   each step from 1 on is shown.
  package func show(_ text: String, step: Int) {
    if isTerminal { return write("\r\u{1B}[K" + text) }
    let isNew = shownStep.withLock { shown in
      defer { shown = max(shown, step) }
      return step > shown
    }
    if isNew { write(text + "\n") }
  }

  /// Takes the line away; what is written next stands where it stood.
  package func clear() {
    if isTerminal { write("\r\u{1B}[K") }
  }
}

/// A row of bars of eight heights.
package enum Sparkline {
  private static let bars = Array("▁▂▃▄▅▆▇█")

  /// A bar for each value, the highest of them filling its place.
  package static func text(of values: [Double]) -> String {
    guard let highest = values.max(), highest > 0 else { return String(repeating: bars[0], count: values.count) }
    return String(values.map { bars[min(7, max(0, Int($0 / highest * 7.999)))] })
  }
}
