internal import COpenSSL

/// What server and client contexts have in common: an `SSL_CTX` with the rules of HTTP/2 (RFC 9113 section 9.2).
///
/// TLS 1.2 or later; under 1.2 only ephemeral key exchange with authenticated encryption, which is what the
/// prohibited list of RFC 9113 appendix A leaves; no compression, renegotiation or early data. A client resumes what a
/// server offers to; a server offers it where ``offerTickets()`` was called. Immutable after it is made and shared by all
/// loops; sessions keep the context they were made with.
@safe final class TLSContext: @unchecked Sendable {
  private static let ciphers12 =
    "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384:"
    + "ECDHE-RSA-AES256-GCM-SHA384:ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305"
  private static let ciphers13 = "TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256"
  private static let groups = "X25519:P-256:P-384"
  /// Room for the whole of a read-ahead: two full records.
  private static let readBufferLength = 33 * 1024

  let pointer: OpaquePointer
  /// What may be spoken with it.
  let protocols: Set<ApplicationProtocol>
  /// What servers have offered a client to resume; nil on a server.
  let resumable: KeptSessions?
  private let tickets = SessionTickets()

  /// A context of the server's or the client's side.
  init(server: Bool, protocols: Set<ApplicationProtocol>) throws(TLSError) {
    copenssl_leave_tables()
    guard let context = unsafe SSL_CTX_new(server ? TLS_server_method() : TLS_client_method()) else {
      throw TLSError.latest("make a TLS context")
    }
    unsafe pointer = context
    self.protocols = protocols
    resumable = server ? nil : KeptSessions()
    guard unsafe copenssl_set_min_tls12(context) == 1, unsafe SSL_CTX_set_cipher_list(context, Self.ciphers12) == 1,
      unsafe SSL_CTX_set_ciphersuites(context, Self.ciphers13) == 1,
      unsafe copenssl_set_groups(context, Self.groups) == 1
    else { throw TLSError.latest("set TLS versions and ciphers") }
    _ = unsafe copenssl_set_options(context)
    _ = unsafe copenssl_session_cache_off(context)
    _ = unsafe SSL_CTX_set_num_tickets(context, 0)
    _ = unsafe SSL_CTX_set_max_early_data(context, 0)
    unsafe resumable?.install(in: context)
    _ = unsafe copenssl_set_mode(context)
    // An encrypted key is an error, not a question on the terminal.
    unsafe SSL_CTX_set_default_passwd_cb(context) { _, _, _, _ in -1 }
    unsafe copenssl_set_read_ahead(context)
    unsafe SSL_CTX_set_default_read_buffer_len(context, Self.readBufferLength)
  }

  deinit { unsafe SSL_CTX_free(pointer) }

  /// Makes a server's context offer tickets to its clients.
  func offerTickets() { unsafe tickets.install(in: pointer) }

  /// Reads the certificate followed by its chain, and the private key, both PEM.
  func setIdentity(certificateChain: String, privateKey: String) throws(TLSError) {
    guard unsafe SSL_CTX_use_certificate_chain_file(pointer, certificateChain) == 1 else {
      throw TLSError.latest("read the certificate chain \(certificateChain)")
    }
    guard unsafe SSL_CTX_use_PrivateKey_file(pointer, privateKey, SSL_FILETYPE_PEM) == 1 else {
      throw TLSError.latest("read the private key \(privateKey)")
    }
    guard unsafe SSL_CTX_check_private_key(pointer) == 1 else {
      throw TLSError.latest("match \(privateKey) with \(certificateChain)")
    }
  }

  /// Trusts the certificates of a PEM file.
  func trust(_ file: String) throws(TLSError) {
    guard unsafe SSL_CTX_load_verify_locations(pointer, file, nil) == 1 else {
      throw TLSError.latest("read the certificate authorities \(file)")
    }
  }
}
