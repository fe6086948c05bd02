/// Cuts a stream of bytes, in whatever pieces they come, into messages.
///
/// The length is checked as soon as the prefix is whole; memory grows only with the bytes that have arrived.
struct MessageDeframer: ~Copyable, Sendable {
  /// What is known of a message that comes in pieces; nil as long as all came whole.
  private var part: MessagePart?
  private let mostBytes: UInt32

  /// The most bytes a message may have; no more than its prefix can say.
  var limit: Int { Int(mostBytes) }

  /// How messages flagged as compressed are compressed.
  var encoding: MessageEncoding {
    get { part?.encoding ?? .identity }
    set { if newValue != .identity || part != nil { kept().encoding = newValue } }
  }

  /// Whether some bytes of a message have arrived and some have not.
  var isWithinMessage: Bool { part?.isWithinMessage ?? false }

  /// A deframer at the start of a stream.
  init(limit: Int) {
    mostBytes = UInt32(clamping: limit)
  }

  /// Takes the bytes and hands over every message that is whole with them, in order.
  mutating func receive(
    _ data: UnsafeRawBufferPointer, _ deliver: (ReceivedMessage) -> Void
  ) throws(FramingError) {
    unsafe try kept().receive(data, limit: limit, deliver)
  }

  /// The message, when the bytes are one plain message, no more and no less, and nothing waits from before; then none of
  /// them need be received. Most messages of unary calls come so.
  func sole(in data: UnsafeRawBufferPointer) -> ReceivedMessage? {
    guard !isWithinMessage, data.count >= MessageFrame.prefixLength, unsafe data[0] == 0 else { return nil }
    let length = Int(UInt32(bigEndian: unsafe data.loadUnaligned(fromByteOffset: 1, as: UInt32.self)))
    guard length <= limit, length == data.count - MessageFrame.prefixLength else { return nil }
    let body = unsafe UnsafeRawBufferPointer(rebasing: data[MessageFrame.prefixLength...])
    return ReceivedMessage(bytes: unsafe MessagePart.copy(body), isCompressed: false)
  }

  /// Checks that the stream may end here.
  func finish() throws(FramingError) {
    try part?.finish()
  }

  private mutating func kept() -> MessagePart {
    if let part { return part }
    let made = MessagePart()
    part = made
    return made
  }
}
