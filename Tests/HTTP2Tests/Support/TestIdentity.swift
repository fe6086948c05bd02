import RawHTTP2
import Transport

/// The certificate the test servers share.
enum TestIdentity {
  static let shared = Result { try RawIdentity() }
}

extension RawIdentity {
  func serverContext() throws -> TLSServerContext {
    try TLSServerContext(certificateChain: certificatePath, privateKey: keyPath)
  }

  func clientContext() throws -> TLSClientContext { try TLSClientContext(certificateAuthorities: certificatePath) }
}
