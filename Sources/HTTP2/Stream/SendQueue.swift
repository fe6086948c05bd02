/// Bytes that wait to be sent on one stream, in the arrays they were handed over in: queueing copies nothing.
struct SendQueue {
  private var chunks: [[UInt8]] = []
  private var head = 0
  private var offset = 0
  /// How many bytes wait.
  private(set) var count = 0

  /// Puts bytes at the end.
  mutating func append(_ bytes: [UInt8]) {
    guard !bytes.isEmpty else { return }
    chunks.append(bytes)
    count += bytes.count
  }

  /// Takes exactly `length` bytes (at most ``count``) from the front and hands them over in pieces.
  @unsafe mutating func take(_ length: Int, _ body: (UnsafeRawBufferPointer) -> Void) {
    var wanted = min(length, count)
    count -= wanted
    while wanted > 0 {
      let size = min(wanted, chunks[head].count - offset)
      unsafe chunks[head].withUnsafeBytes { bytes in
        unsafe body(UnsafeRawBufferPointer(rebasing: bytes[offset..<offset + size]))
      }
      wanted -= size
      advance(size)
    }
  }

  private mutating func advance(_ size: Int) {
    offset += size
    guard offset == chunks[head].count else { return }
    chunks[head] = []
    head += 1
    offset = 0
    guard head == chunks.count else { return }
    chunks.removeAll(keepingCapacity: chunks.count <= 8)
    head = 0
  }

  /// Drops everything.
  mutating func removeAll() { self = SendQueue() }
}
