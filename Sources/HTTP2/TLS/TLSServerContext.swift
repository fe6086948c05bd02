internal import COpenSSL

/// The TLS identity and rules of a server. Made once, shared by all its connections.
public final class TLSServerContext: Sendable {
  let context: TLSContext

  /// Reads a PEM file with the certificate followed by its chain, and a PEM file with the unencrypted private key.
  ///
  /// Throws when a file cannot be read and when key and certificate do not belong together.
  public init(certificateChain: String, privateKey: String) throws(TLSError) {
    context = try TLSContext(server: true)
    guard unsafe SSL_CTX_use_certificate_chain_file(context.pointer, certificateChain) == 1 else {
      throw TLSError.latest("read the certificate chain \(certificateChain)")
    }
    guard unsafe SSL_CTX_use_PrivateKey_file(context.pointer, privateKey, SSL_FILETYPE_PEM) == 1 else {
      throw TLSError.latest("read the private key \(privateKey)")
    }
    guard unsafe SSL_CTX_check_private_key(context.pointer) == 1 else {
      throw TLSError.latest("match \(privateKey) with \(certificateChain)")
    }
    ALPN.require(context)
  }
}
