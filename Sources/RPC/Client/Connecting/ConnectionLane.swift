internal import EventLoop
internal import HTTP2
internal import Transport

/// A connection of a channel and the streams the channel has open on it. Confined to its loop.
final class ConnectionLane: StreamPlace {
  /// The server's address.
  let address: Endpoint
  private let connection: ClientConnection
  private let connector: ChannelConnector
  private var openStreams = 0
  private var roomWanted: (() -> Void)?
  private var isFull = false

  /// A lane over a connection that is ready.
  init(_ connection: ClientConnection, _ address: Endpoint, _ connector: ChannelConnector) {
    self.connection = connection
    self.address = address
    self.connector = connector
    connector.metrics?.connectionOpened()
    connection.onClosed = { connector.connectionEnded($0, connection.goAway) }
  }

  /// Whether new streams can ever be opened here.
  var isUsable: Bool { !connection.isClosed && !connection.isDraining }

  /// Whether the server allows one stream more now.
  var hasRoom: Bool {
    if openStreams < connection.peerMaxConcurrentStreams { return true }
    isFull = true
    return false
  }

  /// Calls `action` when no new streams can be opened here any more.
  func whenUnusable(_ action: @escaping () -> Void) {
    connection.onDraining = action
    connection.onClosed = { [self] reason in
      roomWanted = nil
      connector.connectionEnded(reason, connection.goAway)
      action()
    }
  }

  /// Why no streams can be opened on a connection that was lost as soon as it was made.
  var unusableError: RPCError {
    .unavailable("no connection to \(address): \(connection.closeReason ?? "the server takes no calls")")
  }

  /// Calls `action` when there may be room again after there was none: a stream has ended, or the server may allow more.
  func whenRoom(_ action: @escaping () -> Void) {
    roomWanted = action
    connection.onSettings = { [self] in lookForRoom() }
  }

  /// Opens a stream for the attempt. False when the connection takes none.
  func open(_ attempt: CallAttempt, _ headers: PreparedHeaders, _ timeout: HeaderField?) -> Bool {
    do throws(StreamOpenError) {
      let stream = try connection.openStream(headers, timeout, handler: attempt)
      openStreams += 1
      attempt.open(stream, at: self)
      return true
    } catch {
      return false
    }
  }

  func streamClosed() {
    openStreams -= 1
    lookForRoom()
  }

  private func lookForRoom() {
    guard isFull else { return }
    isFull = false
    roomWanted?()
  }

  /// Closes the connection when its streams have ended, or at once, which ends them.
  func close(atOnce: Bool) {
    connection.onDraining = nil
    connection.onSettings = nil
    roomWanted = nil
    if atOnce { connection.close() } else { connection.shutdown() }
  }
}
