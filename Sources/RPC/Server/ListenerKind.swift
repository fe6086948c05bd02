/// What kind of listener a call came in by.
public enum ListenerKind: Sendable, Hashable, CaseIterable {
  /// HTTP over TLS.
  case tls
  /// HTTP without TLS over TCP.
  case plaintext
  /// HTTP without TLS over a unix socket, open to the user who owns it.
  case unix
  /// HTTP without TLS from the server's own process.
  case inProcess
}
