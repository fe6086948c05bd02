internal import Glibc

/// Where a peer is reached.
public enum Endpoint: Sendable, Hashable, CustomStringConvertible {
  /// A host name or numeric address, and a port.
  case tcp(host: String, port: UInt16)
  /// The path of a unix-domain socket, at most 107 bytes.
  case unix(path: String)

  /// Reads `HOST:PORT`, `[IPV6]:PORT` or `unix:PATH`.
  /// - Parameter ports: the ports that are allowed; port 0, to be picked by the system, is for listening only.
  public init(_ text: String, ports: ClosedRange<UInt16> = 1...65_535) throws(MalformedEndpoint) {
    if text.hasPrefix("unix:") {
      let path = text.dropFirst("unix:".count)
      guard !path.isEmpty else { throw MalformedEndpoint(text: text, reason: "the path is missing") }
      self = .unix(path: String(path))
    } else {
      let address = try HostPort(text, ports: ports)
      self = .tcp(host: address.host, port: address.port)
    }
  }

  /// The endpoint as text: `host:port`, `[address]:port` or `unix:path`.
  public var description: String {
    switch self {
    case .tcp(let host, let port): HostPort(host: host, port: port).description
    case .unix(let path): "unix:\(path)"
    }
  }
}

/// A host and a port, the way command lines and targets write them.
public struct HostPort: Sendable, Hashable, CustomStringConvertible {
  /// A host name or numeric address, without brackets.
  public let host: String
  /// The port.
  public let port: UInt16

  /// A host and a port.
  public init(host: String, port: UInt16) {
    self.host = host
    self.port = port
  }

  /// Reads `HOST:PORT` or `[IPV6]:PORT`; where there is a default port, also a host alone, an IPv6 address then with or
  /// without its brackets.
  public init(
    _ text: String, defaultPort: UInt16? = nil, ports: ClosedRange<UInt16> = 1...65_535
  ) throws(MalformedEndpoint) {
    do throws(Fault) {
      let (host, digits) = try Self.split(text, needsPort: defaultPort == nil)
      guard !host.isEmpty else { throw Fault("the host is missing") }
      self.init(host: host, port: try Self.port(digits, defaultPort, ports))
    } catch {
      throw MalformedEndpoint(text: text, reason: error.reason)
    }
  }

  /// `host:port`, or `[address]:port` for an IPv6 address.
  public var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }

  private struct Fault: Error {
    let reason: String
    init(_ reason: String) { self.reason = reason }
  }

  private static func split(_ text: String, needsPort: Bool) throws(Fault) -> (host: String, port: Substring?) {
    if text.hasPrefix("[") {
      guard let end = text.firstIndex(of: "]") else { throw Fault("\"]\" is missing") }
      let host = String(text[text.index(after: text.startIndex)..<end])
      let rest = text[text.index(after: end)...]
      guard rest.isEmpty || rest.hasPrefix(":") else { throw Fault("\":\" must follow \"]\"") }
      guard NumericHost.isVersion6(host) else { throw Fault("\"\(host)\" is no IPv6 address") }
      return (host, rest.isEmpty ? nil : rest.dropFirst())
    }
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    if parts.count <= 2 { return (String(parts[0]), parts.count == 2 ? parts[1] : nil) }
    guard NumericHost.isVersion6(text) else { throw Fault("it has too many colons") }
    guard !needsPort else { throw Fault("an IPv6 address before a port stands in brackets") }
    return (text, nil)
  }

  private static func port(
    _ digits: Substring?, _ defaultPort: UInt16?, _ ports: ClosedRange<UInt16>
  ) throws(Fault) -> UInt16 {
    guard let digits else {
      guard let defaultPort else { throw Fault("the port is missing") }
      return defaultPort
    }
    guard digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let port = UInt16(digits), ports.contains(port) else {
      throw Fault("\"\(digits)\" is no port from \(ports.lowerBound) to \(ports.upperBound)")
    }
    return port
  }
}

/// A text that names no endpoint: what is wrong, and what is allowed.
public struct MalformedEndpoint: Error, Sendable, Hashable, CustomStringConvertible {
  /// The text.
  public let text: String
  /// What is wrong with it.
  public let reason: String

  /// One sentence.
  public var description: String {
    "\"\(text)\": \(reason); expected HOST:PORT or [IPV6]:PORT"
  }
}

/// Tells addresses from names.
package enum NumericHost {
  /// Whether the text is an IPv4 address of four decimal numbers.
  package static func isVersion4(_ host: String) -> Bool {
    var address = in_addr()
    return unsafe inet_pton(AF_INET, host, &address) == 1
  }

  /// Whether the text is an IPv6 address; a zone such as `%eth0` may follow.
  package static func isVersion6(_ host: String) -> Bool {
    var address = in6_addr()
    let bare = String(host.prefix { $0 != "%" })
    return unsafe inet_pton(AF_INET6, bare, &address) == 1
  }

  /// Whether there is nothing to look up.
  package static func isNumeric(_ host: String) -> Bool { isVersion4(host) || isVersion6(host) }
}
