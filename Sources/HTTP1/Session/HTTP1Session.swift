internal import EventLoop
internal import Transport

/// One end of a connection of HTTP/1.1: bytes in, calls to stream handlers; calls from streams, bytes out.
///
/// Knows neither sockets nor TLS. Of its connection's loop only.
@safe final class HTTP1Session: AlternativeSession {
  /// How far a request is.
  enum Phase {
    /// Its head has not ended.
    case head(SectionScanner)
    /// Its head has come and its body has not ended.
    case body(BodyDecoder)
    /// It has come whole, and its response has not left.
    case answering
    /// A request was refused: what follows is dropped.
    case refused
  }

  let applicationProtocol = ApplicationProtocol.http11
  let limits: HTTP1Limits
  let dates: DateField
  /// The connection, which keeps the session alive and not the other way round. Not counted: each stream keeps the
  /// connection, so that nobody comes here without it.
  private unowned(unsafe) let connection: any SessionCarrier
  var phase: Phase
  /// The request that is under way.
  var exchange: Exchange?
  var writer = ResponseWriter()
  var ending: SessionEnding?
  /// Input that is not whole, or whose turn has not come.
  var held: [UInt8] = []
  /// The head that came last, for one that says the same.
  var known: KnownHead?
  var tinyChunks: RateBudget
  /// Since when the head or the body that is arriving has come no further.
  var progress: (since: MonotonicTime, bytes: Int)?
  /// No request is taken after the one that is under way.
  private(set) var isDraining = false
  private var lastStream: Int32 = -1

  /// A session that waits for the first request.
  init(_ carrier: any SessionCarrier, _ limits: HTTP1Limits, _ dates: DateField) {
    unsafe connection = carrier
    self.limits = limits
    self.dates = dates
    phase = Self.newHead(limits)
    tinyChunks = RateBudget(limits.tinyChunks)
  }

  /// The connection.
  var carrier: any SessionCarrier { unsafe connection }

  static func newHead(_ limits: HTTP1Limits) -> Phase {
    .head(SectionScanner(isHead: true, limit: limits.connection.maxHeaderListSize))
  }

  // MARK: What the connection looks at

  var openStream: Stream? { exchange?.stream }

  var hasBegun: Bool { lastStream > 0 }

  var isIdle: Bool {
    if case .head = phase { return held.isEmpty && !writer.hasFront }
    return false
  }

  /// Requests behind the one that is under way wait in the socket once there is one of them.
  var wantsInput: Bool {
    switch phase {
    case .head: ending == nil
    case .body: ending == nil && (exchange?.stream.record.unconsumed ?? 0) < limits.bodyWindow
    case .answering: ending == nil && held.isEmpty
    case .refused: false
    }
  }

  /// The number of the next stream: odd as in HTTP/2, and with an end.
  func nextStream() -> Int32 {
    lastStream += 2
    if lastStream > Int32.max - 4 { isDraining = true }
    return lastStream
  }

  // MARK: The end

  func drain() {
    isDraining = true
    if isIdle { ending = ending ?? SessionEnding("drained") }
  }

  func end(_ reason: String) {
    ending = ending ?? SessionEnding(reason)
    guard let exchange else { return }
    close(exchange.stream, exchange.stream.record.localReset ?? .connectionLost(reason))
  }

  /// Answers a request with an error by itself, unless an answer has begun, and takes nothing any more.
  func refuse(_ refusal: RequestRefusal) {
    carrier.hit(refusal.limit)
    let isHEAD = exchange?.isHEAD ?? false
    let isUnsent = exchange == nil || writer.isUnsent
    if let exchange { close(exchange.stream, .limitExceeded(refusal.reason)) }
    phase = .refused
    held = []
    if isUnsent { writer.refuse(refusal.status, refusal.reason, isHEAD: isHEAD, date: date) }
    ending = SessionEnding(refusal.reason, isAbrupt: !isUnsent)
    carrier.outputRequested()
  }

  /// Tells a stream's handler that it is over.
  func close(_ stream: Stream, _ reason: StreamCloseReason) {
    exchange = nil
    guard !stream.isClosed else { return }
    stream.isClosed = true
    stream.queue.removeAll()
    let handler = stream.handler
    stream.handler = nil
    handler?.closed(on: stream, reason: reason)
    carrier.streamsEnded()
  }

  /// The field that says when this is.
  var date: [UInt8] { dates.line(at: carrier.loop.now) }
}

/// A request and its response, as far as they concern the connection.
struct Exchange {
  let stream: Stream
  let isHEAD: Bool
  let isOld: Bool
  /// Whether the client lets the connection go on.
  let keepsAlive: Bool
  /// The code the handler has reset the stream with.
  var reset: ErrorCode?
  /// Whether the handler is to be told that it may go on sending.
  var isRelieved = false

  /// The exchange of a head.
  init(_ stream: Stream, _ head: ReceivedHead) {
    self.stream = stream
    isHEAD = head.isHEAD
    isOld = head.isOld
    keepsAlive = head.keepsAlive
  }
}
