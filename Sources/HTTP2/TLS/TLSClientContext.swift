internal import COpenSSL

/// What a client trusts. Servers must have a valid certificate for the name that was asked for and speak `h2`.
public final class TLSClientContext: Sendable {
  let context: TLSContext

  /// Trusts the certificates of a PEM file; without one, those of the system.
  public init(certificateAuthorities file: String? = nil) throws(TLSError) {
    context = try TLSContext(server: false)
    if let file {
      guard unsafe SSL_CTX_load_verify_locations(context.pointer, file, nil) == 1 else {
        throw TLSError.latest("read the certificate authorities \(file)")
      }
    } else {
      guard unsafe SSL_CTX_set_default_verify_paths(context.pointer) == 1 else {
        throw TLSError.latest("read the system's certificate authorities")
      }
    }
    unsafe SSL_CTX_set_verify(context.pointer, SSL_VERIFY_PEER, nil)
    // Unlike most of the library, this one answers 0 for success.
    guard unsafe SSL_CTX_set_alpn_protos(context.pointer, ALPN.offer, UInt32(ALPN.offer.count)) == 0 else {
      throw TLSError.latest("offer h2")
    }
  }
}
