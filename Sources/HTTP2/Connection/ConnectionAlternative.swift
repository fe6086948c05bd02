internal import EventLoop
internal import Transport

/// Another version of HTTP in the place of HTTP/2: chosen in the handshake, or by the peer's first bytes.
extension Connection {
  /// What every client of HTTP/2 begins with (RFC 9113 section 3.4) and no request of another version may: the method is
  /// reserved for it.
  private static let preface = Array("PRI ".utf8)

  /// Begins to speak; false without memory for it. Clear sockets have no handshake that says what.
  func begin() -> Bool {
    guard let alternative = owner?.alternative else { return beginSession() }
    guard isSecure else {
      state = .undecided
      return true
    }
    if transport.applicationProtocol == .http2 { return beginSession() }
    begin(alternative)
    return true
  }

  private func begin(_ alternative: any AlternativeProtocol) {
    self.alternative = alternative.session(on: self)
    state = .other
  }

  // MARK: Input

  /// Reads the bytes that tell what is spoken.
  func readFirst() {
    switch unsafe transport.read(into: loop.scratch.input) {
    case .bytes(let count): unsafe decide(unsafe UnsafeRawBufferPointer(rebasing: loop.scratch.input[..<count]))
    case .wouldBlock: return
    case .closed: finish("the peer closed the connection")
    case .failed(let why): finish(why)
    }
  }

  private func decide(_ bytes: UnsafeRawBufferPointer) {
    if firstBytes.isEmpty { return unsafe begin(with: bytes) }
    let all = unsafe firstBytes + bytes
    firstBytes = []
    unsafe all.withUnsafeBytes { unsafe begin(with: $0) }
  }

  private func begin(with bytes: UnsafeRawBufferPointer) {
    let compared = min(bytes.count, Self.preface.count)
    guard unsafe bytes.prefix(compared).elementsEqual(Self.preface.prefix(compared)) else {
      guard let alternative = owner?.alternative else { return }
      begin(alternative)
      unsafe receiveOther(bytes)
      return watchOther()
    }
    guard compared == Self.preface.count else { return unsafe firstBytes = Array(bytes) }
    guard beginSession() else { return finish("no memory for a session") }
    unsafe receive(bytes)
  }

  /// Reads what is there, as long as the session takes it.
  func readOther() {
    var reads = 0
    repeat {
      guard state == .other, alternative?.wantsInput == true else { break }
      guard reads < readsPerPass else { return inputRequested() }
      reads += 1
      switch unsafe transport.read(into: loop.scratch.input) {
      case .bytes(let count): unsafe receiveOther(unsafe UnsafeRawBufferPointer(rebasing: loop.scratch.input[..<count]))
      case .wouldBlock: break
      // What has been answered in this pass is sent: the peer may have ended its own direction alone.
      case .closed: return terminateOther("the peer closed the connection")
      case .failed(let why): return finish(why)
      }
    } while transport.hasPending
    watchOther()
  }

  private func receiveOther(_ bytes: UnsafeRawBufferPointer) {
    heardAt = loop.now
    atWork { unsafe $0.receive(bytes) }
  }

  /// Has the session do something that must not end it.
  private func atWork(_ work: (any AlternativeSession) -> Void) {
    guard let alternative else { return }
    isBusy = true
    work(alternative)
    isBusy = false
    if let closeRequest { return finish(closeRequest) }
    if alternative.ending != nil { outputRequested() }
  }

  /// The socket is ready, or has failed, which is said again and again and must be the end.
  func otherReady(_ readiness: Readiness) {
    if readiness.contains(.writable), !pending.isEmpty { outputRequested() }
    if readiness.contains(.readable) { readOther() }
    if readiness.contains(.hangup), state == .other, alternative?.wantsInput == false {
      finish("the peer closed the connection")
    }
  }

  func inputRequested() {
    guard !isReadScheduled, state == .other else { return }
    isReadScheduled = true
    // TLS may hold input that the socket does not announce any more.
    loop.schedule(after: .zero) { [self] in
      isReadScheduled = false
      readOther()
    }
  }

  /// Watches the socket for what is of use: a peer whose input is not wanted waits.
  private func watchOther() {
    guard state == .other, let alternative else { return }
    let input: Readiness = alternative.wantsInput ? .readable : []
    wait(for: pending.isEmpty ? input : input.union(.writable))
  }

  // MARK: Output

  /// Sees to it that the session's output is written at the end of the pass.
  func otherOutputRequested() {
    guard !isFlushRequested, state == .other else { return }
    isFlushRequested = true
    loop.afterPass(self)
  }

  /// Writes everything the session has to say, and ends the connection where it says so.
  func flushOther() {
    guard state == .other, let alternative, writePending() else { return }
    isBusy = true
    let failure = writeGathered(AlternativeOutput(session: alternative))
    isBusy = false
    if let why = closeRequest ?? failure { return finish(why) }
    if let ending = alternative.ending, ending.isAbrupt || pending.isEmpty {
      return finish(ending.reason, lingering: !ending.isAbrupt)
    }
    atWork { $0.outputLeft() }
    watchOther()
  }

  // MARK: The end

  /// Ends after the request that is under way, or has come and was not read yet.
  func drainOther() {
    drainState = .refusing
    readOther()
    guard state == .other else { return }
    owner?.drains(self)
    atWork { $0.drain() }
  }

  /// Ends at once; what has been said is sent.
  func terminateOther(_ why: String) {
    if let alternative, pending.isEmpty {
      isBusy = true
      _ = writeGathered(AlternativeOutput(session: alternative))
      isBusy = false
    }
    finish(why, lingering: true)
  }

  /// How little the connection is in use; nil while it has output, or a request that keeps it.
  var otherIdleness: Idleness? {
    guard let alternative, pending.isEmpty, alternative.openStream?.handler?.keepsConnection != true else { return nil }
    guard alternative.hasBegun else { return Idleness(.shakingHands, since: idleSince) }
    return Idleness(alternative.openStream == nil ? .withoutStreams : .withoutWork, since: idleSince)
  }

  // MARK: Time

  /// Ends a connection whose peer does not say what it speaks.
  func sweepUndecided(_ now: MonotonicTime) {
    guard let opened, now >= opened + limits.prefaceTimeout else { return }
    hit(.prefaceTime)
    finish("no preface and no request within \(limits.prefaceTimeout)")
  }

  /// Ends or drains the connection when one of its times is up.
  func sweepOther(_ now: MonotonicTime) {
    guard let alternative, let opened else { return }
    if pending.isStalled(now, limits.connection.stalledStreamTimeout) {
      hit(.stalledOutput)
      return finish("the peer has read next to nothing for \(limits.connection.stalledStreamTimeout)")
    }
    if !alternative.hasBegun, alternative.isIdle, now >= opened + limits.prefaceTimeout {
      hit(.prefaceTime)
      return finish("no request within \(limits.prefaceTimeout)", lingering: true)
    }
    atWork { $0.sweep(now) }
    guard state == .other else { return }
    if let idle = limits.connection.idleTimeout, alternative.isIdle, now >= idleSince + idle { drain() }
    sweepAge(now)
  }
}

/// What a session says, gathered as HTTP/2's is.
private struct AlternativeOutput: OutputSource {
  let session: any AlternativeSession

  func gather(into buffer: inout OutputBuffer) -> String? {
    unsafe buffer.fill { unsafe session.gather(into: $0) }
    return nil
  }
}
