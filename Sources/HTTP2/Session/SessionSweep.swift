internal import EventLoop

/// What time finds out.
extension Session {
  /// Less output than this in the whole of the stall time is standing still.
  static let leastProgress = 1024

  /// Resets streams that have stalled. Answers the limit the connection as a whole has broken, or nil.
  func sweep(_ now: MonotonicTime) -> Violation? {
    if let since = headerBlockSince, now >= since + limits.stalledStreamTimeout {
      let text = "a header block is incomplete for \(limits.stalledStreamTimeout)"
      return Violation(limit: .stalledInput, text: text)
    }
    if headerStream == nil {
      // What a peer has shown, secrets too, is not kept for longer than it may be of use.
      heads.removeAll()
      trailers.removeAll()
      literals?.forget()
    }
    for stream in table.streams { sweep(stream, now) }
    return nil
  }

  private func sweep(_ stream: Stream, _ now: MonotonicTime) {
    if let since = stream.record.inputIncompleteSince, now >= since + limits.stalledStreamTimeout {
      return stall(stream, .stalledInput, "a message is incomplete for \(limits.stalledStreamTimeout)")
    }
    guard stream.queue.count > 0, stream.record.isOpened else { return }
    guard let blocked = stream.record.blocked, blocked.sent < Self.leastProgress else {
      stream.record.blocked = (now, 0)
      return
    }
    guard now >= blocked.since + limits.stalledStreamTimeout else { return }
    stall(stream, .stalledOutput, "output waits for the peer's window for \(limits.stalledStreamTimeout)")
  }

  private func stall(_ stream: Stream, _ limit: HTTP2Limit, _ why: String) {
    owner.hit(limit)
    stream.reset(.cancel, reporting: .limitExceeded("stalled: \(why)"))
  }
}
