/// `HOST:PORT` or `[IPV6]:PORT` to listen on.
struct ListenAddress {
  let host: String
  let port: UInt16

  /// Reads an address; nil when it is none.
  init?(_ text: String) {
    guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[text.index(after: colon)...]) else { return nil }
    let host = text[..<colon]
    guard !host.isEmpty else { return nil }
    self.host = host.hasPrefix("[") && host.hasSuffix("]") ? String(host.dropFirst().dropLast()) : String(host)
    self.port = port
  }
}
