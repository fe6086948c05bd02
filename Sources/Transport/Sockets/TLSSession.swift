internal import COpenSSL
internal import Glibc

/// TLS over one connected socket.
@safe package final class TLSSession {
  private let pointer: OpaquePointer
  /// Kept, as callbacks of the library use it.
  private let context: TLSContext
  /// The name of the server, which callbacks of the library use; nil on a server.
  private var host: HostName?
  /// Where its records go.
  package let output: RecordOutput

  private init(_ context: TLSContext, socket: Int32) throws(TLSError) {
    guard let session = unsafe SSL_new(context.pointer) else { throw TLSError.latest("make a TLS session") }
    guard unsafe SSL_set_fd(session, socket) == 1 else {
      unsafe SSL_free(session)
      throw TLSError.latest("give TLS its socket")
    }
    do throws(TLSError) { output = unsafe try RecordOutput.install(session, socket: socket) } catch {
      unsafe SSL_free(session)
      throw error
    }
    unsafe pointer = session
    self.context = context
  }

  /// The accepting side.
  package convenience init(server: TLSServerContext, socket: Int32) throws(TLSError) {
    try self.init(server.context, socket: socket)
    unsafe SSL_set_accept_state(pointer)
  }

  /// The connecting side. The certificate must be for `host`, a name (sent as SNI too) or a numeric address.
  package convenience init(client: TLSClientContext, socket: Int32, host: String) throws(TLSError) {
    try self.init(client.context, socket: socket)
    unsafe SSL_set_connect_state(pointer)
    resume(host)
    let parameters = unsafe copenssl_verify_parameters(pointer)
    if unsafe X509_VERIFY_PARAM_set1_ip_asc(parameters, host) == 1 { return }
    ERR_clear_error()
    guard unsafe SSL_set1_host(pointer, host) == 1, unsafe copenssl_set_server_name(pointer, host) == 1 else {
      throw TLSError.latest("ask for the host \(host)")
    }
  }

  deinit {
    // The library would not resume a session whose connection was cut: that is when it is of most use.
    unsafe SSL_set_shutdown(pointer, SSL_SENT_SHUTDOWN | SSL_RECEIVED_SHUTDOWN)
    unsafe SSL_free(pointer)
  }

  /// Offers the server to go on with an earlier session; it may not know it any more, and then the handshake is full.
  private func resume(_ name: String) {
    let host = HostName(name)
    self.host = host
    unsafe SSL_set_ex_data(pointer, 0, Unmanaged.passUnretained(host).toOpaque())
    guard let session = context.resumable?.take(for: name) else { return }
    unsafe SSL_set_session(pointer, session.pointer)
  }

  /// Whether the handshake went on with an earlier session.
  package var isResumed: Bool { unsafe SSL_session_reused(pointer) == 1 }

  /// Goes on with the handshake; `.bytes` when it is complete and both sides have agreed on a protocol, or on none where
  /// HTTP/1.1 is known, which is older than ALPN and spoken without it.
  package func handshake() -> IOResult {
    ERR_clear_error()
    let result = unsafe SSL_do_handshake(pointer)
    guard result == 1 else { return failure(result, "TLS handshake") }
    if applicationProtocol != nil || context.protocols.contains(.http11) { return .bytes(1) }
    return .failed(
      "TLS handshake: the peer did not negotiate \(ApplicationProtocol.names(of: context.protocols)) (ALPN)")
  }

  /// Whether the peer's first message of a handshake has arrived whole.
  package var hasBegun: Bool { unsafe SSL_get_state(pointer) != TLS_ST_BEFORE }

  /// What both ends have agreed to speak; nil before the handshake is over.
  package var applicationProtocol: ApplicationProtocol? {
    unsafe ApplicationProtocol.agreed(by: pointer).flatMap { context.protocols.contains($0) ? $0 : nil }
  }

  /// What the peer's certificate says; nil when it has shown none.
  package var peerIdentity: TLSPeerIdentity? { unsafe PeerCertificate(of: pointer)?.identity }

  /// Reads decrypted bytes, at most one record.
  package func read(into buffer: UnsafeMutableRawBufferPointer) -> IOResult {
    ERR_clear_error()
    let count = unsafe SSL_read(pointer, buffer.baseAddress, Int32(clamping: buffer.count))
    return count > 0 ? .bytes(Int(count)) : failure(count, "TLS read")
  }

  /// Encrypts and writes; a write that blocked must be repeated with the same bytes.
  package func write(_ bytes: UnsafeRawBufferPointer) -> IOResult {
    ERR_clear_error()
    let count = unsafe SSL_write(pointer, bytes.baseAddress, Int32(clamping: bytes.count))
    return count > 0 ? .bytes(Int(count)) : failure(count, "TLS write")
  }

  /// Whether bytes have been taken from the socket that were not read yet: the socket will not announce them.
  package var hasPending: Bool { unsafe SSL_has_pending(pointer) == 1 }

  /// Tells the peer that nothing more will be sent.
  package func shutdown() {
    ERR_clear_error()
    unsafe SSL_shutdown(pointer)
    ERR_clear_error()
  }

  private func failure(_ result: Int32, _ operation: String) -> IOResult {
    let code = errno
    switch unsafe SSL_get_error(pointer, result) {
    case SSL_ERROR_WANT_READ: return .wouldBlock(writing: false)
    case SSL_ERROR_WANT_WRITE: return .wouldBlock(writing: true)
    case SSL_ERROR_ZERO_RETURN: return .closed
    case SSL_ERROR_SYSCALL where code == 0: return .closed
    case SSL_ERROR_SYSCALL: return .failed("\(operation): \(TLSSession.describe(code))")
    default: return .failed("\(operation): \(verificationProblem ?? TLSErrorQueue.drain() ?? "unknown reason")")
    }
  }

  /// Why the peer's certificate was not accepted; nil when it was.
  private var verificationProblem: String? {
    let result = unsafe SSL_get_verify_result(pointer)
    guard result != Int(X509_V_OK), let text = unsafe X509_verify_cert_error_string(result) else { return nil }
    return unsafe "the peer's certificate is not valid: \(String(cString: text))"
  }

  private static func describe(_ code: Int32) -> String {
    unsafe strerror(code).map { unsafe String(cString: $0) } ?? "error \(code)"
  }
}
