internal import CNghttp2
internal import Transport

/// What libnghttp2 calls: each callback finds its session and passes on what the frame says.
enum SessionCallbacks {
  /// A callback's way to its session, which its connection keeps alive.
  private static func with<R>(_ user: UnsafeMutableRawPointer?, _ otherwise: R, _ body: (Session) -> R) -> R {
    guard let user = unsafe user else { return otherwise }
    return unsafe Unmanaged<Session>.fromOpaque(user)._withUnsafeGuaranteedRef { body($0) }
  }

  /// Sets all callbacks.
  static func install(_ callbacks: OpaquePointer?) {
    unsafe installInput(callbacks)
    unsafe installOutput(callbacks)
  }

  private static func installInput(_ callbacks: OpaquePointer?) {
    unsafe nghttp2_session_callbacks_set_on_begin_frame_callback(callbacks) { _, header, user in
      guard let header = unsafe header?.pointee else { return 0 }
      unsafe SessionCallbacks.with(user, ()) { $0.frameBegins(header.type, header.stream_id) }
      return 0
    }
    unsafe nghttp2_session_callbacks_set_on_begin_headers_callback(callbacks) { _, frame, user in
      guard let frame = unsafe frame else { return 0 }
      // Only HEADERS have a category; a PUSH_PROMISE has ended the connection when it began.
      guard unsafe UInt32(cnghttp2_frame_type(frame)) == NGHTTP2_HEADERS.rawValue else {
        return SessionCallbacks.failure
      }
      unsafe SessionCallbacks.with(user, ()) { session in
        unsafe session.headersBegin(cnghttp2_frame_stream_id(frame), category: cnghttp2_headers_category(frame))
      }
      return 0
    }
    unsafe nghttp2_session_callbacks_set_on_header_callback2(callbacks) { _, _, name, value, flags, user in
      guard let name = unsafe name, let value = unsafe value else { return 0 }
      return unsafe SessionCallbacks.with(user, 0) {
        let isSecret = UInt32(flags) & NGHTTP2_NV_FLAG_NO_INDEX.rawValue != 0
        let (name, value) = unsafe (LibraryBuffer(name), LibraryBuffer(value))
        return $0.headerArrives(name, value, isSecret: isSecret) ? 0 : SessionCallbacks.failure
      }
    }
    unsafe nghttp2_session_callbacks_set_on_invalid_header_callback(callbacks) { _, _, _, _, _, _, _, _ in
      Int32(NGHTTP2_ERR_TEMPORAL_CALLBACK_FAILURE.rawValue)
    }
    unsafe nghttp2_session_callbacks_set_on_frame_recv_callback(callbacks) { _, frame, user in
      guard let frame = unsafe frame else { return 0 }
      unsafe SessionCallbacks.with(user, ()) { unsafe $0.frameArrived(frame) }
      return 0
    }
    unsafe nghttp2_session_callbacks_set_on_invalid_frame_recv_callback(callbacks) { _, _, _, user in
      unsafe SessionCallbacks.with(user, ()) { $0.invalidFrameArrived() }
      return 0
    }
    unsafe nghttp2_session_callbacks_set_on_data_chunk_recv_callback(callbacks) { _, _, id, data, length, user in
      let bytes = unsafe UnsafeRawBufferPointer(start: data, count: length)
      unsafe SessionCallbacks.with(user, ()) { unsafe $0.dataArrives(id, bytes) }
      return 0
    }
    unsafe nghttp2_session_callbacks_set_on_extension_chunk_recv_callback(callbacks) { _, _, _, _, _ in
      Int32(NGHTTP2_ERR_CANCEL.rawValue)
    }
    unsafe nghttp2_session_callbacks_set_unpack_extension_callback(callbacks) { _, _, _, _ in
      Int32(NGHTTP2_ERR_CANCEL.rawValue)
    }
    unsafe nghttp2_session_callbacks_set_error_callback2(callbacks) { _, _, text, length, user in
      let text = unsafe UnsafeRawBufferPointer(start: text, count: length)
      unsafe SessionCallbacks.with(user, ()) { $0.complaint = unsafe String(decoding: text, as: UTF8.self) }
      return 0
    }
  }

  private static func installOutput(_ callbacks: OpaquePointer?) {
    unsafe nghttp2_session_callbacks_set_on_stream_close_callback(callbacks) { _, id, code, user in
      unsafe SessionCallbacks.with(user, ()) { $0.streamClosed(id, ErrorCode(rawValue: code)) }
      return 0
    }
    unsafe nghttp2_session_callbacks_set_on_frame_send_callback(callbacks) { _, frame, user in
      guard let frame = unsafe frame else { return 0 }
      unsafe SessionCallbacks.with(user, ()) { unsafe $0.frameSent(frame) }
      return 0
    }
    unsafe nghttp2_session_callbacks_set_on_frame_not_send_callback(callbacks) { _, frame, error, user in
      guard let frame = unsafe frame else { return 0 }
      unsafe SessionCallbacks.with(user, ()) { unsafe $0.frameNotSent(frame, error) }
      return 0
    }
    unsafe nghttp2_session_callbacks_set_data_source_read_length_callback(callbacks) {
      _, _, _, total, stream, size, user in
      let window = min(Int(total), Int(stream), Int(size))
      return unsafe SessionCallbacks.with(user, window) { min(window, $0.output?.dataLength ?? window) }
    }
    unsafe nghttp2_session_callbacks_set_send_data_callback(callbacks) { _, _, header, length, source, user in
      guard let header = unsafe header, let stream = unsafe source?.pointee.ptr else { return SessionCallbacks.failure }
      return unsafe SessionCallbacks.with(user, SessionCallbacks.failure) { session in
        unsafe Unmanaged<Stream>.fromOpaque(stream)._withUnsafeGuaranteedRef {
          unsafe session.writeBody($0, UnsafeRawBufferPointer(start: header, count: 9), length)
        }
      }
    }
  }

  private static let failure = Int32(NGHTTP2_ERR_CALLBACK_FAILURE.rawValue)

  /// Says how many bytes of a stream's queue the next DATA frame takes, and whether they are the last.
  static func readBody(
    _ length: Int, _ flags: UnsafeMutablePointer<UInt32>?,
    _ source: UnsafeMutablePointer<nghttp2_data_source>?, _ user: UnsafeMutableRawPointer?
  ) -> Int {
    guard let flags = unsafe flags, let stream = unsafe source?.pointee.ptr else { return Int(failure) }
    return unsafe SessionCallbacks.with(user, Int(failure)) { session in
      unsafe Unmanaged<Stream>.fromOpaque(stream)._withUnsafeGuaranteedRef {
        unsafe session.readBody($0, length, &flags.pointee)
      }
    }
  }
}
