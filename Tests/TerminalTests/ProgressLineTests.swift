import Synchronization
import Testing

@testable import Terminal

/// Keeps what was written.
private final class Written: Sendable {
  private let texts = Mutex<[String]>([])
  var all: [String] { texts.withLock { $0 } }
  func add(_ text: String) { texts.withLock { $0.append(text) } }
}

@Suite("A progress line", .timeLimit(.minutes(1)))
struct ProgressLineTests {
  @Test("is written over on a terminal, and taken away at the end")
  func terminal() {
    let written = Written()
    let line = ProgressLine(isTerminal: true) { written.add($0) }
    line.show("1 of 2", step: 0)
    line.show("2 of 2", step: 0)
    line.clear()
    #expect(written.all == ["\r\u{1B}[K1 of 2", "\r\u{1B}[K2 of 2", "\r\u{1B}[K"])
  }

  @Test("is a line for each new step elsewhere, and never one for a step behind")
  func log() {
    let written = Written()
    let line = ProgressLine(isTerminal: false) { written.add($0) }
    for (text, step) in [("a", 0), ("b", 1), ("c", 1), ("d", 3), ("e", 2), ("f", 4)] { line.show(text, step: step) }
    line.clear()
    #expect(written.all == ["b\n", "d\n", "f\n"])
  }

  @Test("a sparkline fills its highest place")
  func sparkline() {
    #expect(Sparkline.text(of: [1, 2, 4]) == "▂▄█")
    #expect(Sparkline.text(of: [0, 0]) == "▁▁")
    #expect(Sparkline.text(of: []).isEmpty)
    #expect(Sparkline.text(of: [-1, 1]) == "▁█")
  }
}
