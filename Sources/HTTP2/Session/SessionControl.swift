internal import CNghttp2
internal import EventLoop
internal import Transport

/// What the connection asks of its session.
extension Session {
  /// Queues this end's first SETTINGS and the connection's window.
  func submitSettings() {
    guard let session = unsafe pointer else { return }
    var entries = [
      entry(NGHTTP2_SETTINGS_MAX_CONCURRENT_STREAMS, limits.maxConcurrentStreams),
      entry(NGHTTP2_SETTINGS_INITIAL_WINDOW_SIZE, limits.streamWindow),
      entry(NGHTTP2_SETTINGS_MAX_HEADER_LIST_SIZE, limits.connection.maxHeaderListSize),
      entry(NGHTTP2_SETTINGS_NO_RFC7540_PRIORITIES, 1),
    ]
    if role == .client { entries.append(entry(NGHTTP2_SETTINGS_ENABLE_PUSH, 0)) }
    unsafe nghttp2_submit_settings(session, UInt8(NGHTTP2_FLAG_NONE.rawValue), entries, entries.count)
    unsafe nghttp2_session_set_local_window_size(
      session, UInt8(NGHTTP2_FLAG_NONE.rawValue), 0, Int32(clamping: limits.connectionWindow))
  }

  private func entry(_ id: nghttp2_settings_id, _ value: Int) -> nghttp2_settings_entry {
    nghttp2_settings_entry(settings_id: Int32(id.rawValue), value: UInt32(clamping: value))
  }

  /// Whether the library waits for input; false after a GOAWAY has ended everything.
  var wantsInput: Bool {
    if let pointer = unsafe pointer { unsafe nghttp2_session_want_read(pointer) != 0 } else { false }
  }

  /// Whether the library has something to send.
  var wantsOutput: Bool {
    if let pointer = unsafe pointer { unsafe nghttp2_session_want_write(pointer) != 0 } else { false }
  }

  /// How many frames wait to be sent.
  var queuedFrames: Int {
    if let pointer = unsafe pointer { unsafe nghttp2_session_get_outbound_queue_size(pointer) } else { 0 }
  }

  /// The most streams the peer allows at once.
  var peerMaxConcurrentStreams: Int {
    guard let pointer = unsafe pointer else { return 0 }
    return Int(unsafe nghttp2_session_get_remote_settings(pointer, NGHTTP2_SETTINGS_MAX_CONCURRENT_STREAMS))
  }

  /// Tells clients that the connection will end, without refusing anything yet. A PING follows once that has been sent:
  /// its answer shows that the notice has been read.
  func submitDrainNotice() {
    guard let pointer = unsafe pointer else { return }
    pingsAfterGoAway = true
    unsafe nghttp2_submit_shutdown_notice(pointer)
  }

  /// Asks the peer for an answer.
  func submitPing(_ purpose: PingPurpose) {
    guard let pointer = unsafe pointer else { return }
    pingsInFlight.append(purpose)
    unsafe nghttp2_submit_ping(pointer, UInt8(NGHTTP2_FLAG_NONE.rawValue), nil)
  }

  /// Takes no new streams because of what the peer has broken; the open ones go on.
  func calm(_ broken: Violation) {
    isCalming = true
    violation = nil
    submitGoAway(broken.code, broken.text)
  }

  /// Refuses streams from now on; `text` is for the peer's log.
  func submitGoAway(_ code: ErrorCode, _ text: String) {
    guard let pointer = unsafe pointer else { return }
    let last = unsafe nghttp2_session_get_last_proc_stream_id(pointer)
    let bytes = Array(text.utf8)
    unsafe nghttp2_submit_goaway(
      pointer, UInt8(NGHTTP2_FLAG_NONE.rawValue), last, code.rawValue, bytes, bytes.count)
  }
}
