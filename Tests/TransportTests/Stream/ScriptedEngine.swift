import EventLoop
import Transport

/// An engine that writes down what a stream asks of it: the seam a version of HTTP stands on, without one.
final class ScriptedEngine: StreamEngine {
  enum Command: Equatable {
    case response([HeaderField], hasBody: Bool)
    case resume
    case reset(ErrorCode)
    case consume(Int)
  }

  var sendBufferSize = 4
  private(set) var commands: [Command] = []

  func submitResponse(_ stream: Transport.Stream, _ fields: [HeaderField], _ constant: ConstantHeaders, hasBody: Bool) {
    commands.append(.response(fields, hasBody: hasBody))
  }

  func resume(_ stream: Transport.Stream) { commands.append(.resume) }
  func reset(_ id: Int32, _ code: ErrorCode) { commands.append(.reset(code)) }
  func consume(_ id: Int32, _ count: Int) { commands.append(.consume(count)) }
}

/// A connection without a wire.
final class WirelessConnection: HTTPConnection, @unchecked Sendable {
  let loop: EventLoop
  let peer = Endpoint.unix(path: "none")
  let isSecure = false
  let peerIdentity: TLSPeerIdentity? = nil
  let applicationProtocol = ApplicationProtocol.http2
  let isDraining = false
  let openStreamCount = 1
  let openHandlers: [any StreamHandler] = []
  var attachment: AnyObject?

  init(_ loop: EventLoop) { self.loop = loop }
}
