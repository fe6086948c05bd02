internal import EventLoop
internal import Transport

/// What time finds out.
extension Session {
  /// Resets streams that have stalled. Answers the limit the connection as a whole has broken, or nil.
  func sweep(_ now: MonotonicTime) -> Violation? {
    if let since = headerBlockSince, now >= since + limits.connection.stalledStreamTimeout {
      let text = "a header block is incomplete for \(limits.connection.stalledStreamTimeout)"
      return Violation(limit: .stalledInput, text: text)
    }
    if headerStream == nil {
      // What a peer has shown, secrets too, is not kept for longer than it may be of use.
      heads.removeAll()
      trailers.removeAll()
      clientInput?.forget()
    }
    for stream in table.streams { sweep(stream, now) }
    return nil
  }

  private func sweep(_ stream: Stream, _ now: MonotonicTime) {
    if let since = stream.record.inputIncompleteSince, now >= since + limits.connection.stalledStreamTimeout {
      return stall(stream, .stalledInput, "a message is incomplete for \(limits.connection.stalledStreamTimeout)")
    }
    guard stream.queue.count > 0, stream.record.isOpened else { return }
    guard let blocked = stream.record.blocked, blocked.sent < ConnectionLimits.leastProgress else {
      stream.record.blocked = (now, 0)
      return
    }
    guard now >= blocked.since + limits.connection.stalledStreamTimeout else { return }
    stall(stream, .stalledOutput, "output waits for the peer's window for \(limits.connection.stalledStreamTimeout)")
  }

  private func stall(_ stream: Stream, _ limit: ConnectionLimit, _ why: String) {
    owner.hit(limit)
    stream.reset(.cancel, reporting: .limitExceeded("stalled: \(why)"))
  }
}
