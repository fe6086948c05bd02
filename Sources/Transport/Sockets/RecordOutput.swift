internal import COpenSSL
internal import Glibc

/// Where a TLS session puts its records: to memory that is lent for as long as output is gathered, so that several leave
/// in one write, and to the socket otherwise.
@safe package final class RecordOutput {
  private let socket: Int32
  private var memory: UnsafeMutableRawBufferPointer?
  /// How many bytes of records lie in the lent memory.
  package private(set) var count = 0
  /// Whether older records wait for the socket, which these must not pass.
  package var isBlocked = false

  private init(_ socket: Int32) {
    self.socket = socket
    unsafe memory = nil
  }

  /// Makes the session, whose socket is set, write its records to an output that must live as long as it does.
  static func install(_ session: OpaquePointer, socket: Int32) throws(TLSError) -> RecordOutput {
    guard let method = unsafe method, let bio = unsafe BIO_new(method) else {
      throw TLSError.latest("make a TLS session's output")
    }
    let output = RecordOutput(socket)
    unsafe BIO_set_data(bio, Unmanaged.passUnretained(output).toOpaque())
    unsafe BIO_set_init(bio, 1)
    unsafe SSL_set0_wbio(session, bio)
    return output
  }

  /// Lends memory; whoever lends it takes it back before it is used for anything else.
  @unsafe package func lend(_ memory: UnsafeMutableRawBufferPointer) {
    unsafe self.memory = memory
    count = 0
  }

  /// Takes the memory back.
  package func takeBack() { unsafe memory = nil }

  /// The records in the lent memory; they are to be sent before more are made.
  @unsafe package func takeRecords() -> UnsafeRawBufferPointer {
    guard let memory = unsafe memory else { return unsafe UnsafeRawBufferPointer(start: nil, count: 0) }
    defer { count = 0 }
    return unsafe UnsafeRawBufferPointer(rebasing: memory[..<count])
  }

  /// Takes bytes of a record; answers how many, or -1 when it takes none now.
  private func put(_ bytes: UnsafeRawBufferPointer) -> Int {
    guard let memory = unsafe memory else {
      return isBlocked ? refuse() : unsafe send(socket, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL))
    }
    guard bytes.count <= memory.count - count else { return refuse() }
    unsafe UnsafeMutableRawBufferPointer(rebasing: memory[count...]).copyMemory(from: bytes)
    count += bytes.count
    return bytes.count
  }

  private func refuse() -> Int {
    errno = EAGAIN
    return -1
  }

  /// What OpenSSL calls.
  private static nonisolated(unsafe) let method: OpaquePointer? = {
    let kind = BIO_get_new_index() | BIO_TYPE_SOURCE_SINK
    guard let method = unsafe BIO_meth_new(kind, "records") else { return nil }
    unsafe BIO_meth_set_write(method) { bio, bytes, count in
      guard let data = unsafe BIO_get_data(bio), count > 0 else { return 0 }
      let output = unsafe Unmanaged<RecordOutput>.fromOpaque(data).takeUnretainedValue()
      unsafe copenssl_clear_retry(bio)
      let taken = unsafe output.put(UnsafeRawBufferPointer(start: bytes, count: Int(count)))
      if taken < 0, errno == EAGAIN || errno == EINTR { unsafe copenssl_retry_write(bio) }
      return Int32(taken)
    }
    // Nothing is held back here, so that there is nothing to flush.
    unsafe BIO_meth_set_ctrl(method) { _, command, _, _ in command == BIO_CTRL_FLUSH ? 1 : 0 }
    return unsafe method
  }()
}
