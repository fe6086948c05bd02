import EnrichmentRPC
import EnrichmentSchema
import EventLoop
import RPC
import WireFormat

@testable import EnrichmentService

/// A page's side of a session: the token, and the calls that it makes.
struct PageSession: Sendable {
  let pages: BrowserSessionServiceClient
  let opened: OpenSessionResponse

  /// Opens a session with a key, as the shop's server does.
  static func open(
    _ pages: BrowserSessionServiceClient, _ options: CallOptions,
    _ change: (inout OpenSessionRequest) -> Void = { _ in }
  ) async throws -> PageSession {
    var request = OpenSessionRequest()
    request.segment = LiveEnrichment.segment
    change(&request)
    return PageSession(pages: pages, opened: try await pages.openSession(request, options: options))
  }

  static func open(
    _ live: LiveEnrichment, _ change: (inout OpenSessionRequest) -> Void = { _ in }
  ) async throws -> PageSession {
    try await open(live.pages, live.options(), change)
  }

  /// Sends visits of these ids.
  @discardableResult
  func visit(_ ids: String..., close: Bool = false) async throws -> SendEventsResponse {
    try await send(ids.map { id in SessionCall.event(id) }, close: close)
  }

  @discardableResult
  func send(_ events: [Event], close: Bool = false) async throws -> SendEventsResponse {
    var request = SendEventsRequest()
    (request.token, request.events, request.close) = (opened.token, events, close)
    return try await pages.sendEvents(request)
  }

  /// Watches from a message on; the first message, a sign of life, has come when this returns.
  func watch(after id: Int64 = 0) async throws -> Watch {
    var request = WatchSessionRequest()
    (request.token, request.lastEventID) = (opened.token, id)
    let watch = Watch(replies: try await pages.watchSession(request))
    guard let first = try await watch.replies.next(), first == WatchSessionResponse() else {
      throw SessionCall.Unexpected()
    }
    return watch
  }

  /// One stream of updates.
  struct Watch: Sendable {
    let replies: ReplyStream<WatchSessionResponse>

    /// The next message that is no sign of life; nil at the end.
    func next() async throws -> WatchSessionResponse? {
      while let message = try await replies.next() {
        if message.body != nil { return message }
      }
      return nil
    }

    /// All messages up to the end.
    func rest() async throws -> [WatchSessionResponse] {
      var messages: [WatchSessionResponse] = []
      while let message = try await next() { messages.append(message) }
      return messages
    }
  }
}
