internal import EventLoop
internal import Transport

/// What time finds out about a connection.
extension Connection {
  /// Ends or drains the connection when one of its times is up.
  func sweep(_ now: MonotonicTime) {
    switch state {
    case .handshaking:
      if now >= started + limits.connection.handshakeTimeout {
        hit(.handshakeTime)
        finish("the TLS handshake took longer than \(limits.connection.handshakeTimeout)")
      }
    case .undecided: sweepUndecided(now)
    case .open: sweepOpen(now)
    case .other: sweepOther(now)
    case .lingering, .closed: break
    }
  }

  private func sweepOpen(_ now: MonotonicTime) {
    guard let session, let opened else { return }
    if !session.hasPeerSettings, now >= opened + limits.prefaceTimeout {
      let text = "no preface and SETTINGS within \(limits.prefaceTimeout)"
      return end(Violation(limit: .prefaceTime, text: text, code: .settingsTimeout))
    }
    if let broken = session.sweep(now) { return end(broken) }
    if pending.isStalled(now, limits.connection.stalledStreamTimeout) {
      hit(.stalledOutput)
      return finish("the peer has read next to nothing for \(limits.connection.stalledStreamTimeout)")
    }
    if !isAnswering(now, session) { return }
    if let idle = limits.connection.idleTimeout, session.table.count == 0, now >= idleSince + idle { drain() }
    sweepAge(now)
  }

  /// Asks a silent peer for an answer and gives it up when none comes; false when it was given up.
  private func isAnswering(_ now: MonotonicTime, _ session: Session) -> Bool {
    guard let interval = limits.keepaliveInterval else { return true }
    if let keepaliveSince {
      guard now >= keepaliveSince + limits.keepaliveTimeout else { return true }
      hit(.keepalive)
      terminate(.noError, "keepalive: no answer to a PING within \(limits.keepaliveTimeout)")
      return false
    }
    guard now >= heardAt + interval, limits.keepaliveWithoutStreams || session.table.count > 0 else { return true }
    keepaliveSince = now
    session.submitPing(.keepalive)
    outputRequested()
    return true
  }

  func sweepAge(_ now: MonotonicTime) {
    if let limitedDrain {
      if now >= limitedDrain.since + limits.connection.maxAgeGrace { terminate(.noError, limitedDrain.reason) }
    } else if let age = limits.connection.maxAge, now >= started + age {
      limitedDrain = (now, "the connection is too old")
      drain()
    }
  }
}
