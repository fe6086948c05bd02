internal import EventLoop
internal import Transport

/// What time finds out.
extension HTTP1Session {
  func sweep(_ now: MonotonicTime) {
    // What a peer has shown, secrets too, is not kept for longer than it may be of use.
    known = nil
    guard ending == nil else { return }
    let longest = limits.connection.stalledStreamTimeout
    if let since = exchange?.stream.record.inputIncompleteSince, now >= since + longest {
      return refuse(.stalled("a message is incomplete for \(longest)"))
    }
    switch phase {
    case .head: sweepHead(now, longest)
    case .body: sweepBody(now, longest)
    case .answering, .refused: break
    }
  }

  private func sweepHead(_ now: MonotonicTime, _ longest: Duration) {
    guard let progress, now >= progress.since + longest else { return }
    refuse(.stalled("a head is incomplete for \(longest)"))
  }

  /// A body whose handler wants more must go on, by some bytes at least.
  private func sweepBody(_ now: MonotonicTime, _ longest: Duration) {
    guard let progress else { return }
    if !wantsInput || progress.bytes >= ConnectionLimits.leastProgress {
      self.progress = (now, 0)
    } else if now >= progress.since + longest {
      refuse(.stalled("next to nothing of a body has come for \(longest)"))
    }
  }
}
