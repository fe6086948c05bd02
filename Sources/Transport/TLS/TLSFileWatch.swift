package import EventLoop

/// Looks from time to time whether a server's certificate has changed. Of the loop only; reading is done elsewhere.
package final class TLSFileWatch {
  /// One thread for the whole process: files change rarely.
  private static let pool = try? BlockingPool(name: "tls-files", threads: 1)

  private let context: TLSServerContext
  private let loop: EventLoop
  private var timer: TimerID?

  /// A watch that has not begun.
  package init(_ context: TLSServerContext, _ loop: EventLoop) {
    self.context = context
    self.loop = loop
  }

  /// Looks for the first time after one interval.
  package func start() {
    guard let interval = context.reloadInterval else { return }
    timer = loop.schedule(after: max(interval, .milliseconds(1))) { [weak self] in self?.look() }
  }

  /// Looks no more.
  package func stop() {
    if let timer { loop.cancel(timer) }
    timer = nil
  }

  private func look() {
    let context = context
    // A pool that is full has not yet done what was asked last time.
    _ = Self.pool?.submit { context.reloadIfChanged() }
    start()
  }
}
