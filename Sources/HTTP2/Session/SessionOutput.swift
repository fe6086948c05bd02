internal import CNghttp2
internal import EventLoop
internal import Transport

/// What goes to the peer.
extension Session: OutputSource {
  private static let blocked = Int32(NGHTTP2_ERR_WOULDBLOCK.rawValue)

  /// Gathers frames into `buffer` until it is full or nothing is left. Answers why that failed, or nil.
  func gather(into buffer: inout OutputBuffer) -> String? {
    outputBegins()
    closeStillborn()
    guard let pointer = unsafe pointer else { return nil }
    output = buffer
    defer {
      buffer = output ?? buffer
      output = nil
    }
    while output?.isFull == false {
      var frames: UnsafePointer<UInt8>?
      let count = unsafe nghttp2_session_mem_send(pointer, &frames)
      guard count > 0 else { return count < 0 ? LibraryError.describe(count) : nil }
      let taken = unsafe output?.append(UnsafeRawBufferPointer(start: frames, count: count))
      guard taken == true else { return "a frame of \(count) bytes does not fit into the output buffer" }
    }
    return nil
  }

  /// Their handlers need not wait until the library gets to the requests; the table keeps the streams until then.
  private func closeStillborn() {
    guard !stillborn.isEmpty else { return }
    let streams = stillborn
    stillborn = []
    for stream in streams { close(stream, stream.record.localReset ?? .reset(.cancel, by: .local)) }
  }

  /// Tells the handlers of streams that have room again.
  func notifyRelieved() {
    guard !relieved.isEmpty else { return }
    let streams = relieved
    relieved = []
    for stream in streams where stream.isWritable { stream.handler?.writable(on: stream) }
  }

  // MARK: Bodies

  /// Says how many queued bytes the next DATA frame takes, at most `length`; `flags` tells what follows.
  func readBody(_ stream: Stream, _ length: Int, _ flags: inout UInt32) -> Int {
    let size = min(length, stream.queue.count)
    let isLast = size == stream.queue.count && stream.sendState != .open
    guard size > 0 || isLast else {
      stream.isDeferred = true
      return Int(NGHTTP2_ERR_DEFERRED.rawValue)
    }
    flags |= NGHTTP2_DATA_FLAG_NO_COPY.rawValue
    guard isLast else { return size }
    flags |= NGHTTP2_DATA_FLAG_EOF.rawValue
    stream.sendState = .ended
    if let trailers = stream.headers.takeTrailers() {
      flags |= NGHTTP2_DATA_FLAG_NO_END_STREAM.rawValue
      submitTrailers(stream.id, trailers.fields, trailers.constant)
    }
    return size
  }

  private func submitTrailers(_ id: Int32, _ fields: [HeaderField], _ constant: ConstantHeaders) {
    guard let pointer = unsafe pointer else { return }
    unsafe FieldVector.withVector(fields, constant) { vector, count in
      _ = unsafe nghttp2_submit_trailer(pointer, id, vector, count)
    }
  }

  /// Writes a DATA frame: its header and `length` bytes from the stream's queue.
  func writeBody(_ stream: Stream, _ header: UnsafeRawBufferPointer, _ length: Int) -> Int32 {
    guard output?.hasRoom(forData: length) == true else { return Self.blocked }
    endWindowWait(of: stream)
    _ = unsafe output?.append(header)
    if let whole = stream.queue.takeFront(length) {
      unsafe whole.withUnsafeBytes { _ = unsafe output?.append($0) }
      SpareArrays.give(consume whole)
    } else {
      unsafe stream.queue.take(length) { _ = unsafe output?.append($0) }
    }
    stream.record.progresses(by: length)
    stream.record.hasSentBody = true
    if stream.queue.count == 0 {
      stream.record.blocked = nil
    } else if traffic != nil {
      noteWindow(of: stream, leaving: length)
    }
    if stream.isCongested, stream.queue.count <= stream.sendBufferSize / 2 {
      stream.isCongested = false
      relieved.append(stream)
    }
    return 0
  }

  // MARK: Frames

  /// A frame has been written.
  func frameSent(_ frame: UnsafePointer<nghttp2_frame>) {
    let id = unsafe cnghttp2_frame_stream_id(frame)
    switch UInt32(unsafe cnghttp2_frame_type(frame)) {
    case let type where type == NGHTTP2_HEADERS.rawValue || type == NGHTTP2_DATA.rawValue:
      abuse.sentWork()
      let endStream = UInt32(unsafe cnghttp2_frame_flags(frame)) & NGHTTP2_FLAG_END_STREAM.rawValue != 0
      switch role {
      case .client: if type == NGHTTP2_HEADERS.rawValue { stream(id)?.record.isOpened = true }
      case .server: if endStream { declineRest(id) }
      }
    case NGHTTP2_GOAWAY.rawValue: goAwaySent(unsafe Self.goAway(frame))
    case NGHTTP2_RST_STREAM.rawValue: resetSent(id, ErrorCode(rawValue: unsafe cnghttp2_rst_error(frame)))
    default: break
    }
  }

