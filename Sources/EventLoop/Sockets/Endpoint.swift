/// Where a peer is reached.
public enum Endpoint: Sendable, Hashable, CustomStringConvertible {
  /// A host name or numeric address, and a port.
  case tcp(host: String, port: UInt16)
  /// The path of a unix-domain socket, at most 107 bytes.
  case unix(path: String)

  /// The endpoint as text: `host:port`, `[address]:port` or `unix:path`.
  public var description: String {
    switch self {
    case .tcp(let host, let port): host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
    case .unix(let path): "unix:\(path)"
    }
  }
}
