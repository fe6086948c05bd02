internal import EventLoop

/// What time finds out about a connection.
extension Connection {
  /// Ends or drains the connection when one of its times is up.
  func sweep(_ now: MonotonicTime) {
    switch state {
    case .handshaking:
      if now >= started + limits.handshakeTimeout {
        finish("the TLS handshake took longer than \(limits.handshakeTimeout)")
      }
    case .open: sweepOpen(now)
    case .lingering, .closed: break
    }
  }

  private func sweepOpen(_ now: MonotonicTime) {
    guard let session, let opened else { return }
    if !session.hasPeerSettings, now >= opened + limits.prefaceTimeout {
      return terminate(.settingsTimeout, "no preface and SETTINGS within \(limits.prefaceTimeout)")
    }
    if let broken = session.sweep(now) { return terminate(.enhanceYourCalm, broken) }
    if pending.isStalled(now, limits.stalledStreamTimeout) {
      return finish("the peer has read next to nothing for \(limits.stalledStreamTimeout)")
    }
    if let idle = limits.idleTimeout, session.table.count == 0, now >= idleSince + idle { drain() }
    sweepAge(now)
  }

  private func sweepAge(_ now: MonotonicTime) {
    if let drainingForAge {
      if now >= drainingForAge + limits.maxAgeGrace { terminate(.noError, "the connection is too old") }
    } else if let age = limits.maxAge, now >= started + age {
      drainingForAge = now
      drain()
    }
  }
}
