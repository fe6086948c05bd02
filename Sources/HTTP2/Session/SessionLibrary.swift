internal import CNghttp2

/// The C side of sessions: options, callbacks and data sources. Callbacks find their session in `user_data`.
enum SessionLibrary {
  /// Acknowledgements the library may queue by itself: more than our own bound lets through.
  private static let maxQueuedAnswers = 10_000

  /// Callbacks and options are made once and live as long as the process.
  @safe private struct Shared: @unchecked Sendable {
    var callbacks: OpaquePointer?
    var serverOption: OpaquePointer?
    var clientOption: OpaquePointer?
  }

  private static let shared: Shared = {
    var shared = unsafe Shared(callbacks: nil, serverOption: nil, clientOption: nil)
    unsafe nghttp2_session_callbacks_new(&shared.callbacks)
    unsafe SessionCallbacks.install(shared.callbacks)
    unsafe shared.serverOption = makeOption()
    unsafe shared.clientOption = makeOption()
    // A server sees to the rules for requests by itself: see HeaderRules.
    unsafe nghttp2_option_set_no_http_messaging(shared.serverOption, 1)
    return shared
  }()

  private static func makeOption() -> OpaquePointer? {
    var option: OpaquePointer?
    unsafe nghttp2_option_new(&option)
    unsafe nghttp2_option_set_no_auto_window_update(option, 1)
    unsafe nghttp2_option_set_max_outbound_ack(option, maxQueuedAnswers)
    unsafe nghttp2_option_set_no_closed_streams(option, 1)
    // Frames of unknown types are skipped as they must be, but announced, so that they can be counted.
    for type in UInt8(NGHTTP2_CONTINUATION.rawValue) + 1...UInt8.max {
      unsafe nghttp2_option_set_user_recv_extension_type(option, type)
    }
    // Resets are counted by AbuseGuard, both sides' and over our own window.
    unsafe nghttp2_option_set_stream_reset_rate_limit(option, UInt64.max, UInt64.max)
    return unsafe option
  }

  /// A session that has queued its SETTINGS; nil without memory.
  static func make(_ role: Session.Role, _ limits: HTTP2Limits, owner: any SessionOwner) -> Session? {
    let session = unsafe Session(role, limits, owner: owner) { unsafe SessionCallbacks.readBody($3, $4, $5, $6) }
    let user = unsafe Unmanaged.passUnretained(session).toOpaque()
    let callbacks = unsafe shared.callbacks
    var memory = unsafe SessionMemory.of(session.loop)
    let result =
      switch role {
      case .server:
        unsafe nghttp2_session_server_new3(&session.pointer, callbacks, user, shared.serverOption, &memory)
      case .client:
        unsafe nghttp2_session_client_new3(&session.pointer, callbacks, user, shared.clientOption, &memory)
      }
    guard result == 0 else { return nil }
    session.submitSettings()
    return session
  }
}
