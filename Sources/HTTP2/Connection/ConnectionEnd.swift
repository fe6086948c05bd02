internal import EventLoop
internal import Transport

/// How a connection ends.
extension Connection {
  /// Ends the connection in two steps: first a notice, and when the peer must have read it, the refusal of new streams.
  /// Open streams go on; the connection closes after the last.
  func drain() {
    guard case .none = drainState, state != .closed, state != .lingering else { return }
    if state == .undecided { readFirst() }
    if state == .other { return drainOther() }
    guard state == .open, let session else { return finish("drained") }
    // A client opens the streams itself: there is nobody to give notice to.
    guard role == .server else {
      refuseStreams()
      owner?.drains(self)
      return
    }
    drainState = .noticed
    session.submitDrainNotice()
    outputRequested()
    owner?.drains(self)
    loop.schedule(after: limits.drainNotice) { [self] in
      if case .noticed = drainState, state == .open { refuseStreams() }
    }
  }

  /// The second step of a drain.
  func refuseStreams() {
    drainState = .refusing
    session?.submitGoAway(.noError, "")
    outputRequested()
  }

  /// Closes when nothing is left to do on a connection that takes no new streams.
  func closeIfDone() {
    guard state == .open, let session, pending.isEmpty, !session.wantsOutput else { return }
    if case .refusing = drainState, session.table.count == 0 {
      return finish(session.isCalming ? limitedDrain?.reason ?? "drained" : "drained", lingering: true)
    }
    if role == .client, session.table.count == 0, let goAway = session.goAway { return finish("\(goAway)") }
    if !session.wantsInput { finish(session.complaint ?? "the session ended", lingering: true) }
  }

  /// Ends the connection because the peer has broken a limit or a rule: at once, or when the open streams have ended.
  func end(_ violation: Violation) {
    hit(violation.limit)
    guard violation.letsCallsFinish, state == .open, let session else {
      return terminate(violation.code, violation.text)
    }
    limitedDrain = (loop.now, violation.text)
    drainState = .refusing
    session.calm(violation)
    outputRequested()
    owner?.drains(self)
  }

  /// Ends the connection at once, with a GOAWAY that says why.
  func terminate(_ code: ErrorCode, _ why: String) {
    if state == .other { return terminateOther(why) }
    guard state == .open, let session else { return finish(why) }
    session.submitGoAway(code, why)
    if pending.isEmpty {
      isBusy = true
      _ = writeGathered(session)
      isBusy = false
    }
    finish(why, lingering: true)
  }

  /// Ends the connection. From inside a session's callback it takes effect when the callback has returned.
  ///
  /// `lingering` lets the peer read what was sent: a socket closed with unread input would take it back.
  func finish(_ why: String, lingering: Bool = false) {
    guard state != .closed, state != .lingering else { return }
    if isBusy {
      closeRequest = closeRequest ?? why
      return
    }
    state = lingering ? .lingering : .closed
    let why = session?.goAway?.description ?? why
    session?.end(why)
    session = nil
    alternative?.end(why)
    let owner = owner
    self.owner = nil
    releaseOwner = owner
    owner?.closed(self, reason: why)
    state == .lingering ? linger() : release()
  }

  /// How little a connection is in use, to choose which gives way to a new one; nil while it has output, or open streams
  /// that keep it.
  var idleness: Idleness? {
    switch state {
    case .handshaking: return Idleness(transport.hasBegun ? .shakingHands : .silent, since: started)
    case .undecided: return Idleness(.shakingHands, since: idleSince)
    case .other: return otherIdleness
    case .open:
      guard let session, pending.isEmpty,
        !session.table.streams.contains(where: { $0.handler?.keepsConnection ?? true })
      else { return nil }
      guard session.hasPeerSettings else { return Idleness(.shakingHands, since: idleSince) }
      return Idleness(session.table.count == 0 ? .withoutStreams : .withoutWork, since: idleSince)
    case .lingering, .closed: return nil
    }
  }

  /// Takes in what waits in the socket: a request, a step of the handshake, or the peer's end.
  func takeInput() {
    switch state {
    case .handshaking: shakeHands()
    case .undecided: readFirst()
    case .open: read()
    case .other: readOther()
    case .lingering, .closed: break
    }
  }

  /// Ends a connection that does no work at once, with a GOAWAY, for its descriptor.
  func giveWay() {
    if state == .open, let session {
      session.submitGoAway(.noError, "idle, and its place is needed")
      isBusy = true
      _ = writeGathered(session)
      isBusy = false
      transport.endOutput()
    }
    if state == .other { transport.endOutput() }
    // Closed with input that nobody has read, the socket would take the GOAWAY back.
    for _ in 0..<readsPerPass where unsafe !transport.discardInput(loop.scratch.input) { break }
    finish("it gave way to another connection")
  }

  private func linger() {
    wait(for: .readable)
    transport.endOutput()
    loop.schedule(after: .seconds(1)) { [self] in release() }
  }

  /// Closes the socket.
  func release() {
    guard !isReleased else { return }
    isReleased = true
    state = .closed
    loop.deregister(transport.descriptor)
    transport.close()
    let owner = releaseOwner
    releaseOwner = nil
    owner?.released(self)
  }
}

/// How little a connection is in use; the greater gives way first.
struct Idleness: Comparable {
  /// How far a connection is that does no work.
  enum Stage: Int {
    /// It has streams from time to time.
    case withoutStreams
    /// Its streams are none that keep it.
    case withoutWork
    /// It does not speak HTTP yet.
    case shakingHands
    /// Not even the first message of a handshake has come from it.
    case silent
  }

  private let stage: Stage
  private let since: MonotonicTime

  /// A stage, and when the connection was last seen to do something.
  init(_ stage: Stage, since: MonotonicTime) { (self.stage, self.since) = (stage, since) }

  static func < (left: Idleness, right: Idleness) -> Bool {
    left.stage == right.stage ? left.since > right.since : left.stage.rawValue < right.stage.rawValue
  }
}
