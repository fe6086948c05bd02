internal import CNghttp2
internal import EventLoop
internal import Transport

/// What streams ask of their session, and how a client opens them: each keeps the connection, as its session does not.
extension Session: StreamEngine {
  var sendBufferSize: Int { limits.connection.sendBufferSize }

  func submitResponse(_ stream: Stream, _ fields: [HeaderField], _ constant: ConstantHeaders, hasBody: Bool) {
    guard let pointer = unsafe pointer else { return }
    let id = stream.id
    // Nothing is captured that is counted by references.
    unsafe withProvider(hasBody ? stream.source : nil) { provider in
      unsafe FieldVector.withVector(fields, constant) { vector, count in
        _ = unsafe nghttp2_submit_response(pointer, id, vector, count, provider)
      }
    }
    requestOutput()
  }

  func resume(_ stream: Stream) {
    guard let pointer = unsafe pointer else { return }
    // The library asks again by itself unless it has been told that there was nothing.
    if stream.isDeferred {
      stream.isDeferred = false
      unsafe nghttp2_session_resume_data(pointer, stream.id)
    }
    if traffic != nil { noteWindow(of: stream) }
    requestOutput()
  }

  func reset(_ id: Int32, _ code: ErrorCode) {
    guard let pointer = unsafe pointer else { return }
    if role == .client, let stream = table.unopened(id) { stillborn.append(stream) }
    unsafe nghttp2_submit_rst_stream(pointer, UInt8(NGHTTP2_FLAG_NONE.rawValue), id, code.rawValue)
    requestOutput()
  }

  func consume(_ id: Int32, _ count: Int) {
    guard let pointer = unsafe pointer else { return }
    unsafe nghttp2_session_consume(pointer, id, count)
    requestOutput()
  }

  /// Opens a stream on a client; nil when the numbers of streams are used up or the session has ended.
  func open(
    _ fields: [HeaderField], _ constant: ConstantHeaders, endStream: Bool, handler: any StreamHandler
  ) -> Stream? {
    guard let stream = nextStream(endStream ? .ended : .open) else { return nil }
    let id = unsafe FieldVector.withVector(fields, constant) { unsafe submit(stream, $0, $1) }
    return begin(stream, id, handler)
  }

  /// Opens a stream on a client with prepared headers and one more, and with a body; nil as above.
  func open(_ headers: PreparedHeaders, _ extra: HeaderField?, handler: any StreamHandler) -> Stream? {
    guard let stream = nextStream(.open) else { return nil }
    stream.headers = .request(headers)
    let id = unsafe headers.withVector(extra) { unsafe submit(stream, $0, $1) }
    return begin(stream, id, handler)
  }

  private func nextStream(_ state: Stream.SendState) -> Stream? {
    guard let pointer = unsafe pointer else { return nil }
    let next = unsafe nghttp2_session_get_next_stream_id(pointer)
    guard next <= UInt32(Int32.max) else { return nil }
    return Stream(id: Int32(next), connection: owner, engine: self, sendState: state)
  }

  private func submit(_ stream: Stream, _ vector: UnsafePointer<nghttp2_nv>?, _ count: Int) -> Int32 {
    let hasBody = stream.sendState == .open
    return unsafe withProvider(hasBody ? stream.source : nil) { provider in
      unsafe nghttp2_submit_request(pointer, nil, vector, count, provider, stream.source)
    }
  }

  private func begin(_ stream: Stream, _ id: Int32, _ handler: any StreamHandler) -> Stream? {
    guard id == stream.id else { return nil }
    stream.handler = handler
    stream.record.isOpened = false
    table.insert(stream)
    requestOutput()
    return stream
  }

  /// Lends a source of body bytes, the stream at `source`; nil stands for no body.
  private func withProvider<R>(
    _ source: UnsafeMutableRawPointer?, _ body: (UnsafePointer<nghttp2_data_provider>?) -> R
  ) -> R {
    guard let source = unsafe source else { return body(nil) }
    var provider = unsafe nghttp2_data_provider(
      source: nghttp2_data_source(ptr: source), read_callback: bodySource)
    return unsafe withUnsafePointer(to: &provider) { unsafe body($0) }
  }
}

extension Stream {
  /// The stream's address as C callbacks get it back; the session's table keeps the stream alive meanwhile.
  var source: UnsafeMutableRawPointer { unsafe Unmanaged.passUnretained(self).toOpaque() }
}
