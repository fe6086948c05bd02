internal import EventLoop

/// The owner of one end of a stream, called on the connection's loop.
///
/// Calls come in this order: on a client `received(headers:on:)`, then data, then `receivedEnd`, and always, once and
/// last, `closed`. A handler may send, consume and reset from inside any call.
public protocol StreamHandler: AnyObject {
  /// The response's headers (clients only). One HEADERS frame that also ends the stream is followed by `receivedEnd`
  /// with no trailers. Interim (1xx) responses are not reported.
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
}

extension StreamHandler {
  /// A server never receives response headers.
  public func received(headers: [HeaderField], on stream: Stream) {}
}

/// One stream of a connection: a request and its response.
///
/// Confined to the connection's loop (`connection.loop`): it is `Sendable` so that a task that runs there may hold it,
/// but its methods and properties, other than `id`, may be used on that loop only. What is sent leaves at the end of
/// the loop's pass. On a stream that is closed, sending, consuming and resetting do nothing.
public final class Stream: @unchecked Sendable {
  /// The connection.
  public let connection: any HTTP2Connection
  /// How many bytes wait to be sent.
  public var pendingBytes: Int { queue.count }
  /// Whether the sender should go on: fewer bytes wait than ``HTTP2Limits/sendBufferSize``. When it has become false,
  /// `writable` tells when half of that has left.
  public var isWritable: Bool { !isCongested && !isClosed }

  /// From how many waiting bytes on the stream is congested.
  var sendBufferSize: Int { commands.sendBufferSize }

  /// Set by the handler while it has the beginning of something whose end must come soon, such as half a message.
  ///
  /// If it stays true for ``HTTP2Limits/stalledStreamTimeout`` the stream is reset with `CANCEL` and closes with
  /// `limitExceeded`.
  public var isInputIncomplete: Bool {
    get { record.inputIncompleteSince != nil }
    set {
      guard newValue != isInputIncomplete else { return }
      record.inputIncompleteSince = newValue ? connection.loop.now : nil
    }
  }

  /// How far the sending direction has come.
  enum SendState {
    case idle, open, ending, ended
  }

  let commands: any StreamCommands
  var handler: (any StreamHandler)?
  var queue = SendQueue()
  var headers = StreamHeaders.none
  // What is smaller than a word lies in a row: a stream that waits is to take little memory.
  /// The stream's number on its connection: odd for streams a client opened.
  public let id: Int32
  var sendState = SendState.idle
  var isCongested = false
  /// Whether the library has asked for body bytes when there were none.
  var isDeferred = false
  /// Whether the stream is over.
  public internal(set) var isClosed = false
  var record = StreamRecord()

  init(
    id: Int32, connection: any HTTP2Connection, commands: any StreamCommands, sendState: SendState = .idle
  ) {
    self.id = id
    self.connection = connection
    self.commands = commands
    self.sendState = sendState
  }

  /// Sends the response's headers (servers, once, first). With `endStream` nothing follows.
  public func sendHeaders(_ fields: [HeaderField], constant: ConstantHeaders = .none, endStream: Bool = false) {
    guard !isClosed, sendState == .idle else { return }
    sendState = endStream ? .ended : .open
    unsafe commands.submitResponse(id, fields, constant, source: endStream ? nil : source)
  }

  /// Queues bytes of the body without copying them; `endStream` says that they are the last and no trailers follow.
  public func send(_ bytes: [UInt8], endStream: Bool = false) {
    guard !isClosed, sendState == .open else { return }
    queue.append(bytes)
    if queue.count >= sendBufferSize { isCongested = true }
    if endStream { sendState = .ending }
    commands.resume(self)
  }

  /// Ends this direction with trailers, after the bytes that wait.
  public func sendTrailers(_ fields: [HeaderField], constant: ConstantHeaders = .none) {
    guard !isClosed, sendState == .open else { return }
    headers.keep(trailers: fields, constant)
    sendState = .ending
    commands.resume(self)
  }

  /// Ends the stream at once in both directions; bytes that wait are dropped. `closed` follows.
  public func reset(_ code: ErrorCode) {
    guard !isClosed else { return }
    reset(code, reporting: .reset(code, by: .local))
  }

  /// Resets the stream, which closes with `reason`; the first reason counts.
  func reset(_ code: ErrorCode, reporting reason: StreamCloseReason) {
    guard !isClosed, record.localReset == nil else { return }
    record.localReset = reason
    queue.removeAll()
    sendState = .ended
    commands.reset(id, code)
  }

  /// Opens the peer's window again by `count` bytes of received data.
  public func consume(_ count: Int) {
    guard count > 0, !isClosed else { return }
    let taken = min(count, record.unconsumed)
    record.unconsumed -= taken
    commands.consume(id, taken)
  }

  /// The stream's address as C callbacks get it back; the session's table keeps the stream alive meanwhile.
  var source: UnsafeMutableRawPointer { unsafe Unmanaged.passUnretained(self).toOpaque() }
}
