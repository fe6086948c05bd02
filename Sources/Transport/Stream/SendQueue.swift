/// Bytes that wait to be sent on one stream, in the arrays they were handed over in: queueing copies nothing.
///
/// A stream that waits is to take little memory: what most streams never need, a second array and a place within the
/// first, is made when it is needed.
@usableFromInline package struct SendQueue {
  /// The array at the front.
  @usableFromInline private(set) var front: [UInt8] = []
  @usableFromInline private(set) var backlog: Backlog?

  /// A queue in which nothing waits.
  package init() {}

  /// How many bytes wait.
  @inlinable package var count: Int { backlog?.count ?? front.count }

  /// Puts bytes at the end.
  package mutating func append(_ bytes: [UInt8]) {
    guard !bytes.isEmpty else { return }
    guard count > 0 else {
      front = bytes
      backlog?.count = bytes.count
      return
    }
    let backlog = kept()
    backlog.others.append(bytes)
    backlog.count += bytes.count
  }

  /// Takes the array at the front if it is exactly so long, else nothing.
  package mutating func takeFront(_ length: Int) -> [UInt8]? {
    guard length > 0, front.count == length, backlog?.offset ?? 0 == 0 else { return nil }
    let taken = front
    backlog?.count -= length
    front = backlog?.next() ?? []
    return taken
  }

  /// Takes exactly `length` bytes (at most ``count``) from the front and hands them over in pieces.
  @unsafe package mutating func take(_ length: Int, _ body: (UnsafeRawBufferPointer) -> Void) {
    let backlog = kept()
    var wanted = min(length, backlog.count)
    backlog.count -= wanted
    while wanted > 0 {
      let offset = backlog.offset
      let size = min(wanted, front.count - offset)
      unsafe front.withUnsafeBytes { bytes in
        unsafe body(UnsafeRawBufferPointer(rebasing: bytes[offset..<offset + size]))
      }
      wanted -= size
      backlog.offset += size
      if backlog.offset == front.count { front = backlog.next() ?? [] }
    }
  }

  /// Drops everything.
  package mutating func removeAll() { self = SendQueue() }

  private mutating func kept() -> Backlog {
    if let backlog { return backlog }
    let made = Backlog(count: front.count)
    backlog = made
    return made
  }
}

/// What waits behind the front of a queue. Of one ``SendQueue`` alone.
@usableFromInline final class Backlog {
  /// How many bytes wait in all.
  @usableFromInline var count: Int
  /// How many bytes of the front have been taken.
  var offset = 0
  var others: [[UInt8]] = []
  private var head = 0

  init(count: Int) {
    self.count = count
  }

  /// The array that comes to the front after the present one; nil when there is none.
  func next() -> [UInt8]? {
    offset = 0
    guard head < others.count else { return nil }
    let next = others[head]
    others[head] = []
    head += 1
    if head == others.count {
      others.removeAll(keepingCapacity: others.count <= 8)
      head = 0
    }
    return next
  }
}
