/// How far the answer to a call has come: headers once, then messages, then trailers once; nothing after that.
struct ResponseState: Sendable, Hashable {
  private enum Phase { case idle, headersSent, ended }

  /// What to do with a message.
  enum MessageAction: Sendable, Hashable {
    /// Send the headers, then the message.
    case sendHeadersAndMessage
    /// Send the message.
    case sendMessage
    /// The answer has ended; drop it.
    case drop
  }

  /// What to do to end the answer.
  enum EndAction: Sendable, Hashable {
    /// No headers have been sent: the status can go with them.
    case sendTrailersOnly
    /// Send trailers after what was sent.
    case sendTrailers
    /// The answer has ended already.
    case nothing
  }

  private var phase = Phase.idle

  /// Whether the answer has ended, or can no longer be sent.
  var hasEnded: Bool { phase == .ended }

  /// The handler wants the headers sent; answers whether they have not been.
  mutating func headers() -> Bool {
    guard phase == .idle else { return false }
    phase = .headersSent
    return true
  }

  /// The handler wrote a message.
  mutating func message() -> MessageAction {
    switch phase {
    case .idle:
      phase = .headersSent
      return .sendHeadersAndMessage
    case .headersSent: return .sendMessage
    case .ended: return .drop
    }
  }

  /// The call has a status.
  mutating func end() -> EndAction {
    defer { phase = .ended }
    switch phase {
    case .idle: return .sendTrailersOnly
    case .headersSent: return .sendTrailers
    case .ended: return .nothing
    }
  }
}
