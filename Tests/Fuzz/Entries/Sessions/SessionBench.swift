import EventLoop
import Transport

@testable import HTTP2

/// One end of a connection without a socket: a live session, the clock, and what its connection would do around it.
///
/// Of its loop only.
final class SessionBench: SessionOwner, @unchecked Sendable {
  let loop: EventLoop
  let peer = Endpoint.tcp(host: "192.0.2.1", port: 1)
  let isSecure = false
  let peerIdentity: TLSPeerIdentity? = nil
  let applicationProtocol = ApplicationProtocol.http2
  var isDraining: Bool { session?.goAway != nil }
  var openStreamCount: Int { session?.table.count ?? 0 }
  var openHandlers: [any StreamHandler] { session?.table.streams.compactMap(\.handler) ?? [] }
  var attachment: AnyObject?

  /// The session, nil once it has ended.
  private(set) var session: Session?
  /// The first thing that was not as it must be.
  private(set) var fault: String?
  private(set) var journals: [StreamJournal] = []
  private var output = FrameChecker()

  init(_ role: Session.Role, on loop: EventLoop, _ limits: HTTP2Limits) {
    self.loop = loop
    output.isClient = role == .client
    session = SessionLibrary.make(role, limits, owner: self)
    if session == nil { note("no session was made") }
  }

  func note(_ words: String) { if fault == nil { fault = words } }

  /// Remembers a handler that must be told of its stream's end.
  func watch(_ journal: StreamJournal) { journals.append(journal) }

  // MARK: What a connection does

  /// Hands over input in pieces and takes the output after each.
  func receive(_ bytes: [UInt8], inPieces size: Int) {
    var rest = bytes[...]
    while let session, !rest.isEmpty {
      let piece = Array(rest.prefix(max(size, 1)))
      rest = rest.dropFirst(piece.count)
      piece.withUnsafeBytes { session.receive($0) }
      if let violation = session.violation { return terminate(violation) }
      if session.queuedFrames > session.limits.maxOutputFrames {
        return terminate(HTTP2.Violation(limit: .outputFrames, text: "too many frames wait"))
      }
      flush()
    }
  }

  /// Takes all there is to send.
  func flush() {
    guard let session else { return }
    if let failure = gather(session) { return end(failure) }
    session.notifyRelieved()
    if let violation = session.violation { return terminate(violation) }
    if !session.wantsOutput, !session.wantsInput { end("the session ended") }
  }

  /// Looks at the clock, which shows a time later by so much.
  func sweep(later: Duration) {
    guard let session else { return }
    if let broken = session.sweep(loop.now + later) { return terminate(broken) }
    flush()
  }

  /// Ends what is still there and judges what was seen.
  func finish() {
    end("the connection was closed")
    for journal in journals { if let words = journal.verdict { note(words) } }
    if let words = output.fault { note(words) }
  }

  private func terminate(_ violation: HTTP2.Violation) {
    session?.submitGoAway(violation.code, violation.text)
    if let session { _ = gather(session) }
    end(violation.text)
  }

  private func end(_ why: String) {
    guard let session else { return }
    self.session = nil
    session.end(why)
    if session.table.count > 0 { note("\(session.table.count) streams are left in a session that has ended") }
  }

  private func gather(_ session: Session) -> String? {
    var buffer = OutputBuffer(loop.scratch)
    while true {
      buffer.removeAll()
      if let failure = session.gather(into: &buffer) { return failure }
      guard buffer.count > 0 else { return nil }
      output.take(Array(buffer.bytes))
    }
  }

  // MARK: SessionOwner

  func accept(_ stream: Stream, headers: [HeaderField]) -> (any StreamHandler)? {
    ScriptedHandler.forRequest(stream, headers, bench: self)
  }
  func outputRequested() {}
  func streamsEnded() {}
  func settled(isFirst: Bool) {}
  func hit(_ limit: ConnectionLimit) {}
  func goAwayReceived(_ message: GoAway) {}
  func pingAnswered(_ purpose: PingPurpose) {}
}
