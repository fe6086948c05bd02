/// A service that wants to know when its server begins to drain.
public protocol DrainObserver: Sendable {
  /// The server takes no new connections from now on and ends when its calls have; called once.
  func serverDrains()
}
