internal import Glibc

/// A connected socket with or without TLS. Owns the descriptor.
package enum ConnectedSocket {
  /// The descriptor of a socket without TLS.
  case clear(Int32)
  /// The session over a socket, and its descriptor.
  case tls(TLSSession, Int32)

  /// The socket.
  package var descriptor: Int32 {
    switch self {
    case .clear(let socket), .tls(_, let socket): socket
    }
  }

  /// Whether TLS protects it.
  package var isSecure: Bool { if case .tls = self { true } else { false } }

  /// What the peer's certificate says; nil without TLS or certificate.
  package var peerIdentity: TLSPeerIdentity? {
    if case .tls(let session, _) = self { session.peerIdentity } else { nil }
  }

  /// Whether TLS went on with an earlier session.
  package var isResumed: Bool { if case .tls(let session, _) = self { session.isResumed } else { false } }

  /// What both ends have agreed to speak in the handshake; nil without TLS.
  package var applicationProtocol: ApplicationProtocol? {
    if case .tls(let session, _) = self { session.applicationProtocol } else { nil }
  }

  /// Whether input waits that the socket will not announce.
  package var hasPending: Bool { if case .tls(let session, _) = self { session.hasPending } else { false } }

  /// Whether the peer has begun to shake hands; a clear transport has no handshake.
  package var hasBegun: Bool { if case .tls(let session, _) = self { session.hasBegun } else { false } }

  /// Goes on with the handshake; a clear transport has none.
  package func handshake() -> IOResult {
    if case .tls(let session, _) = self { session.handshake() } else { .bytes(1) }
  }

  /// Reads what is there, at most what fits into `buffer`.
  package func read(into buffer: UnsafeMutableRawBufferPointer) -> IOResult {
    switch self {
    case .tls(let session, _): return unsafe session.read(into: buffer)
    case .clear(let socket):
      let count = unsafe recv(socket, buffer.baseAddress, buffer.count, 0)
      return count == 0 ? .closed : Self.result(count, "read")
    }
  }

  /// Sends bytes as they are, records of TLS among them, as many as the socket takes.
  package func send(_ bytes: UnsafeRawBufferPointer) -> IOResult {
    Self.result(unsafe Glibc.send(descriptor, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL)), "write")
  }

  /// Says whether bytes wait for the socket that no record of TLS must pass.
  package func holdRecords(_ isBlocked: Bool) {
    if case .tls(let session, _) = self { session.output.isBlocked = isBlocked }
  }

  private static func result(_ count: Int, _ operation: String) -> IOResult {
    if count > 0 { return .bytes(count) }
    switch errno {
    case EAGAIN, EINTR: return .wouldBlock(writing: operation == "write")
    case let code: return .failed("\(operation): \(unsafe String(cString: strerror(code)))")
    }
  }

  /// Ends the sending direction, so that the peer reads what was sent and then the end.
  package func endOutput() {
    if case .tls(let session, _) = self { session.shutdown() }
    shutdown(descriptor, Int32(SHUT_WR))
  }

  /// Throws input away without looking at it; false at its end.
  package func discardInput(_ buffer: UnsafeMutableRawBufferPointer) -> Bool {
    let count = unsafe recv(descriptor, buffer.baseAddress, buffer.count, 0)
    return count > 0 || (count < 0 && (errno == EAGAIN || errno == EINTR))
  }

  /// Closes the socket.
  package func close() { Glibc.close(descriptor) }
}
