/// What kind of listener a call came in by.
public enum ListenerKind: Sendable, Hashable, CaseIterable {
  /// HTTP/2 over TLS.
  case tls
  /// HTTP/2 without TLS over TCP.
  case plaintext
  /// HTTP/2 without TLS over a unix socket, open to the user who owns it.
  case unix
  /// HTTP/2 without TLS from the server's own process.
  case inProcess
}
