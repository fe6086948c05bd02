internal import COpenSSL
internal import Glibc

/// Whether a server asks its clients for certificates.
public enum ClientCertificates: Sendable, Hashable {
  /// It does not.
  case notAsked
  /// It does, and clients may come without. One that is shown must be signed by an authority of the PEM file.
  case optional(authorities: String)
  /// It does, and handshakes with clients that have none signed by an authority of the PEM file fail.
  case required(authorities: String)

  /// The file of the authorities.
  var authorities: String? {
    switch self {
    case .notAsked: nil
    case .optional(let file), .required(let file): file
    }
  }
}

/// The files a server's TLS identity is read from.
struct TLSServerFiles: Sendable {
  let certificateChain: String
  let privateKey: String
  let clientCertificates: ClientCertificates
  let protocols: Set<ApplicationProtocol>

  /// What tells whether a file has changed.
  var stamp: [FileStamp] {
    [certificateChain, privateKey, clientCertificates.authorities].compactMap(\.self).map { FileStamp($0) }
  }

  /// Reads the files.
  func makeContext() throws(TLSError) -> TLSContext {
    let context = try TLSContext(server: true, protocols: protocols)
    try context.setIdentity(certificateChain: certificateChain, privateKey: privateKey)
    unsafe ApplicationProtocol.require(protocols, in: context.pointer)
    if let authorities = clientCertificates.authorities {
      // Who a client is, is looked at in each handshake: a ticket would outlive its certificate.
      try ask(context, authorities)
    } else {
      context.offerTickets()
    }
    return context
  }

  private func ask(_ context: TLSContext, _ authorities: String) throws(TLSError) {
    try context.trust(authorities)
    guard let names = unsafe SSL_load_client_CA_file(authorities) else {
      throw TLSError.latest("read the names of the certificate authorities \(authorities)")
    }
    // The context owns the list from here on.
    unsafe SSL_CTX_set_client_CA_list(context.pointer, names)
    var mode = SSL_VERIFY_PEER
    if case .required = clientCertificates { mode |= SSL_VERIFY_FAIL_IF_NO_PEER_CERT }
    unsafe SSL_CTX_set_verify(context.pointer, mode, nil)
  }
}

/// What the system says of a file: changes when it is written or another takes its place.
struct FileStamp: Hashable, Sendable {
  private var inode: UInt = 0
  private var size = 0
  private var seconds = 0
  private var nanoseconds = 0

  /// The stamp of the file now; all zero when there is none.
  init(_ path: String) {
    var status = stat()
    guard unsafe stat(path, &status) == 0 else { return }
    inode = UInt(status.st_ino)
    size = Int(status.st_size)
    seconds = Int(status.st_mtim.tv_sec)
    nanoseconds = Int(status.st_mtim.tv_nsec)
  }
}
