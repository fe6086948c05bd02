internal import CNghttp2
internal import EventLoop

/// What arrives from the peer.
extension Session {
  /// Takes input. What the peer did wrong with the connection as a whole is in ``violation`` afterwards.
  func receive(_ bytes: UnsafeRawBufferPointer) {
    guard let pointer = unsafe pointer else { return }
    isErrorCounted = false
    let data = unsafe bytes.bindMemory(to: UInt8.self)
    let count = unsafe nghttp2_session_mem_recv(pointer, data.baseAddress, data.count)
    if count < 0 { note(failure(count)) }
  }

  /// What an error of the library says of the peer.
  private func failure(_ code: Int) -> Violation {
    let text = complaint ?? LibraryError.describe(code)
    switch code {
    case Int(NGHTTP2_ERR_FLOODED.rawValue): return Violation(limit: .outputFrames, text: text)
    case Int(NGHTTP2_ERR_TOO_MANY_CONTINUATIONS.rawValue): return Violation(limit: .continuations, text: text)
    default: return Violation(limit: .protocolErrors, text: text, code: .protocolError)
    }
  }

  func note(_ broken: Violation?) {
    guard violation == nil, let broken else { return }
    violation = broken
    isErrorCounted = true
  }

  /// The stream with a number, if the library knows it.
  func stream(_ id: Int32) -> Stream? {
    guard let pointer = unsafe pointer, let found = unsafe nghttp2_session_get_stream_user_data(pointer, id) else {
      return nil
    }
    return unsafe Unmanaged<Stream>.fromOpaque(found).takeUnretainedValue()
  }

  /// A frame header has been read. Types after CONTINUATION (9) are extensions, which are ignored.
  func frameBegins(_ type: UInt8, _ id: Int32) {
    switch UInt32(type) {
    case NGHTTP2_DATA.rawValue, NGHTTP2_CONTINUATION.rawValue: break
    case NGHTTP2_PUSH_PROMISE.rawValue: note(Self.push)
    case NGHTTP2_HEADERS.rawValue: if role == .server { checkNumber(id) }
    // Counted here because those for streams that are over are not reported again.
    case NGHTTP2_WINDOW_UPDATE.rawValue: note(abuse.windowUpdate(loop.now))
    case NGHTTP2_PRIORITY.rawValue: note(id == 0 ? Self.priorityOfConnection : abuse.uselessFrame(loop.now))
    default: if UInt32(type) > NGHTTP2_CONTINUATION.rawValue { note(abuse.uselessFrame(loop.now)) }
    }
  }

  /// The library ignores PRIORITY, also where that is an error (RFC 9113 section 6.3).
  private static let priorityOfConnection = Violation(
    limit: .protocolErrors, text: "PRIORITY on stream 0", code: .protocolError)

  /// Clients announce before all else that they take no pushed streams, and servers never do (RFC 9113 section 8.4).
  private static let push = Violation(
    limit: .protocolErrors, text: "PUSH_PROMISE although push is off", code: .protocolError)

  /// A stream may not be opened after one with a higher number (RFC 9113 section 5.1.1): the library drops such frames
  /// as if the stream had been there.
  private func checkNumber(_ id: Int32) {
    guard numbers.isUnexpected(id) else { return }
    let text = "stream \(id) was opened after a stream with a higher number"
    note(Violation(limit: .protocolErrors, text: text, code: .protocolError))
  }

  /// A frame or header block broke a rule; the library resets the stream or ends the connection.
  func invalidFrameArrived() {
    isErrorCounted = true
    owner.hit(.protocolErrors)
    note(abuse.glitch(loop.now))
  }

  // MARK: Headers

  func headersBegin(_ id: Int32, category: Int32) -> Int32 {
    headerBlockSince = loop.now
    headerSize = HeaderListSize(limits)
    let stream = category == Int32(NGHTTP2_HCAT_REQUEST.rawValue) ? begin(id) : stream(id)
    isTrailerBlock = stream?.record.hasHead == true
    headerBlock.begin()
    headerStream = stream
    wantsHeaders = stream.map { $0.record.localReset == nil } ?? false
    return 0
  }

