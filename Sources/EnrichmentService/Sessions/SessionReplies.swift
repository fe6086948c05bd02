import Answers
import EnrichmentSchema
import EventLoop
import RPC
import Storage

/// What a session says to its client, message by message.
struct SessionReplies: Sendable {
  private let write: @Sendable (EnrichRealTimeResponse) async throws -> Void

  /// Says each message to whoever takes it.
  init(_ write: @escaping @Sendable (EnrichRealTimeResponse) async throws -> Void) { self.write = write }

  /// Says that the session is open; the first message.
  func open(_ opened: Opened) async throws { try await write(.init(.opened(opened))) }

  /// Says that the session is closed; the last message.
  func close(_ closed: Closed) async throws { try await write(.init(.closed(closed))) }

  /// Says that events are durable, and which of them were before.
  func acknowledge(_ events: [CheckedEvent], _ outcomes: [EventOutcome]) async throws {
    var ack = Ack()
    ack.eventIds = events.map(\.id)
    ack.duplicateEventIds = zip(events, outcomes).filter { $1 == .duplicate }.map(\.0.id)
    try await write(.init(.ack(ack)))
  }

  /// Shows what durable events changed; updates are numbered from 1.
  ///
  /// - Parameter inputs: paths of what was said without changing anything.
  func update(
    _ sequence: Int64, _ changed: SessionView, after events: [CheckedEvent], ignoring inputs: [String]
  ) async throws {
    var update = Update()
    update.sequence = sequence
    update.changed = changed
    update.causeEventIds = events.map(\.id)
    update.ignoredInputs = inputs
    try await write(.init(.update(update)))
  }

  /// Tells something outside the order of events.
  ///
  /// - Parameters:
  ///   - retryAfter: when what is refused now may be there again.
  ///   - releaseID: the release that it is about; empty for none.
  func notice(
    _ kind: NoticeKind, _ message: String, retryAfter: Duration = .zero, releaseID: String = ""
  ) async throws {
    var notice = Notice()
    notice.kind = kind
    notice.message = message
    notice.retryAfterMs = retryAfter.wholeNanoseconds / 1_000_000
    notice.releaseID = releaseID
    try await write(.init(.notice(notice)))
  }
}

extension EnrichRealTimeResponse {
  /// A response with that body.
  init(_ body: Body) {
    self.init()
    self.body = body
  }
}
