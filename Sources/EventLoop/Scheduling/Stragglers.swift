/// Where work runs that arrives at a loop that has stopped: a task must be able to end.
enum Stragglers {
  private static let pool = try? BlockingPool(name: "stragglers", threads: 1, maximumQueue: .max)

  /// Runs `work` on a thread kept for this; where even that cannot start, on the caller's.
  static func run(_ work: @escaping @Sendable () -> Void) {
    guard let pool, pool.submit(work) else { return work() }
  }
}
