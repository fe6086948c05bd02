import EnrichmentSchema
import EventLoop
import Population
import RPC

/// How a browser's session stands, as a value: what it has said, who reads it, and when it was used last.
struct BrowserSessionState: Sendable {
  /// How far a session is.
  enum Phase: Sendable {
    /// It takes events.
    case open
    /// It was closed at that time; what it has said can still be read.
    case closed(SessionSummary, at: MonotonicTime)
    /// It ended with an error.
    case failed(RPCError)
  }

  /// What a reader does next.
  enum Turn: Sendable {
    /// Send a message, in its binary form.
    case send(id: Int64, [UInt8])
    /// Send the whole view; it stands for all messages up to this number.
    case sendWhole(upTo: Int64)
    /// Send a sign of life.
    case sendSign
    /// End: there is nothing more.
    case end
    /// End with an error.
    case fail(RPCError)
  }

  private let limits: BrowserSessionLimits
  private(set) var phase = Phase.open
  private(set) var kept: KeptMessages
  private var lastUse: MonotonicTime
  private var readers = 0
  /// The reader that came last, while it is there.
  private(set) var reader: Int?

  /// A session that is opened at `now`.
  init(_ limits: BrowserSessionLimits, at now: MonotonicTime) {
    (self.limits, lastUse, kept) = (limits, now, KeptMessages(limits))
  }

  /// Takes note of a use.
  mutating func use(at now: MonotonicTime) { lastUse = max(lastUse, now) }

  /// Says something to whoever reads; nothing once the session is over.
  mutating func say(_ body: WatchSessionResponse.Body) {
    if case .open = phase { kept.append(body) }
  }

  /// Closes the session: its last words are what it held.
  mutating func close(_ summary: SessionSummary, at now: MonotonicTime) {
    guard case .open = phase else { return }
    say(.closed(summary))
    phase = .closed(summary, at: now)
  }

  /// Ends the session; the first reason stays.
  mutating func fail(_ error: RPCError) {
    if case .failed = phase { return }
    phase = .failed(error)
  }

  /// Whether the session is to be forgotten at `now`: it has failed, was closed a while ago, or nobody has used its token. An
  /// open one ends by that.
  mutating func isOver(at now: MonotonicTime) -> Bool {
    switch phase {
    case .failed: return true
    case .closed(_, let end): return now - end > limits.closedMemory
    case .open:
      if reader != nil { use(at: now) }
      guard now - lastUse > limits.tokenLife else { return false }
      fail(Self.unknown)
      return true
    }
  }

  // MARK: The reader

  /// Gives the session to a reader that has had all messages up to a number; returns the reader's own.
  ///
  /// - Throws: INVALID_ARGUMENT for a number that has not been said, NOT_FOUND for a session that has nothing more to say.
  mutating func attach(after id: Int64, at now: MonotonicTime) throws(RPCError) -> Int {
    guard (0...kept.last).contains(id) else {
      throw .invalid([
        .init(field: "last_event_id", value: "\(id)", allowed: "the id of a message of this session, 0 to \(kept.last)")
      ])
    }
    switch phase {
    case .failed(let error): throw error
    case .closed where id == kept.last: throw Self.unknown
    case .closed, .open: break
    }
    use(at: now)
    readers += 1
    reader = readers
    return readers
  }

  /// Takes note that a reader has gone.
  mutating func detach(_ number: Int, at now: MonotonicTime) {
    guard reader == number else { return }
    reader = nil
    use(at: now)
  }

  /// What a reader does next that has had all messages up to a number; nil while it waits.
  func turn(of number: Int, after id: Int64) -> Turn? {
    guard reader == number else { return .fail(Self.taken) }
    if case .failed(let error) = phase { return .fail(error) }
    switch kept.next(after: id) {
    case .message(let id, let bytes): return .send(id: id, bytes)
    case .whole(let id): return .sendWhole(upTo: id)
    case .nothing:
      if case .closed = phase { return .end }
      return nil
    }
  }

  /// What a reader is told whose session another has.
  static var taken: RPCError {
    ErrorReason.sessionTaken.error("the session's updates go to a newer reader that came with its token")
  }

  /// What is told whoever shows a token of no open session.
  static var unknown: RPCError {
    ErrorReason.unknownSession.error(
      "token names no open session: it was closed, ended, or not used for too long; have another opened")
  }
}
