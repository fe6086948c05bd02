/// An origin whose pages may call, as browsers write it: a scheme, a host, and a port where it is not the scheme's own.
package struct WebOrigin: Sendable, Hashable {
  /// A text that is no origin; the description says what is allowed.
  package struct Unusable: Error, Sendable, CustomStringConvertible {
    package let description: String
  }

  /// The origin, for example `https://shop.example` or `http://localhost:8080`.
  package let text: String

  /// The port that each scheme has by itself, and that browsers do not write.
  private static let ports = ["https": 443, "http": 80]

  /// Reads an origin; it must be written as browsers write it, since nothing else would be equal to what they send.
  package init(_ text: String) throws(Unusable) {
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, let own = Self.ports[String(parts[0])], parts[1].hasPrefix("//") else {
      throw Self.unusable(text, "a scheme, http or https, comes first")
    }
    let (host, port) = Self.hostAndPort(parts[1].dropFirst(2))
    guard Self.isHost(host) else {
      throw Self.unusable(text, "the host has lower-case letters, digits, hyphens and dots")
    }
    if let port {
      guard let number = UInt16(port), number > 0, "\(number)" == port else {
        throw Self.unusable(text, "a port is 1 to 65535")
      }
      guard Int(number) != own else { throw Self.unusable(text, "browsers leave out the port \(own) of \(parts[0])") }
    }
    self.text = text
  }

  /// An IPv6 address has colons of its own, between brackets.
  private static func hostAndPort(_ text: Substring) -> (host: Substring, port: Substring?) {
    guard let colon = text.lastIndex(of: ":"), text.last != "]" else { return (text, nil) }
    return (text[..<colon], text[text.index(after: colon)...])
  }

  private static func isHost(_ host: Substring) -> Bool {
    let isAddress = host.hasPrefix("[") && host.hasSuffix("]")
    let name = isAddress ? host.dropFirst().dropLast() : host
    return !name.isEmpty
      && name.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
        case UInt8(ascii: "."), UInt8(ascii: "-"): !isAddress
        case UInt8(ascii: ":"): isAddress
        default: false
        }
      }
  }

  private static func unusable(_ text: String, _ reason: String) -> Unusable {
    Unusable(
      description: "\"\(text.prefix(200))\": \(reason); allowed: SCHEME://HOST[:PORT], such as https://shop.example")
  }
}
