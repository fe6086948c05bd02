/// What a hostile client does on one connection. Tests of the transport and `spots-load --abuse` try the same.
package struct Assault: Sendable {
  /// Its name on a command line, such as `rapid-reset`.
  package let name: String
  /// What it does, in a few words.
  package let summary: String
  /// Whether the preface is part of the assault and not sent before it.
  package let isBeforePreface: Bool
  /// Whether it is done in HTTP/1.1.
  package let isText: Bool
  /// Writes to the server until all is sent or the server has closed; reads nothing.
  package let attack: @Sendable (RawClient, AssaultedCall) -> Void

  init(
    _ name: String, _ summary: String, isBeforePreface: Bool = false, isText: Bool = false,
    _ attack: @escaping @Sendable (RawClient, AssaultedCall) -> Void
  ) {
    self.name = name
    self.summary = summary
    self.isBeforePreface = isBeforePreface
    self.isText = isText
    self.attack = attack
  }

  /// All of them.
  package static let all: [Assault] = asFrames + asText

  /// All that is done in HTTP/2.
  private static let asFrames: [Assault] = [
    rapidReset, madeYouReset, malformedRequests, continuationFlood, emptyContinuations, hpackBomb, fieldBomb,
    cookieCrumbs, settingsFlood, windowChurn, pingFlood, pingAnswerFlood, priorityFlood, unknownFrames,
    windowUpdateFlood, emptyData, tinyData, slowReader, slowPreface, slowHeaders,
  ]
}

/// The call that assaults open again and again.
package struct AssaultedCall: Sendable {
  /// Path of the method.
  package var path: String
  /// Header fields behind the pseudo-header fields.
  package var fields: [(String, String)]
  /// The whole body of a request; nil when a request ends with its headers.
  package var body: [UInt8]?

  /// A call; without a body its headers end it.
  package init(path: String, fields: [(String, String)] = [], body: [UInt8]? = nil) {
    self.path = path
    self.fields = fields
    self.body = body
  }

  /// The header block of a request.
  func block(_ more: [(String, String)] = []) -> [UInt8] { HeaderBlock.request(path, fields + more) }

  /// Sends the headers of a request; false when the server has closed.
  func open(_ client: RawClient, _ stream: UInt32, _ more: [(String, String)] = []) -> Bool {
    client.headers(stream, block(more), endStream: body == nil)
  }

  /// Sends a whole request.
  func send(_ client: RawClient, _ stream: UInt32) {
    guard open(client, stream), let body else { return }
    client.data(stream, body, endStream: true)
  }
}
