package import RPC

/// Where a server is: `HOST:PORT`, or `unix:PATH`.
package struct Endpoint: Sendable, Hashable {
  /// A text that names no endpoint, and what does.
  package struct Malformed: Error, CustomStringConvertible {
    /// The text.
    package let text: String
    package var description: String {
      "endpoint \"\(text)\": expected HOST:PORT with a port of 1 to 65535, [IPV6]:PORT, or unix:PATH"
    }
  }

  private enum Place: Sendable, Hashable {
    case tcp(host: String, port: UInt16)
    case unix(path: String)
  }

  private let place: Place

  /// Reads an endpoint.
  package init(_ text: String) throws(Malformed) {
    if text.hasPrefix("unix:"), text.utf8.count > 5 {
      place = .unix(path: String(text.dropFirst(5)))
      return
    }
    guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[text.index(after: colon)...]), port > 0 else {
      throw Malformed(text: text)
    }
    var host = String(text[..<colon])
    if host.hasPrefix("["), host.hasSuffix("]") { host = String(host.dropFirst().dropLast()) }
    guard !host.isEmpty else { throw Malformed(text: text) }
    place = .tcp(host: host, port: port)
  }

  /// The port, if the endpoint is on the loopback interface of IPv4; otherwise nil.
  package var loopbackPort: UInt16? {
    guard case .tcp(let host, let port) = place, host == "127.0.0.1" || host == "localhost" else { return nil }
    return port
  }

  /// What a channel connects to.
  ///
  /// - Parameters:
  ///   - ca: PEM file of the authorities to trust; nil trusts the system's.
  ///   - plaintext: HTTP/2 without TLS; for tests on the loopback interface.
  package func target(ca: String?, plaintext: Bool = false) -> ChannelTarget {
    target(plaintext ? .plaintext : .tls(ClientTLS(ca: ca)))
  }

  /// What a channel connects to; a unix socket has no TLS.
  package func target(_ security: ChannelSecurity) -> ChannelTarget {
    switch (place, security) {
    case (.unix(let path), _): .unix(path: path)
    case (.tcp(let host, let port), .plaintext): .plaintext(host: host, port: port)
    case (.tcp(let host, let port), .tls(let tls)): .tls(host: host, port: port, tls)
    }
  }
}
