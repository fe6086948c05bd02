internal import EventLoop
internal import Transport

/// From the session to the socket.
extension Connection {
  /// Sees to it that the session's output is written at the end of the pass.
  func outputRequested() {
    guard !isFlushRequested, state == .open else { return otherOutputRequested() }
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
    guard state == .open, let session, writePending() else { return flushOther() }
    isBusy = true
    let failure = writeGathered(session)
    isBusy = false
    if let why = closeRequest ?? failure { return finish(why) }
    session.notifyRelieved()
    if let violation = session.violation, state == .open { return end(violation) }
    closeIfDone()
  }

  /// Answers why writing failed, or nil.
  func writeGathered<Source: OutputSource>(_ source: Source) -> String? {
    guard case .tls(let tls, _) = transport else { return writeClear(source) }
    unsafe tls.output.lend(loop.scratch.records)
    defer { tls.output.takeBack() }
    var buffer = OutputBuffer(loop.scratch)
    var enough = Self.firstWrite
    while pending.isEmpty {
      buffer.removeAll()
      let failure = unsafe source.gather(into: &buffer) ?? seal(buffer.bytes, tls)
      let isDone = buffer.count == 0 || failure != nil
      if isDone || tls.output.count >= enough {
        if let why = unsafe send(tls.output.takeRecords()) { return why }
        enough = Self.laterWrites
      }
      if isDone { return failure }
    }
    return nil
  }

  /// As many bytes of records as the first write of a pass waits for: the peer can begin while the rest is made.
  private static let firstWrite = 16 * 1024
  /// As many bytes as later writes are worth: the system passes about as many on at once.
  private static let laterWrites = 48 * 1024

  private func writeClear<Source: OutputSource>(_ source: Source) -> String? {
    var buffer = OutputBuffer(loop.scratch)
    while pending.isEmpty {
      buffer.removeAll()
      if let failure = source.gather(into: &buffer) { return failure }
      guard buffer.count > 0 else { return nil }
      traffic?.send(buffer.count)
      if let failure = unsafe send(buffer.bytes) { return failure }
    }
    return nil
  }

  /// Makes records of the bytes. There is always room for them: those of the last write have left.
  private func seal(_ bytes: UnsafeRawBufferPointer, _ tls: TLSSession) -> String? {
    var rest = unsafe bytes
    while unsafe !rest.isEmpty {
      switch unsafe tls.write(rest) {
      case .bytes(let count):
        traffic?.send(count)
        unsafe rest = UnsafeRawBufferPointer(rebasing: rest[count...])
      case .wouldBlock: return "TLS write: no room for a record"
      case .closed: return "the peer closed the connection"
      case .failed(let why): return why
      }
    }
    return nil
  }

  /// Sends the bytes; keeps what the socket does not take.
  private func send(_ bytes: UnsafeRawBufferPointer) -> String? {
    var rest = unsafe bytes
    while unsafe !rest.isEmpty {
      switch unsafe transport.send(rest) {
      case .bytes(let count): unsafe rest = UnsafeRawBufferPointer(rebasing: rest[count...])
      case .wouldBlock:
        unsafe pending.keep(rest, loop.now)
        transport.holdRecords(true)
        wait(for: [.readable, .writable])
        return nil
      case .closed: return "the peer closed the connection"
      case .failed(let why): return why
      }
    }
    return nil
  }

  /// Offers what the socket did not take; false while it is full.
  func writePending() -> Bool {
    while !pending.isEmpty {
      switch unsafe pending.offer(loop.now, { unsafe transport.send($0) }) {
      case .bytes: break
      case .wouldBlock: return false
      case .closed:
        finish("the peer closed the connection")
        return false
      case .failed(let why):
        finish(why)
        return false
      }
    }
    transport.holdRecords(false)
    wait(for: .readable)
    return true
  }
}
