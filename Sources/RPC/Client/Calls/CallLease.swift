/// Holds a streaming call for its caller and gives the call up when nobody holds it any more, so that a forgotten
/// stream costs the server nothing.
final class CallLease: Sendable {
  let port: any ClientCallPort

  init(_ port: any ClientCallPort) {
    self.port = port
  }

  deinit {
    port.cancel()
  }
}
