internal import EventLoop
internal import Transport

/// From the socket to the session.
extension Connection {
  /// Most reads of a connection before others have their turn.
  var readsPerPass: Int { 16 }

  /// Reads what is there, but not so much that other connections would have to wait long.
  func read() {
    var reads = 0
    repeat {
      guard state == .open else { return }
      guard reads < readsPerPass else {
        return scheduleRead()
      }
      reads += 1
      switch unsafe transport.read(into: loop.scratch.input) {
      case .bytes(let count): unsafe receive(UnsafeRawBufferPointer(rebasing: loop.scratch.input[..<count]))
      case .wouldBlock(let writing):
        if writing { wait(for: [.readable, .writable]) }
        return
      case .closed: return finish("the peer closed the connection")
      case .failed(let why): return finish(why)
      }
    } while transport.hasPending
  }

  /// TLS may hold input that the socket does not announce any more.
  private func scheduleRead() {
    guard !isReadScheduled else { return }
    isReadScheduled = true
    loop.schedule(after: .zero) { [self] in
      isReadScheduled = false
      read()
    }
  }

  /// Hands input to the session.
  func receive(_ bytes: UnsafeRawBufferPointer) {
    guard let session else { return }
    traffic?.receive(bytes.count)
    heardAt = loop.now
    keepaliveSince = nil
    isBusy = true
    unsafe session.receive(bytes)
    isBusy = false
    if let closeRequest { return finish(closeRequest) }
    outputRequested()
    if let violation = session.violation { return end(violation) }
    if session.queuedFrames > limits.maxOutputFrames {
      let text = "more than \(limits.maxOutputFrames) frames wait for a peer that does not read"
      end(Violation(limit: .outputFrames, text: text))
    }
  }
}
