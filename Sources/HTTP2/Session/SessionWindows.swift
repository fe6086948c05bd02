internal import CNghttp2
internal import EventLoop
internal import Transport

/// How long streams wait for the peer to open its windows.
extension Session {
  /// Takes note of a stream that has something to send and may not, once the `leaving` bytes are counted: the library
  /// takes those of a DATA frame from the windows when it has been written.
  func noteWindow(of stream: Stream, leaving: Int = 0) {
    guard stream.record.windowClosedSince == nil, isWindowClosed(stream.id, leaving) else { return }
    stream.record.windowClosedSince = loop.now
  }

  /// Counts how long the stream has waited: it goes on, or is over.
  func endWindowWait(of stream: Stream) {
    guard let since = stream.record.windowClosedSince else { return }
    stream.record.windowClosedSince = nil
    traffic?.wait(loop.now - since)
  }

  /// A stream the library has not opened yet has no window of its own.
  private func isWindowClosed(_ id: Int32, _ leaving: Int) -> Bool {
    guard let pointer = unsafe pointer else { return false }
    if unsafe Int(nghttp2_session_get_remote_window_size(pointer)) <= leaving { return true }
    let window = unsafe Int(nghttp2_session_get_stream_remote_window_size(pointer, id))
    return window >= 0 && window <= leaving
  }
}