  private func begin(_ id: Int32) -> Stream? {
    guard let pointer = unsafe pointer else { return nil }
    let stream = Stream(id: id, connection: owner, commands: self, sendBufferSize: limits.sendBufferSize)
    table.insert(stream)
    unsafe nghttp2_session_set_stream_user_data(pointer, id, stream.source)
    return stream
  }

  /// A field of a header block. Answers whether the rest of the block is still worth decoding.
  func headerArrives(_ name: OpaquePointer, _ value: OpaquePointer, _ flags: UInt8) -> Bool {
    let (name, value) = unsafe (Self.bytes(of: name), Self.bytes(of: value))
    let verdict = headerSize.add(name: name.count, value: value.count)
    if verdict == .abusive {
      note(Violation(limit: .headerList, text: "header list far larger than \(headerLimit)"))
      return false
    }
    guard wantsHeaders else { return true }
    if verdict == .tooLarge {
      owner.hit(.headerList)
      refuse(headerStream, .enhanceYourCalm, "header list larger than \(headerLimit)")
    } else if unsafe !add(name, value, isSecret: UInt32(flags) & NGHTTP2_NV_FLAG_NO_INDEX.rawValue != 0) {
      owner.hit(.protocolErrors)
      refuse(headerStream, .protocolError, "a header value is not UTF-8")
    }
    return true
  }

  /// Not by ``headerBlock``: it would be counted as one more reference, ten times for each call.
  private func add(_ name: UnsafeRawBufferPointer, _ value: UnsafeRawBufferPointer, isSecret: Bool) -> Bool {
    if isTrailerBlock { return unsafe trailers.add(name, value, isSecret: isSecret) }
    return unsafe heads.add(name, value, isSecret: isSecret)
  }

  private static func bytes(of buffer: OpaquePointer) -> UnsafeRawBufferPointer {
    let text = unsafe nghttp2_rcbuf_get_buf(buffer)
    return unsafe UnsafeRawBufferPointer(start: text.base, count: text.len)
  }

  private var headerLimit: String { "\(limits.maxHeaderListSize) bytes or \(limits.maxHeaderFields) fields" }

  private func refuse(_ stream: Stream?, _ code: ErrorCode, _ why: String) {
    wantsHeaders = false
    headerBlock.removeAll()
    stream?.reset(code, reporting: .limitExceeded(why))
  }

  private func headersArrived(endStream: Bool) {
    headerBlockSince = nil
    guard let stream = headerStream else { return }
    headerStream = nil
    let block = headerBlock
    block.end()
    if stream.record.localReset == nil { headersArrived(stream, block.fields, endStream) }
    block.release()
  }

  private func headersArrived(_ stream: Stream, _ headers: [HeaderField], _ endStream: Bool) {
    if stream.record.hasHead { return trailersArrived(stream, headers) }
    switch role {
    case .server: accept(stream, headers)
    case .client where isInterim(headers): return
    case .client:
      stream.record.hasHead = true
      stream.handler?.received(headers: headers, on: stream)
    }
    if endStream { trailersArrived(stream, []) }
  }

  private func isInterim(_ headers: [HeaderField]) -> Bool {
    headers.first.map { $0.name == ":status" && $0.value.utf8.first == UInt8(ascii: "1") } ?? false
  }

  private func accept(_ stream: Stream, _ headers: [HeaderField]) {
    stream.record.hasHead = true
    guard RequestTarget.isValid(headers) else {
      invalidFrameArrived()
      return refuse(stream, .protocolError, RequestTarget.rule)
    }
    let handler = owner.accept(stream, headers: headers)
    guard let handler else { return stream.reset(.refusedStream) }
    stream.handler = handler
  }

