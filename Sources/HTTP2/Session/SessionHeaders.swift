internal import CNghttp2
internal import EventLoop
internal import Transport

/// What header blocks say.
///
/// A server sees itself to the rules for requests, as most blocks only repeat what has been found right; a client leaves
/// those for responses to the library.
extension Session {
  func headersBegin(_ id: Int32, category: Int32) {
    let now = loop.now
    headerBlockSince = now
    headerSize.reset()
    headerFault = nil
    let stream = category == Int32(NGHTTP2_HCAT_REQUEST.rawValue) ? begin(id, now) : stream(id)
    headerStream = stream
    wantsHeaders = stream.map { $0.record.localReset == nil } ?? false
    isTrailerBlock = stream?.record.hasHead == true
    headerBlock.begin()
  }

  private func begin(_ id: Int32, _ now: MonotonicTime) -> Stream? {
    guard let pointer = unsafe pointer else { return nil }
    let stream = Stream(id: id, connection: owner, engine: self)
    stream.record.opened = now
    table.insert(stream)
    unsafe nghttp2_session_set_stream_user_data(pointer, id, stream.source)
    if abuse.refusesStream(now) { refuse(stream, now) }
    return stream
  }

  /// Refuses a stream before anything is done for it.
  private func refuse(_ stream: Stream, _ now: MonotonicTime) {
    owner.hit(.resets)
    stream.reset(.refusedStream, reporting: .limitExceeded("too many streams were reset"))
    note(abuse.reset(now))
  }

  /// A field of a header block. Answers whether the rest of the block is still worth decoding.
  func headerArrives(_ name: LibraryBuffer, _ value: LibraryBuffer, isSecret: Bool) -> Bool {
    if wantsHeaders, repeats(name, value, isSecret: isSecret) { return true }
    return newHeaderArrives(name, value, isSecret: isSecret)
  }

  /// Not by ``headerBlock``: it would be counted as one more reference, ten times for each call.
  @inline(__always)
  private func repeats(_ name: LibraryBuffer, _ value: LibraryBuffer, isSecret: Bool) -> Bool {
    if isTrailerBlock { return trailers.repeats(name, value, isSecret: isSecret) }
    return heads.repeats(name, value, isSecret: isSecret)
  }

  private func newHeaderArrives(_ name: LibraryBuffer, _ value: LibraryBuffer, isSecret: Bool) -> Bool {
    let repeated = headerBlock.endRepetition()
    headerSize.add(fields: repeated.fields, bytes: repeated.bytes)
    let verdict = unsafe headerSize.add(name: name.bytes.count, value: value.bytes.count)
    if verdict == .abusive {
      note(Violation(limit: .headerList, text: "header list far larger than \(headerLimit)"))
      return false
    }
    guard wantsHeaders else { return true }
    if verdict == .tooLarge {
      drop(.tooLarge)
    } else {
      do throws(HeaderFault) {
        try headerBlock.add(name, value, isSecret: isSecret)
      } catch {
        drop(error)
      }
    }
    return true
  }

  private var headerLimit: String {
    "\(limits.connection.maxHeaderListSize) bytes or \(limits.connection.maxHeaderFields) fields"
  }

  /// The block is of no use; its stream is reset when it has ended, as decoding must go on until then.
  private func drop(_ fault: HeaderFault) {
    wantsHeaders = false
    headerFault = fault
    headerBlock.removeAll()
  }

  private func refuse(_ stream: Stream, _ fault: HeaderFault) {
    switch fault {
    case .malformed:
      invalidFrameArrived()
      stream.reset(.protocolError)
    case .tooLarge:
      owner.hit(.headerList)
      stream.reset(.enhanceYourCalm, reporting: .limitExceeded("header list larger than \(headerLimit)"))
    }
  }

  /// A header block is complete.
  func headersArrived(endStream: Bool) {
    headerBlockSince = nil
    guard let stream = headerStream else { return }
    headerStream = nil
    guard stream.record.localReset == nil else { return headerBlock.release() }
    do throws(HeaderFault) {
      if let headerFault { throw headerFault }
      let block = headerBlock
      try block.end()
      try headersArrived(stream, block, endStream)
      block.release()
    } catch {
      headerBlock.removeAll()
      refuse(stream, error)
    }
  }

  private func headersArrived(
    _ stream: Stream, _ block: HeaderBlock<LibraryBuffer>, _ endStream: Bool
  ) throws(HeaderFault) {
    switch role {
    case .server where stream.record.hasHead:
      guard endStream, ends(stream, block.rules) else { throw .malformed }
      return trailersArrived(stream, block.fields)
    case .server:
      stream.record.hasHead = true
      stream.record.hasHost = block.rules.hasHost
      stream.record.body = BodyLength(block.rules.contentLength)
      guard !endStream || stream.record.body.isComplete else { throw .malformed }
      if let priority = block.rules.priority { prioritize(stream.id, priority) }
      accept(stream, block.fields)
    case .client where stream.record.hasHead: return trailersArrived(stream, block.fields)
    case .client where isInterim(block.fields): return
    case .client:
      stream.record.hasHead = true
      stream.record.endsWithHead = endStream
      stream.handler?.received(headers: block.fields, on: stream)
    }
    if endStream { trailersArrived(stream, []) }
  }

  private func prioritize(_ id: Int32, _ priority: StreamPriority) {
    var library = nghttp2_extpri(urgency: UInt32(priority.urgency), inc: priority.isIncremental ? 1 : 0)
    unsafe nghttp2_session_change_extpri_stream_priority(pointer, id, &library, 0)
  }

  /// Whether a request may end with these trailers.
  private func ends(_ stream: Stream, _ trailers: HeaderRules) -> Bool {
    if trailers.hasHost, stream.record.hasHost { return false }
    if let length = trailers.contentLength, !stream.record.body.announce(length) { return false }
    return stream.record.body.isComplete
  }

  private func isInterim(_ headers: [HeaderField]) -> Bool {
    headers.first.map { $0.name == ":status" && $0.value.utf8.first == UInt8(ascii: "1") } ?? false
  }

  private func accept(_ stream: Stream, _ headers: [HeaderField]) {
    guard let handler = owner.accept(stream, headers: headers) else { return stream.reset(.refusedStream) }
    stream.handler = handler
  }

  /// The peer has sent everything.
  func trailersArrived(_ stream: Stream, _ trailers: [HeaderField]) {
    guard !stream.record.hasPeerEnded else { return }
    stream.record.hasPeerEnded = true
    stream.record.inputIncompleteSince = nil
    guard stream.record.answeredSince == nil else { return }
    stream.handler?.receivedEnd(trailers: trailers, on: stream)
  }
}
