internal import COpenSSL

/// What a client trusts and who it is. Servers must have a valid certificate for the name that was asked for and speak
/// a protocol that is offered.
public final class TLSClientContext: Sendable {
  let context: TLSContext

  /// Trusts the certificates of a PEM file; without one, those of the system.
  ///
  /// `certificateChain` and `privateKey`, given together, are PEM files with what the client shows to servers that ask
  /// for a certificate; the key must not be encrypted.
  /// The first of `protocols` that the server knows is spoken.
  /// - Throws: when a file cannot be read, key and certificate do not belong together, or one of them is missing.
  public init(
    certificateAuthorities file: String? = nil, certificateChain: String? = nil, privateKey: String? = nil,
    protocols: Set<ApplicationProtocol> = [.http2]
  ) throws(TLSError) {
    context = try TLSContext(server: false, protocols: protocols)
    if let file {
      try context.trust(file)
    } else {
      guard unsafe SSL_CTX_set_default_verify_paths(context.pointer) == 1 else {
        throw TLSError.latest("read the system's certificate authorities")
      }
    }
    unsafe SSL_CTX_set_verify(context.pointer, SSL_VERIFY_PEER, nil)
    switch (certificateChain, privateKey) {
    case (let chain?, let key?): try context.setIdentity(certificateChain: chain, privateKey: key)
    case (nil, nil): break
    default:
      throw TLSError(
        operation: "set the client's certificate", reason: "certificate chain and private key are given together or not"
      )
    }
    unsafe try ApplicationProtocol.offer(protocols, in: context.pointer)
  }
}
