internal import CNghttp2
internal import EventLoop
internal import Transport

/// One end of an HTTP/2 connection over libnghttp2: bytes in, calls to stream handlers; calls from streams, bytes out.
///
/// Knows neither sockets nor TLS. Of its connection's loop only.
@safe final class Session {
  /// Which end this is.
  enum Role {
    case server, client
  }

  let role: Role
  let limits: HTTP2Limits
  /// The connection, which keeps the session alive and not the other way round. Not counted: each stream keeps the
  /// connection, so that nobody comes here without it.
  private unowned(unsafe) let connection: any SessionOwner
  /// The connection's loop.
  let loop: EventLoop
  /// What the library calls for body bytes.
  let bodySource: nghttp2_data_source_read_callback
  /// The library's session; nil before it is made and once this one has ended.
  var pointer: OpaquePointer?
  var table = StreamTable()
  var abuse: AbuseGuard
  /// Where a client counts its traffic.
  var traffic: TrafficMeter?
  /// What the peer has broken with the connection as a whole.
  var violation: Violation?
  /// Whether a limit was broken that lets the open streams finish: new ones are ignored.
  var isCalming = false
  /// Whether what ends the connection was counted when it arrived.
  var isErrorCounted = false
  /// The library's words about what the peer did wrong.
  var complaint: String?
  /// The stream whose header block is arriving.
  var headerStream: Stream?
  /// Whether its fields are of use: the stream is there and was not reset.
  var wantsHeaders = false
  /// Whether it ends its stream, or begins it.
  var isTrailerBlock = false
  /// What is wrong with them.
  var headerFault: HeaderFault?
  /// The blocks that streams begin with.
  let heads: HeaderBlock<LibraryBuffer>
  /// The blocks that streams end with.
  let trailers: HeaderBlock<LibraryBuffer>
  /// What looks at a client's frames before the library does; nil for a client.
  var clientInput: ClientInput?
  /// The size of that header block.
  var headerSize: HeaderListSize
  /// Which numbers the streams of a client have had.
  var numbers = StreamNumbers()
  /// The PINGs that the peer has not answered yet.
  var pingsInFlight: [PingPurpose] = []
  /// Since when a header block is incomplete.
  var headerBlockSince: MonotonicTime?
  /// Whether the peer's first SETTINGS have arrived.
  var hasPeerSettings = false
  /// The peer's GOAWAY.
  var goAway: GoAway?
  /// Whether a PING is to follow the next GOAWAY; the library would send it first.
  var pingsAfterGoAway = false
  /// Whether the owner knows that there is something to write.
  private var isOutputRequested = false
  /// Where output goes while it is gathered.
  var output: OutputBuffer?
  /// Streams that have become writable while output was gathered.
  var relieved: [Stream] = []
  /// Streams that ended before the library had opened them.
  var stillborn: [Stream] = []

  /// A session without the library's yet; ``SessionLibrary`` makes whole ones.
  init(
    _ role: Role, _ limits: HTTP2Limits, owner: any SessionOwner,
    bodySource: @escaping nghttp2_data_source_read_callback
  ) {
    self.role = role
    self.limits = limits
    unsafe connection = owner
    loop = owner.loop
    unsafe self.bodySource = bodySource
    abuse = AbuseGuard(limits, owner.loop.now)
    headerSize = HeaderListSize(limits.connection)
    heads = HeaderBlock(role == .server ? .head : nil)
    trailers = HeaderBlock(role == .server ? .trailers : nil)
    clientInput = role == .server ? ClientInput() : nil
    unsafe pointer = nil
  }

  /// The connection.
  var owner: any SessionOwner { unsafe connection }

  /// Tells the owner once that there is something to write; ``outputBegins()`` goes before it is written.
  func requestOutput() {
    guard !isOutputRequested else { return }
    isOutputRequested = true
    owner.outputRequested()
  }

  /// What is asked for from now on is to be written another time.
  func outputBegins() { isOutputRequested = false }

  /// Where the fields of the header block go that is arriving.
  var headerBlock: HeaderBlock<LibraryBuffer> { isTrailerBlock ? trailers : heads }

  deinit { if let pointer = unsafe pointer { unsafe delete(pointer) } }

  /// Lets the library's session go, and before it what is kept of its memory, which is the loop's.
  private func delete(_ session: OpaquePointer) {
    heads.removeAll()
    trailers.removeAll()
    unsafe nghttp2_session_del(session)
  }

  /// Ends everything: the streams close with `reason`.
  ///
  /// The library reports no closed streams when a session is deleted, so it is done here.
  func end(_ reason: String) {
    guard let session = unsafe pointer else { return }
    unsafe pointer = nil
    headerStream = nil
    for stream in table.takeAll() {
      close(stream, stream.record.localReset ?? leftOut(stream) ?? .connectionLost(reason))
    }
    // Streams keep their session: those that still wait here would keep it for ever.
    stillborn = []
    relieved = []
    unsafe delete(session)
  }

  /// The reason of a stream that the peer has not looked at, as its GOAWAY says; nil when it may have.
  private func leftOut(_ stream: Stream) -> StreamCloseReason? {
    guard role == .client, let goAway, !stream.record.isOpened || stream.id > goAway.lastStream else { return nil }
    return .goAway(goAway.code, goAway.text)
  }

  /// Tells a stream's handler that it is over.
  func close(_ stream: Stream, _ reason: StreamCloseReason) {
    guard !stream.isClosed else { return }
    stream.isClosed = true
    endWindowWait(of: stream)
    stream.queue.removeAll()
    let handler = stream.handler
    stream.handler = nil
    handler?.closed(on: stream, reason: reason)
  }
}
