internal import COpenSSL
internal import Synchronization

/// The sessions that servers have offered a client to resume, each for one use (RFC 8446 appendix C.4), by the name that
/// the server's certificate was verified for.
@safe final class KeptSessions: Sendable {
  /// A session of the library; whoever takes it has it alone.
  @safe final class Kept: @unchecked Sendable {
    let pointer: OpaquePointer
    init(_ pointer: OpaquePointer) { unsafe self.pointer = pointer }
    deinit { unsafe SSL_SESSION_free(pointer) }
  }

  /// How many are kept for a name, and for how many names.
  private static let (mostOfHost, mostHosts) = (8, 64)
  private let kept = Mutex<[String: [Kept]]>([:])

  /// Makes a context hand over what servers offer. The context must not outlive this.
  func install(in context: OpaquePointer) {
    unsafe SSL_CTX_set_ex_data(context, 0, Unmanaged.passUnretained(self).toOpaque())
    unsafe copenssl_allow_tickets(context)
    _ = unsafe copenssl_session_cache_of_client(context)
    unsafe SSL_CTX_sess_set_new_cb(context) { session, offered in
      guard let offered = unsafe offered, let data = unsafe SSL_CTX_get_ex_data(SSL_get_SSL_CTX(session), 0),
        let name = unsafe SSL_get_ex_data(session, 0)
      else { return 0 }
      let sessions = unsafe Unmanaged<KeptSessions>.fromOpaque(data).takeUnretainedValue()
      sessions.keep(unsafe Kept(offered), for: unsafe Unmanaged<HostName>.fromOpaque(name).takeUnretainedValue().text)
      return 1
    }
  }

  /// A session for a connection to the host, which is kept no longer; nil without one.
  func take(for host: String) -> Kept? { kept.withLock { $0[host]?.popLast() } }

  private func keep(_ session: Kept, for host: String) {
    kept.withLock { kept in
      var ofHost = kept[host] ?? []
      if ofHost.count == Self.mostOfHost { ofHost.removeFirst() }
      if kept[host] == nil, kept.count == Self.mostHosts { kept.removeAll() }
      ofHost.append(session)
      kept[host] = ofHost
    }
  }
}

/// A host's name that the library's session remembers; its owner keeps it alive.
final class HostName: Sendable {
  let text: String
  init(_ text: String) { self.text = text }
}
