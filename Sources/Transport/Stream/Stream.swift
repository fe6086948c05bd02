public import EventLoop

/// What a stream shows of the connection that carries it. Of the connection's loop only, but for `loop` and `peer`.
public protocol HTTPConnection: AnyObject, Sendable {
  /// The loop all of the connection's calls happen on.
  var loop: EventLoop { get }
  /// The other end's address.
  var peer: Endpoint { get }
  /// Whether TLS protects the connection.
  var isSecure: Bool { get }
  /// The certificate the peer has shown and this end has verified; nil when it has shown none or was not asked.
  var peerIdentity: TLSPeerIdentity? { get }
  /// The version of HTTP that is spoken; HTTP/2 as long as the peer has said nothing.
  var applicationProtocol: ApplicationProtocol { get }
  /// Whether the connection takes no new streams: one of both ends has said that it goes away.
  var isDraining: Bool { get }
  /// How many streams are open.
  var openStreamCount: Int { get }
  /// The handlers of the streams that are open, in no particular order.
  var openHandlers: [any StreamHandler] { get }
  /// A place for what the owner wants to remember as long as the connection lives.
  var attachment: AnyObject? { get set }
}

/// The owner of one end of a stream, called on the connection's loop.
///
/// Calls come in this order: on a client `received(headers:on:)`, then data, then `receivedEnd`, and always, once and
/// last, `closed`. A handler may send, consume and reset from inside any call.
public protocol StreamHandler: AnyObject {
  /// The response's headers (clients only). A response that ends with its headers is followed by `receivedEnd` with no
  /// trailers. Interim (1xx) responses are not reported.
  func received(headers: [HeaderField], on stream: Stream)
  /// A piece of the body, valid during the call. The peer's window stays closed by its size until
  /// ``Stream/consume(_:)``.
  func received(data: UnsafeRawBufferPointer, on stream: Stream)
  /// The peer has sent everything; `trailers` is empty when it sent none.
  func receivedEnd(trailers: [HeaderField], on stream: Stream)
  /// ``Stream/isWritable`` has become true again.
  func writable(on stream: Stream)
  /// The stream is over. Nothing more arrives and nothing can be sent.
  func closed(on stream: Stream, reason: StreamCloseReason)
  /// Whether the stream keeps its connection where another one needs its place.
  var keepsConnection: Bool { get }
}

extension StreamHandler {
  /// Most streams do.
  public var keepsConnection: Bool { true }
  /// A server never receives response headers.
  public func received(headers: [HeaderField], on stream: Stream) {}
}

/// What makes a stream's commands happen on the wire, in whichever version of HTTP. One that has ended ignores everything.
package protocol StreamEngine: AnyObject {
  /// From how many waiting bytes on a stream is congested.
  var sendBufferSize: Int { get }
  /// Sends response headers; with a body, data is fetched from the stream.
  func submitResponse(_ stream: Stream, _ fields: [HeaderField], _ constant: ConstantHeaders, hasBody: Bool)
  /// There is data again, or the end is known.
  func resume(_ stream: Stream)
  /// Resets the stream.
  func reset(_ id: Int32, _ code: ErrorCode)
  /// Lets the peer send so many bytes more.
  func consume(_ id: Int32, _ count: Int)
}

/// One stream of a connection: a request and its response.
///
/// Confined to the connection's loop (`connection.loop`): it is `Sendable` so that a task that runs there may hold it,
/// but its methods and properties, other than `id`, may be used on that loop only. What is sent leaves at the end of
/// the loop's pass. On a stream that is closed, sending, consuming and resetting do nothing.
public final class Stream: @unchecked Sendable {
  /// The connection.
  public let connection: any HTTPConnection
  /// How many bytes wait to be sent.
  public var pendingBytes: Int { queue.count }
  /// Whether the sender should go on: fewer bytes wait than ``ConnectionLimits/sendBufferSize``. When it has become
  /// false, `writable` tells when half of that has left.
  public var isWritable: Bool { !isCongested && !isClosed }

