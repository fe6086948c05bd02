import HTTP2
import Transport

/// Every known attack on the transport that a test of this folder tries: the table of the documentation is made of it.
struct Attack: Sendable {
  /// What the peer does.
  let name: String
  /// What stops it and its default.
  let bound: @Sendable (HTTP2Limits) -> String
  /// What counts it.
  let counter: ConnectionLimit

  init(_ name: String, _ counter: ConnectionLimit, _ bound: @escaping @Sendable (HTTP2Limits) -> String) {
    self.name = name
    self.bound = bound
    self.counter = counter
  }

  static let rapidReset = Attack("rapid reset (CVE-2023-44487)", .resets) { wasted($0) }
  static let madeYouReset = Attack("MadeYouReset (CVE-2025-8671)", .resets) { wasted($0) }
  static let continuationFlood = Attack("CONTINUATION flood (CVE-2024-27316)", .continuations) { _ in
    "8 CONTINUATION frames for a header block"
  }
  static let hpackBomb = Attack("HPACK bomb: references to one large field", .headerList) {
    "maxHeaderListSize: \($0.connection.maxHeaderListSize) bytes, nine times that ends the connection"
  }
  static let fieldBomb = Attack("field-count bomb: very many small fields", .headerList) {
    "maxHeaderFields: \($0.connection.maxHeaderFields); nine times maxHeaderListSize ends the connection"
  }
  static let settingsFlood = Attack("SETTINGS flood (CVE-2019-9515)", .settings) { "settings: \(text($0.settings))" }
  static let windowChurn = Attack("INITIAL_WINDOW_SIZE churn", .settings) {
    "settings: \(text($0.settings)); 32 entries in a frame"
  }
  static let pingFlood = Attack("PING flood (CVE-2019-9512)", .pings) {
    "pingInterval: \($0.pingInterval.map { "\($0)" } ?? "none"), two strikes"
  }
  static let pingAnswerFlood = Attack("flood of answers to no PING", .uselessFrames) {
    "uselessFrames: \(text($0.uselessFrames))"
  }
  static let settingsAnswerFlood = Attack("answer to no SETTINGS", .protocolErrors) { _ in "the first one" }
  static let priorityFlood = Attack("PRIORITY flood (CVE-2019-9513)", .uselessFrames) {
    "uselessFrames: \(text($0.uselessFrames))"
  }
  static let unknownFrames = Attack("flood of unknown frames", .uselessFrames) {
    "uselessFrames: \(text($0.uselessFrames))"
  }
  static let windowUpdateFlood = Attack("WINDOW_UPDATE flood", .windowUpdates) {
    "windowUpdates: \(text($0.windowUpdates))"
  }
  static let emptyData = Attack("empty DATA (CVE-2019-9518)", .tinyData) { "tinyData: \(text($0.tinyData))" }
  static let tinyData = Attack("DATA of a few bytes (CVE-2019-9511)", .tinyData) { "tinyData: \(text($0.tinyData))" }
  static let zeroWindow = Attack("reader with a window of zero (CVE-2019-9517)", .stalledOutput) {
    "stalledStreamTimeout: \($0.connection.stalledStreamTimeout)"
  }
  static let drippingWindow = Attack("reader that opens its window byte by byte", .stalledOutput) {
    "stalledStreamTimeout: \($0.connection.stalledStreamTimeout) for less than 1 KiB"
  }
  static let deafPeer = Attack("peer that never reads its socket", .stalledOutput) {
    "stalledStreamTimeout: \($0.connection.stalledStreamTimeout); sendBufferSize: \($0.connection.sendBufferSize) bytes a stream"
  }
  static let outputQueue = Attack("peer that asks for answers and never reads", .outputFrames) {
    "maxOutputFrames: \($0.maxOutputFrames)"
  }
  static let slowPreface = Attack("slow preface", .prefaceTime) { "prefaceTimeout: \($0.prefaceTimeout)" }
  static let slowHeaders = Attack("slow headers", .stalledInput) {
    "stalledStreamTimeout: \($0.connection.stalledStreamTimeout)"
  }
  static let slowMessage = Attack("slow message", .stalledInput) {
    "stalledStreamTimeout: \($0.connection.stalledStreamTimeout)"
  }
  static let glitches = Attack("many small broken rules", .glitches) { "glitches: \(text($0.glitches))" }
  static let badHeaders = Attack("CR, LF, NUL and malformed header fields", .protocolErrors) { _ in
    "the stream is reset; it counts for glitches and resets"
  }
  static let pseudoHeaders = Attack("duplicate, missing, unknown and disordered pseudo-headers", .protocolErrors) { _ in
    "the stream is reset; it counts for glitches and resets"
  }
  static let badPath = Attack(":path without a slash (CVE-2026-33186)", .protocolErrors) { _ in
    "the stream is reset before it is routed, whatever the scheme"
  }
  static let tooManyStreams = Attack("more streams than announced", .protocolErrors) {
    "maxConcurrentStreams: \($0.maxConcurrentStreams), always announced"
  }
  static let tooManyConnections = Attack("very many connections", .connections) {
    "maxConnections: \($0.connection.maxConnections) for each loop"
  }
  static let slowHandshake = Attack("TLS handshake that stalls", .handshakeTime) {
    "handshakeTimeout: \($0.connection.handshakeTimeout)"
  }
  static let oldTLS = Attack("TLS before 1.2, weak ciphers", .handshake) { _ in
    "TLS 1.2 with ECDHE and AEAD, TLS 1.3"
  }
  static let noALPN = Attack("no ALPN, or none with h2", .handshake) { _ in "h2 is required" }
  static let renegotiation = Attack("TLS renegotiation", .protocolErrors) { _ in "refused; no early data" }
  static let deadPeer = Attack("peer that is silently gone", .keepalive) {
    "keepaliveInterval: \($0.keepaliveInterval.map { "\($0)" } ?? "none"), keepaliveTimeout: \($0.keepaliveTimeout)"
  }

  private static func wasted(_ limits: HTTP2Limits) -> String {
    "resets: \(text(limits.resets)) beyond finished calls, of streams younger than \(limits.wastedStreamAge)"
  }

  private static func text(_ rate: ConnectionLimits.Rate?) -> String {
    rate.map { "\($0.count) in \($0.window)" } ?? "none"
  }
}
