/// The requests of a call in order, kept as long as an attempt may still have to send them.
struct RequestLog {
  private var frames: [MessageFrame] = []
  private var first = 0
  /// Bytes kept.
  private(set) var bytes = 0
  /// Whether no more requests follow.
  var isFinished = false
  /// How many requests there have been.
  private(set) var count = 0
  /// Bytes of all the messages there have been.
  private(set) var totalMessageBytes = 0

  /// Adds a request.
  mutating func append(_ frame: MessageFrame) {
    frames.append(frame)
    bytes += frame.bytes.count
    count += 1
    totalMessageBytes += frame.messageLength
  }

  /// The request with a number, nil when there is none yet.
  func frame(_ number: Int) -> MessageFrame? {
    let index = number - first
    return frames.indices.contains(index) ? frames[index] : nil
  }

  /// Whether an attempt that has sent `next` requests has sent all there are.
  func isSent(_ next: Int) -> Bool { next == count }

  /// Lets go of the requests before a number.
  mutating func forget(before number: Int) {
    guard number > first else { return }
    if number >= count {
      frames.removeAll(keepingCapacity: count - first <= 16)
      bytes = 0
    } else {
      bytes -= frames[..<(number - first)].reduce(0) { $0 + $1.bytes.count }
      frames.removeFirst(number - first)
    }
    first = number
  }
}
