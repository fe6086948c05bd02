internal import EventLoop

/// From the session to the socket.
extension Connection {
  /// Sees to it that the session's output is written at the end of the pass.
  func outputRequested() {
    guard !isFlushRequested, state == .open else { return }
    isFlushRequested = true
    loop.afterPass(self)
  }

  /// Writes, once for everything that happened in a pass.
  func passEnded() {
    isFlushRequested = false
    flush()
  }

  /// Writes everything the session has to say, a TLS record at a time, until it is silent or the socket full.
  private func flush() {
    guard state == .open, let session, writePending() else { return }
    isBusy = true
    let failure = writeGathered(session)
    isBusy = false
    if let why = closeRequest ?? failure { return finish(why) }
    session.notifyRelieved()
    if let violation = session.violation, state == .open { return terminate(violation) }
    closeIfDone()
  }

  /// Answers why writing failed, or nil.
  func writeGathered(_ session: Session) -> String? {
    var buffer = OutputBuffer(loop.scratch)
    while pending.isEmpty {
      buffer.removeAll()
      if let failure = session.gather(into: &buffer) { return failure }
      guard buffer.count > 0 else { return nil }
      if let failure = unsafe write(buffer.bytes) { return failure }
    }
    return nil
  }

  private func write(_ bytes: UnsafeRawBufferPointer) -> String? {
    var rest = unsafe bytes
    while unsafe !rest.isEmpty {
      switch unsafe transport.write(rest) {
      case .bytes(let count):
        traffic?.send(count)
        unsafe rest = UnsafeRawBufferPointer(rebasing: rest[count...])
      case .wouldBlock:
        unsafe pending.keep(rest, loop.now)
        wait(for: [.readable, .writable])
        return nil
      case .closed: return "the peer closed the connection"
      case .failed(let why): return why
      }
    }
    return nil
  }

  /// Offers what the socket did not take; false while it is full.
  private func writePending() -> Bool {
    while !pending.isEmpty {
      switch unsafe pending.offer(loop.now, { unsafe transport.write($0) }) {
      case .bytes(let count): traffic?.send(count)
      case .wouldBlock: return false
      case .closed:
        finish("the peer closed the connection")
        return false
      case .failed(let why):
        finish(why)
        return false
      }
    }
    wait(for: .readable)
    return true
  }
}
