/// The server a channel connects to, and how.
public enum ChannelTarget: Sendable, Hashable {
  /// HTTP/2 over TLS; the certificate must be valid for `host` and signed by a certificate in the PEM file `ca`, or by
  /// one the system trusts when `ca` is nil.
  case tls(host: String, port: UInt16, ca: String? = nil)
  /// HTTP/2 without TLS (prior knowledge) over TCP; for one's own machine and tests.
  case plaintext(host: String, port: UInt16)
  /// HTTP/2 without TLS over the unix socket at a path.
  case unix(path: String)
}
