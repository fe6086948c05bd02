internal import Glibc

/// A socket address in the system's own form.
///
/// The only place that looks at `sockaddr` memory.
struct SocketAddress: Sendable {
  private(set) var storage = sockaddr_storage()
  private(set) var length: socklen_t = 0

  /// The address family (`AF_INET`, `AF_INET6` or `AF_UNIX`).
  var family: Int32 { Int32(storage.ss_family) }

  /// Copies an address found by the resolver.
  @unsafe init?(copying address: UnsafePointer<sockaddr>?, length: socklen_t) {
    guard let address = unsafe address, Int(length) <= MemoryLayout<sockaddr_storage>.size else { return nil }
    unsafe withUnsafeMutableBytes(of: &storage) { target in
      unsafe target.copyMemory(from: UnsafeRawBufferPointer(start: address, count: Int(length)))
    }
    self.length = length
  }

  /// The address of a unix-domain socket.
  init(unixPath path: String) throws(SocketError) {
    var address = sockaddr_un()
    let capacity = MemoryLayout.size(ofValue: address.sun_path) - 1
    let bytes = Array(path.utf8)
    guard !bytes.isEmpty, bytes.count <= capacity, !bytes.contains(0) else {
      throw SocketError("unix socket \(path)", reason: "the path must have 1 to \(capacity) bytes and no zero byte")
    }
    address.sun_family = sa_family_t(AF_UNIX)
    unsafe withUnsafeMutableBytes(of: &address.sun_path) { target in unsafe target.copyBytes(from: bytes) }
    unsafe withUnsafeMutableBytes(of: &storage) { target in
      unsafe withUnsafeBytes(of: &address) { source in unsafe target.copyMemory(from: source) }
    }
    length = socklen_t(MemoryLayout<sockaddr_un>.size)
  }

  /// Reads an address with a system call that fills `sockaddr`, such as `getsockname`.
  init?(filledBy call: (UnsafeMutablePointer<sockaddr>, UnsafeMutablePointer<socklen_t>) -> Int32) {
    var storage = sockaddr_storage()
    var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
    let result = unsafe withUnsafeMutablePointer(to: &storage) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { unsafe call($0, &length) }
    }
    guard result == 0 else { return nil }
    self.storage = storage
    self.length = length
  }

  /// Hands the address to a system call.
  func withPointer<R>(_ body: (UnsafePointer<sockaddr>, socklen_t) -> R) -> R {
    unsafe withUnsafePointer(to: storage) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { unsafe body($0, length) }
    }
  }

  /// The endpoint in words, with a numeric host; nil when the family is another one.
  var endpoint: Endpoint? {
    if family == AF_UNIX { return .unix(path: unixPath) }
    guard family == AF_INET || family == AF_INET6 else { return nil }
    var host = [CChar](repeating: 0, count: Int(NI_MAXHOST))
    var service = [CChar](repeating: 0, count: 32)
    let result = unsafe withPointer { pointer, length in
      unsafe getnameinfo(
        pointer, length, &host, socklen_t(host.count), &service, socklen_t(service.count),
        NI_NUMERICHOST | NI_NUMERICSERV)
    }
    guard result == 0, let port = UInt16(Self.text(service)) else { return nil }
    return .tcp(host: Self.text(host), port: port)
  }

  private var unixPath: String {
    unsafe withUnsafeBytes(of: storage) { bytes in
      let path = unsafe bytes[MemoryLayout<sa_family_t>.size..<max(MemoryLayout<sa_family_t>.size, Int(length))]
      return unsafe String(decoding: path.prefix { $0 != 0 }, as: UTF8.self)
    }
  }

  private static func text(_ characters: [CChar]) -> String {
    String(decoding: characters.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
