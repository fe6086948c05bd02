/// A message that comes in pieces, and how the messages of its stream are compressed. Of one ``MessageDeframer`` alone.
final class MessagePart: @unchecked Sendable {
  var encoding = MessageEncoding.identity

  private var prefix: UInt64 = 0
  private var prefixCount = 0
  private var length = 0
  private var isCompressed = false
  private var body: [UInt8] = []

  /// Takes the bytes and hands over every message that is whole with them, in order.
  func receive(
    _ data: UnsafeRawBufferPointer, limit: Int, _ deliver: (ReceivedMessage) -> Void
  ) throws(FramingError) {
    var rest = unsafe data[...]
    while unsafe !rest.isEmpty {
      if prefixCount < MessageFrame.prefixLength {
        unsafe try takePrefix(&rest, limit)
        guard prefixCount == MessageFrame.prefixLength, length == 0 else { continue }
        prefixCount = 0
        deliver(ReceivedMessage(bytes: [], isCompressed: isCompressed))
      } else if let message = unsafe takeBody(&rest) {
        prefixCount = 0
        deliver(ReceivedMessage(bytes: message, isCompressed: isCompressed))
      }
    }
  }

  /// The bytes in an array of their own.
  static func copy(_ bytes: UnsafeRawBufferPointer) -> [UInt8] {
    // Filling uninitialized capacity would take twice as long.
    unsafe Array(bytes.assumingMemoryBound(to: UInt8.self))
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

  private func takePrefix(_ rest: inout Slice<UnsafeRawBufferPointer>, _ limit: Int) throws(FramingError) {
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
  private func takeBody(_ rest: inout Slice<UnsafeRawBufferPointer>) -> [UInt8]? {
    let piece = unsafe rest.prefix(length - body.count)
    unsafe rest = unsafe rest.dropFirst(piece.count)
    if body.isEmpty, unsafe piece.count == length { return unsafe Self.copy(UnsafeRawBufferPointer(rebasing: piece)) }
    unsafe body.append(contentsOf: piece)
    guard body.count == length else { return nil }
    defer { body = [] }
    return body
  }
}
