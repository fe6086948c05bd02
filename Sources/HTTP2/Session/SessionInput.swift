internal import CNghttp2
internal import EventLoop
internal import Transport

/// What arrives from the peer.
extension Session {
  /// Takes input. What the peer did wrong with the connection as a whole is in ``violation`` afterwards.
  func receive(_ bytes: UnsafeRawBufferPointer) {
    guard let pointer = unsafe pointer else { return }
    isErrorCounted = false
    let input = unsafe clientInput?.read(bytes, in: loop.scratch.rewritten) ?? bytes
    let data = unsafe input.bindMemory(to: UInt8.self)
    let count = unsafe nghttp2_session_mem_recv(pointer, data.baseAddress, data.count)
    if count < 0 { note(failure(count)) }
    note(clientInput?.violation)
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
    guard let broken, violation == nil || !broken.letsCallsFinish else { return }
    if let violation, !violation.letsCallsFinish { return }
    if broken.letsCallsFinish, isCalming { return }
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
    if isCalming { note(abuse.uselessFrame(loop.now)) }
    guard numbers.isUnexpected(id) else { return }
    let text = "stream \(id) was opened after a stream with a higher number"
    note(Violation(limit: .protocolErrors, text: text, code: .protocolError))
  }

  /// A frame or header block broke a rule, for which its stream is reset or the connection ended.
  func invalidFrameArrived() {
    isErrorCounted = true
    owner.hit(.protocolErrors)
    note(abuse.glitch(loop.now))
  }

  // MARK: Data

  func dataArrives(_ id: Int32, _ bytes: UnsafeRawBufferPointer) {
    guard let pointer = unsafe pointer else { return }
    guard let stream = stream(id), takes(bytes.count, stream), let handler = stream.handler else {
      unsafe nghttp2_session_consume_connection(pointer, bytes.count)
      return
    }
    stream.record.unconsumed += bytes.count
    unsafe handler.received(data: bytes, on: stream)
  }

  /// Whether a piece of a body is of use: nobody has reset the stream, nor does its response lie behind it.
  private func takes(_ count: Int, _ stream: Stream) -> Bool {
    guard stream.record.localReset == nil else { return false }
    guard stream.record.body.take(count) else {
      stream.reset(.protocolError)
      return false
    }
    return stream.record.answeredSince == nil
  }

  private func dataArrived(_ id: Int32, length: Int, endStream: Bool) {
    note(abuse.data(length: length, endsStream: endStream, loop.now))
    guard endStream, let stream = stream(id), stream.record.localReset == nil else { return }
    guard stream.record.body.isComplete else { return stream.reset(.protocolError) }
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
      let isFirst = !hasPeerSettings
      hasPeerSettings = true
      owner.settled(isFirst: isFirst)
      note(abuse.settings(loop.now))
    case NGHTTP2_PING.rawValue where isAnswer: pingAnswered()
    case NGHTTP2_PING.rawValue: note(abuse.ping(loop.now))
    case NGHTTP2_GOAWAY.rawValue: unsafe goAwayArrived(frame)
    default: break
    }
  }

  private func resetArrived(_ id: Int32) {
    guard let stream = stream(id), stream.record.answeredSince == nil, stream.record.localReset == nil else {
      return note(abuse.uselessFrame(loop.now))
    }
    if isWasted(stream) { note(abuse.reset(loop.now)) }
  }

  /// Whether a stream that is reset was opened for nothing: it is too young for the number of open streams to bound how
  /// many there are of its kind, and the peer has not waited for anything of the response's body.
  func isWasted(_ stream: Stream) -> Bool {
    !stream.record.hasSentBody && loop.now < stream.record.opened + limits.wastedStreamAge
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
