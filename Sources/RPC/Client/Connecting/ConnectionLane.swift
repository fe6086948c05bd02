internal import EventLoop
internal import HTTP2

/// A connection of a channel and the streams the channel has open on it. Confined to its loop.
final class ConnectionLane {
  private let connection: ClientConnection
  private var openStreams = 0

  /// A lane over a connection that is ready.
  init(_ connection: ClientConnection) {
    self.connection = connection
  }

  /// Whether new streams can ever be opened here.
  var isUsable: Bool { !connection.isClosed && !connection.isDraining }

  /// Whether the server allows one stream more now. The first is always tried: HTTP/2 itself waits for the server's
  /// limit.
  var hasRoom: Bool { openStreams == 0 || openStreams < connection.peerMaxConcurrentStreams }

  /// Calls `action` once when no new streams can be opened here any more.
  func whenUnusable(_ action: @escaping () -> Void) {
    connection.onDraining = action
    connection.onClosed = { _ in action() }
  }

  /// Opens a stream for the call; `streamClosed` is called when it is closed. False when the connection takes none.
  func open(_ call: ClientCall, _ fields: [HeaderField], streamClosed: @escaping () -> Void) -> Bool {
    do {
      let stream = try connection.openStream(fields, constant: RequestHeaders.constant, handler: call)
      openStreams += 1
      call.whenStreamCloses = { [weak self] in
        self?.openStreams -= 1
        streamClosed()
      }
      call.opened(stream)
      return true
    } catch {
      return false
    }
  }

  /// Closes the connection at once; open streams are lost.
  func close() {
    connection.close()
  }
}
