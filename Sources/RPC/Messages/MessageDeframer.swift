/// Cuts a stream of bytes, in whatever pieces they come, into messages.
///
/// The length is checked as soon as the prefix is whole; memory grows only with the bytes that have arrived.
struct MessageDeframer: Sendable {
  /// The most bytes a message may have.
  let limit: Int
  /// How messages flagged as compressed are compressed.
  var encoding = MessageEncoding.identity

  private var prefix: UInt64 = 0
  private var prefixCount = 0
  private var length = 0
  private var isCompressed = false
  private var body: [UInt8] = []

  /// A deframer at the start of a stream.
  init(limit: Int) {
    self.limit = limit
  }

  /// Takes the bytes and hands over every message that is whole with them, in order.
  mutating func receive(
    _ data: UnsafeRawBufferPointer, _ deliver: (ReceivedMessage) -> Void
  ) throws(FramingError) {
    var rest = unsafe data[...]
    while unsafe !rest.isEmpty {
      if prefixCount < MessageFrame.prefixLength {
        unsafe try takePrefix(&rest)
        guard prefixCount == MessageFrame.prefixLength, length == 0 else { continue }
        prefixCount = 0
        deliver(ReceivedMessage(bytes: [], isCompressed: isCompressed))
      } else if let message = unsafe takeBody(&rest) {
        prefixCount = 0
        deliver(ReceivedMessage(bytes: message, isCompressed: isCompressed))
      }
    }
  }

  /// The message, when the bytes are one plain message, no more and no less, and nothing waits from before; then none of
  /// them need be received. Most messages of unary calls come so.
  func sole(in data: UnsafeRawBufferPointer) -> ReceivedMessage? {
    guard prefixCount == 0, data.count >= MessageFrame.prefixLength, unsafe data[0] == 0 else { return nil }
    let length = Int(UInt32(bigEndian: unsafe data.loadUnaligned(fromByteOffset: 1, as: UInt32.self)))
    guard length <= limit, length == data.count - MessageFrame.prefixLength else { return nil }
    let body = unsafe UnsafeRawBufferPointer(rebasing: data[MessageFrame.prefixLength...])
    return ReceivedMessage(bytes: unsafe Self.copy(body), isCompressed: false)
  }

  private static func copy(_ bytes: UnsafeRawBufferPointer) -> [UInt8] {
    unsafe [UInt8](unsafeUninitializedCapacity: bytes.count) { target, count in
      unsafe UnsafeMutableRawBufferPointer(target).copyMemory(from: bytes)
      count = bytes.count
    }
  }

  /// Whether some bytes of a message have arrived and some have not.
  var isWithinMessage: Bool { prefixCount > 0 }

  /// Checks that the stream may end here.
  func finish() throws(FramingError) {
    guard prefixCount > 0 else { return }
    if prefixCount < MessageFrame.prefixLength {
      throw .truncated(received: prefixCount, expected: MessageFrame.prefixLength)
    }
    throw .truncated(received: body.count, expected: length)
  }

  private mutating func takePrefix(_ rest: inout Slice<UnsafeRawBufferPointer>) throws(FramingError) {
    while prefixCount < MessageFrame.prefixLength, let byte = unsafe rest.popFirst() {
      prefix = (prefix << 8) | UInt64(byte)
      prefixCount += 1
      if prefixCount == 1, byte > 1 { throw .invalidFlag(byte) }
    }
    guard prefixCount == MessageFrame.prefixLength else { return }
    length = Int(prefix & 0xFFFF_FFFF)
    isCompressed = (prefix >> 32) & 1 == 1
    prefix = 0
    guard length <= limit else { throw .tooLarge(length: length, limit: limit) }
    if isCompressed { try checkEncoding() }
  }

  private func checkEncoding() throws(FramingError) {
    switch encoding {
    case .compressed: break
    case .identity: throw .unannouncedCompression
    case .unsupported(let name): throw .unsupportedCompression(name)
    }
  }

  /// The message, once its last byte is there; one that lies whole in the input is copied once.
  private mutating func takeBody(_ rest: inout Slice<UnsafeRawBufferPointer>) -> [UInt8]? {
    let piece = unsafe rest.prefix(length - body.count)
    unsafe rest = unsafe rest.dropFirst(piece.count)
    if body.isEmpty, unsafe piece.count == length { return unsafe Self.copy(UnsafeRawBufferPointer(rebasing: piece)) }
    unsafe body.append(contentsOf: piece)
    guard body.count == length else { return nil }
    defer { body = [] }
    return body
  }
}
