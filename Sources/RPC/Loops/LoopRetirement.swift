internal import EventLoop

extension EventLoop {
  /// How long a connection that was closed may linger until its peer has read what was sent; longer than HTTP/2 lets
  /// it.
  private static let lingering = Duration.milliseconds(1500)

  /// Ends the loop when the sockets of connections closed before this call are closed too. Any thread.
  func retire() {
    execute { self.schedule(after: Self.lingering) { self.shutdown() } }
  }
}
