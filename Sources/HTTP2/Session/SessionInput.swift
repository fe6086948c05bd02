internal import CNghttp2
internal import EventLoop

/// What arrives from the peer.
extension Session {
  /// Takes input. Answers why the connection cannot go on, or nil.
  func receive(_ bytes: UnsafeRawBufferPointer) -> String? {
    guard let pointer = unsafe pointer else { return nil }
    let data = unsafe bytes.bindMemory(to: UInt8.self)
    let count = unsafe nghttp2_session_mem_recv(pointer, data.baseAddress, data.count)
    return count < 0 ? complaint ?? LibraryError.describe(count) : nil
  }

  private func note(_ broken: String?) {
    if violation == nil { violation = broken }
  }

  /// The stream with a number, if the library knows it.
  func stream(_ id: Int32) -> Stream? {
    guard let pointer = unsafe pointer, let found = unsafe nghttp2_session_get_stream_user_data(pointer, id) else {
      return nil
    }
    return unsafe Unmanaged<Stream>.fromOpaque(found).takeUnretainedValue()
  }

  /// A frame header has been read. Types after CONTINUATION (9) are extensions, which are ignored.
  func frameBegins(_ type: UInt8) {
    if type == UInt8(NGHTTP2_PRIORITY.rawValue) || type > UInt8(NGHTTP2_CONTINUATION.rawValue) {
      note(abuse.uselessFrame(owner.loop.now))
    }
  }

  func invalidFrameArrived() { note(abuse.uselessFrame(owner.loop.now)) }

  // MARK: Headers

  func headersBegin(_ id: Int32, category: Int32) -> Int32 {
    headerBlockSince = owner.loop.now
    if category == Int32(NGHTTP2_HCAT_REQUEST.rawValue) {
      headerStream = begin(id)
    } else {
      headerStream = stream(id)
      headerStream?.record.headerSize = HeaderListSize()
    }
    return 0
  }

  private func begin(_ id: Int32) -> Stream? {
    guard let pointer = unsafe pointer else { return nil }
    let stream = Stream(id: id, connection: owner, commands: self, sendBufferSize: limits.sendBufferSize)
    stream.record.headers.reserveCapacity(16)
    table.insert(stream)
    unsafe nghttp2_session_set_stream_user_data(pointer, id, stream.source)
    return stream
  }

  func headerArrives(_ name: UnsafeBufferPointer<UInt8>, _ value: UnsafeBufferPointer<UInt8>) {
    guard let stream = headerStream, stream.record.localReset == nil else { return }
    switch stream.record.headerSize.add(name: name.count, value: value.count, limits) {
    case .fits: break
    case .tooLarge: return refuse(stream, .enhanceYourCalm, "header list larger than \(headerLimit)")
    case .abusive: return note("header list far larger than \(headerLimit)")
    }
    guard let name = unsafe FieldText.string(name), let value = unsafe FieldText.string(value) else {
      return refuse(stream, .protocolError, "a header value is not UTF-8")
    }
    stream.record.headers.append(HeaderField(name, value))
  }

  private var headerLimit: String { "\(limits.maxHeaderListSize) bytes or \(limits.maxHeaderFields) fields" }

  private func refuse(_ stream: Stream, _ code: ErrorCode, _ why: String) {
    stream.record.headers = []
    stream.reset(code, reporting: .limitExceeded(why))
  }

  private func headersArrived(endStream: Bool) {
    headerBlockSince = nil
    guard let stream = headerStream else { return }
    headerStream = nil
    let headers = stream.record.headers
    stream.record.headers = []
    guard stream.record.localReset == nil else { return }
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
    let handler = owner.accept(stream, headers: headers)
    guard let handler else { return stream.reset(.refusedStream) }
    stream.handler = handler
  }

  private func trailersArrived(_ stream: Stream, _ trailers: [HeaderField]) {
    guard !stream.record.hasPeerEnded else { return }
    stream.record.hasPeerEnded = true
    stream.inputIncompleteSince = nil
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
    note(abuse.data(length: length, endsStream: endStream, owner.loop.now))
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
    case NGHTTP2_RST_STREAM.rawValue: note(abuse.reset(owner.loop.now))
    case NGHTTP2_SETTINGS.rawValue where !isAnswer:
      hasPeerSettings = true
      note(abuse.settings(owner.loop.now))
    case NGHTTP2_PING.rawValue: isAnswer ? owner.pingAnswered() : note(abuse.ping(owner.loop.now))
    case NGHTTP2_WINDOW_UPDATE.rawValue: note(abuse.windowUpdate(owner.loop.now))
    case NGHTTP2_GOAWAY.rawValue: unsafe goAwayArrived(frame)
    default: break
    }
  }

  private func goAwayArrived(_ frame: UnsafePointer<nghttp2_frame>) {
    let data = unsafe UnsafeRawBufferPointer(
      start: cnghttp2_goaway_data(frame), count: min(256, cnghttp2_goaway_data_length(frame)))
    let text = unsafe String(decoding: data, as: UTF8.self)
    let code = ErrorCode(rawValue: unsafe cnghttp2_goaway_error(frame))
    goAway = (code, text, unsafe cnghttp2_goaway_last_stream(frame))
    owner.goAwayReceived(code, text)
  }
}
