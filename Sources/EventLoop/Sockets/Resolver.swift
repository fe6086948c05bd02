internal import Glibc

/// Name resolution with the system's resolver. Blocks: run it on a `BlockingPool`.
enum Resolver {
  /// The addresses of an endpoint in the order in which the system would try them.
  ///
  /// `passive` asks for addresses to listen on; an empty host then means every interface.
  static func addresses(of endpoint: Endpoint, passive: Bool) throws(SocketError) -> [SocketAddress] {
    switch endpoint {
    case .unix(let path): return [try SocketAddress(unixPath: path)]
    case .tcp(let host, let port): return try addresses(host: host, port: port, passive: passive)
    }
  }

  private static func addresses(host: String, port: UInt16, passive: Bool) throws(SocketError) -> [SocketAddress] {
    var hints = unsafe addrinfo()
    unsafe hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    unsafe hints.ai_flags = AI_NUMERICSERV | (passive ? AI_PASSIVE : 0)
    var list: UnsafeMutablePointer<addrinfo>?
    let code = unsafe getaddrinfo(host.isEmpty ? nil : host, String(port), &hints, &list)
    guard code == 0 else { throw failure(host, code) }
    defer { unsafe freeaddrinfo(list) }
    var found: [SocketAddress] = []
    var next = unsafe list
    while let entry = unsafe next?.pointee {
      if let address = unsafe SocketAddress(copying: entry.ai_addr, length: entry.ai_addrlen) { found.append(address) }
      unsafe next = entry.ai_next
    }
    guard !found.isEmpty else { throw SocketError("resolve \(host)", reason: "the name has no address") }
    return found
  }

  private static func failure(_ host: String, _ code: Int32) -> SocketError {
    if code == EAI_SYSTEM { return SocketError("resolve \(host)", code: errno) }
    let reason = unsafe gai_strerror(code).map { unsafe String(cString: $0) } ?? "error \(code)"
    return SocketError("resolve \(host)", reason: reason)
  }
}
