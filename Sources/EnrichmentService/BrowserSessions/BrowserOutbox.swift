import EnrichmentSchema
import EventLoop
import RPC
import Synchronization

/// Between a session, which says things at its own pace, and the requests of a page: one reader at a time, and those that
/// wait until their events are durable.
///
/// The session never waits here: what is kept is bounded by `KeptMessages`.
final class BrowserOutbox: Sendable {
  /// A reader's call, and the reader where it waits.
  private struct Reader {
    let number: Int
    /// Ends the call, also one that waits for its peer to read.
    let end: @Sendable (RPCError) -> Void
    var waiting: Waiting?
  }

  /// A reader that has had all there is, up to a number.
  private struct Waiting {
    let after: Int64
    let since: MonotonicTime
    let continuation: CheckedContinuation<BrowserSessionState.Turn, Never>
  }

  private struct Contents {
    var state: BrowserSessionState
    var reader: Reader?
    var awaited = AwaitedEvents()
    var requests: [Int: CheckedContinuation<Void, Never>] = [:]
    var opened: Opened?
  }

  private let contents: Mutex<Contents>
  private let signOfLife: Duration

  /// An outbox of a session that is opened now.
  init(_ limits: BrowserSessionLimits) {
    contents = Mutex(Contents(state: BrowserSessionState(limits, at: .now())))
    signOfLife = limits.signOfLife
  }

  /// How far the session is.
  var phase: BrowserSessionState.Phase { contents.withLock { $0.state.phase } }

  /// Whether somebody reads.
  var isRead: Bool { contents.withLock { $0.reader != nil } }

  /// How much is kept for readers.
  var keptSize: (messages: Int, bytes: Int) { contents.withLock { $0.state.kept.size } }

  /// Takes note of a use of the session's token.
  func use() { contents.withLock { $0.state.use(at: .now()) } }

  // MARK: What the session says

  /// Takes a message of the session.
  func take(_ response: EnrichRealTimeResponse) {
    switch response.body {
    case .opened(let opened): contents.withLock { $0.opened = opened }
    case .update(let update): say(.update(update))
    case .notice(let notice): say(.notice(notice))
    case .ack(let ack): take(ack)
    // How it is closed is told when all of it is kept.
    case .closed, nil: break
    }
  }

  /// The session's first message, once.
  func takeOpened() -> Opened? { contents.withLock { $0.opened.take() } }

  private func say(_ body: WatchSessionResponse.Body) {
    contents.withLock { $0.state.say(body) }
    wakeReader()
  }

  /// Closes the session; its reader gets what it has not had.
  func close(_ summary: SessionSummary) {
    contents.withLock { $0.state.close(summary, at: .now()) }
    wakeReader()
  }

  /// Ends the session, its reader's call and the requests that wait.
  func fail(_ error: RPCError) {
    let (reader, requests) = contents.withLock { contents in
      contents.state.fail(error)
      defer { (contents.reader, contents.requests) = (nil, [:]) }
      return (contents.reader, contents.requests.values)
    }
    reader?.end(error)
    reader?.waiting?.continuation.resume(returning: .fail(error))
    for request in requests { request.resume() }
  }

  /// Whether the session is over at `now`; while it is not, a reader that has heard nothing for long is sent a sign.
  func isOver(at now: MonotonicTime) -> Bool {
    let (isOver, waiting) = contents.withLock { contents in
      guard !contents.state.isOver(at: now) else { return (true, nil as Reader?) }
      guard let since = contents.reader?.waiting?.since, now - since >= signOfLife else { return (false, nil) }
      defer { contents.reader?.waiting = nil }
      return (false, contents.reader)
    }
    waiting?.waiting?.continuation.resume(returning: .sendSign)
    return isOver
  }

  // MARK: The reader

  /// Gives the session to the reader whose call `end` ends; the call of the one before ends with ABORTED.
  func attach(after id: Int64, ending end: @escaping @Sendable (RPCError) -> Void) throws(RPCError) -> Int {
    let (number, before) = try contents.withLock { contents throws(RPCError) in
      let number = try contents.state.attach(after: id, at: .now())
      defer { contents.reader = Reader(number: number, end: end) }
      return (number, contents.reader)
    }
    before?.end(BrowserSessionState.taken)
    before?.waiting?.continuation.resume(returning: .fail(BrowserSessionState.taken))
    return number
  }

  /// What a reader does next that has had all messages up to a number; waits until there is something.
  func turn(of number: Int, after id: Int64) async -> BrowserSessionState.Turn {
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let turn = contents.withLock { contents in
          let turn = contents.state.turn(of: number, after: id)
          if turn == nil { contents.reader?.waiting = Waiting(after: id, since: .now(), continuation: continuation) }
          return turn
        }
        if let turn { continuation.resume(returning: turn) }
      }
    } onCancel: {
      detach(number)
    }
  }

  /// Takes note that a reader has gone.
  func detach(_ number: Int) {
    let reader = contents.withLock { contents in
      contents.state.detach(number, at: .now())
      guard contents.reader?.number == number else { return nil as Reader? }
      defer { contents.reader = nil }
      return contents.reader
    }
    reader?.waiting?.continuation.resume(returning: .end)
  }

  private func wakeReader() {
    let (waiting, turn) = contents.withLock { contents in
      guard let reader = contents.reader, let waiting = reader.waiting,
        let turn = contents.state.turn(of: reader.number, after: waiting.after)
      else { return (nil as Waiting?, nil as BrowserSessionState.Turn?) }
      contents.reader?.waiting = nil
      return (waiting, turn)
    }
    if let turn { waiting?.continuation.resume(returning: turn) }
  }
}

/// Requests that wait until their events are durable.
extension BrowserOutbox {
  /// Notes the events of a request before they are handed over; returns what to ask for it with.
  func expect(_ ids: [String]) -> Int { contents.withLock { $0.awaited.add(ids) } }

  /// Waits until the events of a request are durable; returns those that were before.
  ///
  /// - Throws: what the session ended with.
  func duplicates(of request: Int) async throws -> [String] {
    while true {
      try Task.checkCancellation()
      let (duplicates, phase) = contents.withLock { ($0.awaited.takeDuplicates(of: request), $0.state.phase) }
      if let duplicates { return duplicates }
      if case .failed(let error) = phase { throw error }
      await wait(request)
    }
  }

  /// Forgets a request that waits no longer.
  func forget(_ request: Int) { contents.withLock { $0.awaited.forget(request) } }

  private func wait(_ request: Int) async {
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let mayWait = contents.withLock { contents in
          guard contents.awaited.isWaiting(request), !Task.isCancelled else { return false }
          if case .failed = contents.state.phase { return false }
          contents.requests[request] = continuation
          return true
        }
        if !mayWait { continuation.resume() }
      }
    } onCancel: {
      contents.withLock { $0.requests.removeValue(forKey: request) }?.resume()
    }
  }

  private func take(_ ack: Ack) {
    let done = contents.withLock { contents in
      contents.awaited.take(ack).compactMap { contents.requests.removeValue(forKey: $0) }
    }
    for request in done { request.resume() }
  }
}