  private func trailersArrived(_ stream: Stream, _ trailers: [HeaderField]) {
    guard !stream.record.hasPeerEnded else { return }
    stream.record.hasPeerEnded = true
    stream.record.inputIncompleteSince = nil
    guard stream.record.answeredSince == nil else { return }
    stream.handler?.receivedEnd(trailers: trailers, on: stream)
  }

  // MARK: Data

  func dataArrives(_ id: Int32, _ bytes: UnsafeRawBufferPointer) {
    guard let pointer = unsafe pointer else { return }
    guard let stream = stream(id), stream.record.localReset == nil, stream.record.answeredSince == nil,
      let handler = stream.handler
    else {
      unsafe nghttp2_session_consume_connection(pointer, bytes.count)
      return
    }
    stream.record.unconsumed += bytes.count
    unsafe handler.received(data: bytes, on: stream)
  }

  private func dataArrived(_ id: Int32, length: Int, endStream: Bool) {
    note(abuse.data(length: length, endsStream: endStream, loop.now))
    guard endStream, let stream = stream(id), stream.record.localReset == nil else { return }
    trailersArrived(stream, [])
  }

  // MARK: Frames

  /// A frame is complete.
  func frameArrived(_ frame: UnsafePointer<nghttp2_frame>) {
    let flags = UInt32(unsafe cnghttp2_frame_flags(frame))
    let endStream = flags & NGHTTP2_FLAG_END_STREAM.rawValue != 0
    let isAnswer = flags & NGHTTP2_FLAG_ACK.rawValue != 0
    switch UInt32(unsafe cnghttp2_frame_type(frame)) {
    case NGHTTP2_HEADERS.rawValue: headersArrived(endStream: endStream)
    case NGHTTP2_DATA.rawValue:
      let length = unsafe Int(cnghttp2_frame_length(frame)) - Int(cnghttp2_data_padding(frame))
      unsafe dataArrived(cnghttp2_frame_stream_id(frame), length: length, endStream: endStream)
    case NGHTTP2_RST_STREAM.rawValue:
      traffic?.reset(ErrorCode(rawValue: unsafe cnghttp2_rst_error(frame)))
      resetArrived(unsafe cnghttp2_frame_stream_id(frame))
    case NGHTTP2_SETTINGS.rawValue where !isAnswer:
      if !hasPeerSettings { owner.settled() }
      hasPeerSettings = true
      note(abuse.settings(loop.now))
    case NGHTTP2_PING.rawValue where isAnswer: pingAnswered()
    case NGHTTP2_PING.rawValue: note(abuse.ping(loop.now))
    case NGHTTP2_GOAWAY.rawValue: unsafe goAwayArrived(frame)
    default: break
    }
  }

  /// Work that a client gives up before it is done is what rapid resets waste.
  private func resetArrived(_ id: Int32) {
    let isOver = stream(id).map { $0.record.answeredSince != nil } ?? true
    note(isOver ? abuse.uselessFrame(loop.now) : abuse.reset(loop.now))
  }

  private func pingAnswered() {
    guard !pingsInFlight.isEmpty else { return note(abuse.uselessFrame(loop.now)) }
    owner.pingAnswered(pingsInFlight.removeFirst())
  }

  private func goAwayArrived(_ frame: UnsafePointer<nghttp2_frame>) {
    let message = unsafe Self.goAway(frame)
    goAway = message
    traffic?.goAway(message.code)
    owner.goAwayReceived(message)
  }

  /// What a GOAWAY says.
  static func goAway(_ frame: UnsafePointer<nghttp2_frame>) -> GoAway {
    let data = unsafe UnsafeRawBufferPointer(
      start: cnghttp2_goaway_data(frame), count: min(256, cnghttp2_goaway_data_length(frame)))
    return GoAway(
      code: ErrorCode(rawValue: unsafe cnghttp2_goaway_error(frame)),
      text: unsafe String(decoding: data, as: UTF8.self), lastStream: unsafe cnghttp2_goaway_last_stream(frame))
  }
}
