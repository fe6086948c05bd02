internal import EventLoop
internal import Transport

/// What a client's connection reports to, held by the connection as long as it lives.
final class ClientLink: ConnectionOwner {
  /// A client speaks HTTP/2 alone.
  let alternative: (any AlternativeProtocol)? = nil
  /// Called once, when the connection is gone.
  var onClosed: ((String) -> Void)?
  var onDraining: (() -> Void)?
  var onReady: (() -> Void)?
  var onSettings: (() -> Void)?
  var pings: [() -> Void] = []
  var closeReason: String?
  var goAway: GoAway?
  /// How far a connection came that did not open.
  private(set) var stage = ConnectError.Stage.connection
  private var whenOpen: ((String?) -> Void)?
  private let table: ConnectionTable<Connection>

  init(loop: EventLoop, limits: HTTP2Limits) { table = ConnectionTable(loop: loop, times: limits.times) }

  func begin(_ connection: Connection, _ whenOpen: @escaping (String?) -> Void) {
    self.whenOpen = whenOpen
    table.insert(connection)
    connection.start()
  }

  func opened(_ connection: Connection) {
    whenOpen?(nil)
    whenOpen = nil
  }

  func settled(_ connection: Connection, isFirst: Bool) {
    guard isFirst else {
      onSettings?()
      return
    }
    let notify = onReady
    onReady = nil
    notify?()
  }

  func accept(_ stream: Stream, headers: [HeaderField]) -> (any StreamHandler)? { nil }

  func hit(_ limit: ConnectionLimit) {
    switch limit {
    case .handshake: stage = .tls
    case .handshakeTime: stage = .timeout
    default: break
    }
  }

  func drains(_ connection: Connection) { onDraining?() }

  func goAwayReceived(_ message: GoAway) { goAway = message }

  func pingAnswered(_ connection: Connection) {
    guard !pings.isEmpty else { return }
    pings.removeFirst()()
  }

  func closed(_ connection: Connection, reason: String) {
    closeReason = reason
    table.remove(connection)
    let (opening, notify) = (whenOpen, onClosed)
    // A closure may hold the connection it belongs to: that circle ends here.
    whenOpen = nil
    onClosed = nil
    onDraining = nil
    onReady = nil
    onSettings = nil
    pings = []
    opening?(reason)
    notify?(reason)
  }

  func released(_ connection: Connection) {}
}
