import COpenSSL
import Glibc

/// How a raw client speaks TLS.
package struct RawTLS: Sendable {
  /// `TLS1_2_VERSION` and the like.
  package var minimum = TLS1_2_VERSION
  package var maximum = TLS1_3_VERSION
  /// The protocols offered; empty offers none.
  package var protocols = ["h2"]
  /// Ciphers of TLS 1.2 and earlier in OpenSSL's words; nil leaves the library's.
  package var ciphers: String?
  /// What the client shows when asked.
  package var identity: RawIdentity?

  package init() {}

  /// The versions this machine's library knows, by the names used here.
  package static let version10 = TLS1_VERSION
  package static let version11 = TLS1_1_VERSION
  package static let version12 = TLS1_2_VERSION
  package static let version13 = TLS1_3_VERSION
}

/// TLS over a socket, as a client that verifies nothing.
package final class TLSPipe: RawPipe {
  private let socket: SocketPipe
  private let context: OpaquePointer
  private let session: OpaquePointer
  private var scratch = [UInt8](repeating: 0, count: 32768)

  /// Shakes hands; throws OpenSSL's reason when that fails.
  package init(_ socket: SocketPipe, _ settings: RawTLS = RawTLS()) throws {
    guard let context = SSL_CTX_new(TLS_client_method()) else { throw RawFailure("no TLS context") }
    Self.apply(settings, context)
    guard let session = SSL_new(context) else {
      SSL_CTX_free(context)
      throw RawFailure("no TLS session")
    }
    self.socket = socket
    self.context = context
    self.session = session
    SSL_set_fd(session, socket.descriptor)
    ERR_clear_error()
    guard repeated({ SSL_connect(session) }) == 1 else { throw RawFailure("handshake: \(Self.reason)") }
  }

  deinit {
    SSL_free(session)
    SSL_CTX_free(context)
  }

  private static func apply(_ settings: RawTLS, _ context: OpaquePointer) {
    // Old versions and small keys are what is being tried: the library must let us.
    SSL_CTX_set_security_level(context, 0)
    copenssl_set_versions(context, settings.minimum, settings.maximum)
    if let ciphers = settings.ciphers { SSL_CTX_set_cipher_list(context, ciphers) }
    let offer = settings.protocols.flatMap { [UInt8($0.utf8.count)] + Array($0.utf8) }
    if !offer.isEmpty { SSL_CTX_set_alpn_protos(context, offer, UInt32(offer.count)) }
    if let identity = settings.identity {
      SSL_CTX_use_certificate_chain_file(context, identity.certificatePath)
      SSL_CTX_use_PrivateKey_file(context, identity.keyPath, SSL_FILETYPE_PEM)
    }
  }

  /// Repeats what a signal has interrupted: the library wants it again, as it does when the socket's time is up.
  private func repeated(_ call: () -> Int32) -> Int32 {
    while true {
      errno = 0
      let result = call()
      let code = SSL_get_error(session, result)
      guard errno == EINTR, code == SSL_ERROR_WANT_READ || code == SSL_ERROR_WANT_WRITE else { return result }
    }
  }

  /// The library's latest reason, after which its queue is empty.
  package static var reason: String {
    let code = ERR_get_error()
    ERR_clear_error()
    return code == 0
      ? "the connection ended" : copenssl_error_reason(code).map { String(cString: $0) } ?? "error \(code)"
  }

  /// The version that was agreed on, such as `TLSv1.3`.
  package var version: String { String(cString: SSL_get_version(session)) }
  /// The SHA-256 fingerprint of the server's certificate.
  package var serverFingerprint: [UInt8] {
    guard let certificate = SSL_get1_peer_certificate(session) else { return [] }
    defer { X509_free(certificate) }
    var digest = [UInt8](repeating: 0, count: 64)
    var length: UInt32 = 0
    X509_digest(certificate, EVP_sha256(), &digest, &length)
    return Array(digest.prefix(Int(length)))
  }
  /// Whether the session can be resumed with early data.
  package var allowsEarlyData: Bool { SSL_get_session(session).map { SSL_SESSION_get_max_early_data($0) > 0 } ?? false }

  /// Asks for a new handshake (TLS 1.2); false when the library refuses to ask.
  package func renegotiate() -> Bool {
    SSL_renegotiate(session) == 1 && repeated { SSL_do_handshake(session) } == 1
  }

  package func write(_ bytes: [UInt8]) -> Bool {
    ERR_clear_error()
    return bytes.isEmpty || repeated { SSL_write(session, bytes, Int32(bytes.count)) } == Int32(bytes.count)
  }

  package func read() throws -> [UInt8]? {
    ERR_clear_error()
    let count = repeated { SSL_read(session, &scratch, Int32(scratch.count)) }
    if count > 0 { return Array(scratch[..<Int(count)]) }
    let code = SSL_get_error(session, count)
    if code == SSL_ERROR_ZERO_RETURN || code == SSL_ERROR_SYSCALL { return nil }
    if code == SSL_ERROR_WANT_READ { throw RawFailure("nothing to read") }
    throw RawFailure("TLS read: \(Self.reason)")
  }

  package func endOutput() { SSL_shutdown(session) }
}