  private func goAwaySent(_ message: GoAway) {
    if message.code != .noError, !isCalming {
      // The library ends a connection by itself for what it cannot report as a frame.
      if !isErrorCounted { owner.hit(.protocolErrors) }
      complaint = complaint ?? "\(message.code), \(message.text)"
    }
    guard pingsAfterGoAway else { return }
    pingsAfterGoAway = false
    submitPing(.drain)
  }

  /// The response is complete; what is left of the request is of no use to anyone (RFC 9113 section 8.1).
  ///
  /// Clients that are still sending lose the response when a reset comes on its heels, so the rest is dropped as it
  /// arrives, within the window that is open, and the reset follows only when the request does not end in time.
  private func declineRest(_ id: Int32) {
    guard let stream = stream(id), !stream.record.hasPeerEnded, stream.record.answeredSince == nil else { return }
    stream.record.answeredSince = loop.now
    stream.record.inputIncompleteSince = nil
    let grace = limits.answeredRequestGrace
    loop.schedule(after: grace) { [weak stream] in stream?.reset(.noError, reporting: .endStream) }
  }

  /// Also counts resets that the library decided on because of what the peer did ("made you reset").
  private func resetSent(_ id: Int32, _ code: ErrorCode) {
    let stream = stream(id)
    countReset(stream, code)
    guard let stream, stream.record.localReset == nil else { return }
    stream.record.localReset = .reset(code, by: .local)
    // The library does not say when the block of a response that it refused has ended.
    if role == .client, headerStream === stream { headerBlockSince = nil }
  }

  private func countReset(_ stream: Stream?, _ code: ErrorCode) {
    // Streams that are refused for the resets of others are counted apart.
    if code == .refusedStream, case .limitExceeded = stream?.record.localReset { return }
    if code == .refusedStream { owner.hit(.concurrentStreams) }
    if code != .noError, stream.map(isWasted) ?? true { note(abuse.reset(loop.now)) }
  }

  /// A frame cannot be written any more; for request headers that ends the stream, and the library reports it closed.
  func frameNotSent(_ frame: UnsafePointer<nghttp2_frame>, _ error: Int32) {
    guard role == .client, UInt32(unsafe cnghttp2_frame_type(frame)) == NGHTTP2_HEADERS.rawValue else { return }
    guard let stream = table.unopened(unsafe cnghttp2_frame_stream_id(frame)) else { return }
    guard stream.record.localReset == nil else { return }
    if error == Int32(NGHTTP2_ERR_FRAME_SIZE_ERROR.rawValue) {
      stream.record.localReset = .limitExceeded("the request's headers take more than 65,536 bytes")
      return
    }
    let reason = goAway.map { StreamCloseReason.goAway($0.code, $0.text) }
    stream.record.localReset = reason ?? .reset(.refusedStream, by: .local)
  }

  // MARK: The end of streams

  /// The library has closed a stream.
  func streamClosed(_ id: Int32, _ code: ErrorCode) {
    guard let stream = stream(id) else { return }
    if let pointer = unsafe pointer, stream.record.unconsumed > 0 {
      unsafe nghttp2_session_consume_connection(pointer, stream.record.unconsumed)
    }
    if headerStream === stream { headerStream = nil }
    if stream.record.hasPeerEnded { clientInput?.streamClosed(id) }
    finish(stream, reason(stream, code))
  }

  private func reason(_ stream: Stream, _ code: ErrorCode) -> StreamCloseReason {
    if let local = stream.record.localReset { return local }
    if stream.record.answeredSince != nil { return .endStream }
    if code == .noError, stream.record.hasPeerEnded, stream.sendState == .ended { return .endStream }
    if let goAway, role == .client, stream.id > goAway.lastStream { return .goAway(goAway.code, goAway.text) }
    return .reset(code, by: .peer)
  }

  private func finish(_ stream: Stream, _ reason: StreamCloseReason) {
    if case .endStream = reason { abuse.callFinished() }
    table.remove(stream)
    close(stream, reason)
    if table.count == 0 { owner.streamsEnded() }
  }
}
