/// Bytes that wait to be sent on one stream, in the arrays they were handed over in: queueing copies nothing.
struct SendQueue {
  /// The array at the front; most streams never have a second one.
  private var front: [UInt8] = []
  private var offset = 0
  private var others: [[UInt8]] = []
  private var head = 0
  /// How many bytes wait.
  private(set) var count = 0

  /// Puts bytes at the end.
  mutating func append(_ bytes: [UInt8]) {
    guard !bytes.isEmpty else { return }
    if count == 0 { front = bytes } else { others.append(bytes) }
    count += bytes.count
  }

  /// Takes the array at the front if it is exactly so long, else nothing.
  mutating func takeFront(_ length: Int) -> [UInt8]? {
    guard offset == 0, length > 0, front.count == length else { return nil }
    let taken = front
    count -= length
    moveUp()
    return taken
  }

  /// Takes exactly `length` bytes (at most ``count``) from the front and hands them over in pieces.
  @unsafe mutating func take(_ length: Int, _ body: (UnsafeRawBufferPointer) -> Void) {
    var wanted = min(length, count)
    count -= wanted
    while wanted > 0 {
      let size = min(wanted, front.count - offset)
      unsafe front.withUnsafeBytes { bytes in
        unsafe body(UnsafeRawBufferPointer(rebasing: bytes[offset..<offset + size]))
      }
      wanted -= size
      offset += size
      if offset == front.count { moveUp() }
    }
  }

  /// The array at the front has been taken.
  private mutating func moveUp() {
    offset = 0
    guard head < others.count else {
      front = []
      return
    }
    front = others[head]
    others[head] = []
    head += 1
    guard head == others.count else { return }
    others.removeAll(keepingCapacity: others.count <= 8)
    head = 0
  }

  /// Drops everything.
  mutating func removeAll() { self = SendQueue() }
}