  /// From how many waiting bytes on the stream is congested.
  package var sendBufferSize: Int { engine.sendBufferSize }

  /// Whether nothing follows the headers that the peer has sent.
  package var endsWithHead: Bool { record.endsWithHead }

  /// Set by the handler while it has the beginning of something whose end must come soon, such as half a message.
  ///
  /// If it stays true for ``ConnectionLimits/stalledStreamTimeout`` the stream is reset with `CANCEL` and closes with
  /// `limitExceeded`.
  public var isInputIncomplete: Bool {
    get { record.inputIncompleteSince != nil }
    set {
      guard newValue != isInputIncomplete else { return }
      record.inputIncompleteSince = newValue ? connection.loop.now : nil
    }
  }

  /// How far the sending direction has come.
  @usableFromInline package enum SendState {
    case idle, open, ending, ended
  }

  private let engine: any StreamEngine
  /// Who is told what happens; nil before the stream is accepted and after it has closed.
  package var handler: (any StreamHandler)?
  /// What waits to be sent.
  package var queue = SendQueue()
  /// What the engine still has to send or to read.
  package var headers = StreamHeaders.none
  // What is smaller than a word lies in a row: a stream that waits is to take little memory.
  /// The stream's number on its connection: odd for streams a client opened.
  public let id: Int32
  /// How far the sending direction has come.
  package var sendState = SendState.idle
  /// Whether the sender should wait.
  package var isCongested = false
  /// Whether the engine has asked for body bytes when there were none.
  package var isDeferred = false
  /// Whether the stream is over.
  public package(set) var isClosed = false
  /// What the engine notes.
  package var record = StreamRecord()

  /// A stream that `engine` has begun.
  package init(
    id: Int32, connection: any HTTPConnection, engine: any StreamEngine, sendState: SendState = .idle
  ) {
    self.id = id
    self.connection = connection
    self.engine = engine
    self.sendState = sendState
  }

  /// Sends the response's headers (servers, once, first). With `endStream` nothing follows.
  public func sendHeaders(_ fields: [HeaderField], constant: ConstantHeaders = .none, endStream: Bool = false) {
    guard !isClosed, sendState == .idle else { return }
    sendState = endStream ? .ended : .open
    engine.submitResponse(self, fields, constant, hasBody: !endStream)
  }

  /// Queues bytes of the body without copying them; `endStream` says that they are the last and no trailers follow.
  public func send(_ bytes: [UInt8], endStream: Bool = false) {
    guard !isClosed, sendState == .open else { return }
    queue.append(bytes)
    if queue.count >= sendBufferSize { isCongested = true }
    if endStream { sendState = .ending }
    engine.resume(self)
  }

  /// Ends this direction with trailers, after the bytes that wait.
  public func sendTrailers(_ fields: [HeaderField], constant: ConstantHeaders = .none) {
    guard !isClosed, sendState == .open else { return }
    headers.keep(trailers: fields, constant)
    sendState = .ending
    engine.resume(self)
  }

  /// Ends the stream at once in both directions; bytes that wait are dropped. `closed` follows.
  public func reset(_ code: ErrorCode) {
    guard !isClosed else { return }
    reset(code, reporting: .reset(code, by: .local))
  }

  /// Resets the stream, which closes with `reason`; the first reason counts.
  package func reset(_ code: ErrorCode, reporting reason: StreamCloseReason) {
    guard !isClosed, record.localReset == nil else { return }
    record.localReset = reason
    queue.removeAll()
    sendState = .ended
    engine.reset(id, code)
  }

  /// Opens the peer's window again by `count` bytes of received data.
  public func consume(_ count: Int) {
    guard count > 0, !isClosed else { return }
    let taken = min(count, record.unconsumed)
    record.unconsumed -= taken
    engine.consume(id, taken)
  }
}
