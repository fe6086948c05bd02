internal import EventLoop
internal import HTTP2

extension EventLoop {
  /// How long a connection that was closed may linger until its peer has read what was sent; longer than HTTP/2 lets
  /// it.
  private static let lingering = Duration.milliseconds(1500)

  /// Ends the loop when the sockets of connections closed before this call are closed too. Any thread.
  func retire() {
    execute { self.schedule(after: Self.lingering) { self.shutdown() } }
  }

  /// Closes the servers of the loop and ends it when their last socket is closed. Any thread.
  func retire(closing servers: [HTTP2Server]) {
    guard !servers.isEmpty else { return shutdown() }
    let open = OpenServers(servers.count)
    for server in servers {
      server.close {
        open.count -= 1
        if open.count == 0 { self.shutdown() }
      }
    }
  }
}

/// How many servers still have sockets. Of their loop only.
private final class OpenServers: @unchecked Sendable {
  var count: Int
  init(_ count: Int) { self.count = count }
}
