import EventLoop
import Foundation
import Glibc
import RPC
import Synchronization
import WireFormat
import interop_server

/// What a server does to its first call, or to all of them.
enum Misbehaviour: String, CaseIterable, Sendable {
  case goAway = "goaway"
  case resetAfterHeader = "rst_after_header"
  case resetDuringData = "rst_during_data"
  case resetAfterData = "rst_after_data"
  case ping
  case maxStreams = "max_streams"
}

/// A server of `UnaryCall` that answers every request with 1,024 bytes, and misbehaves as the standard `http2` cases
/// say. Every connection has a thread of its own.
final class MisbehavingServer: Sendable {
  /// What a server saw.
  struct Seen: Sendable {
    /// The streams of the calls, each with the number of its connection.
    var calls: [(connection: Int, stream: UInt32)] = []
    /// The most calls that were open at once.
    var mostOpen = 0
    /// PINGs sent and not answered.
    var outstandingPings = 0
    /// Connections that have been closed by the client.
    var closedConnections = 0
  }

  private let behaviour: Misbehaviour
  private let listener: ListenerSocket
  private let state = Mutex(Seen())

  /// A server on a free port.
  init(_ behaviour: Misbehaviour) throws {
    self.behaviour = behaviour
    listener = try ListenerSocket(.tcp(host: "127.0.0.1", port: 0))
    Thread.detachNewThread { [self] in accept() }
  }

  /// Where to call it.
  var target: ChannelTarget {
    guard case .tcp(let host, let port) = listener.address else { return .unix(path: "") }
    return .plaintext(host: host, port: port)
  }

  /// What it has seen so far.
  var seen: Seen { state.withLock { $0 } }

  private func accept() {
    var connections = 0
    while true {
      var waiting = pollfd(fd: listener.descriptor, events: Int16(POLLIN), revents: 0)
      guard poll(&waiting, 1, 30_000) > 0 else { return listener.close() }
      guard let accepted = try? listener.accept() else { continue }
      connections += 1
      let (number, socket) = (connections, accepted.descriptor)
      Thread.detachNewThread { [self] in serve(socket, number) }
    }
  }

  private func serve(_ socket: Int32, _ number: Int) {
    let limit: UInt32? = behaviour == .maxStreams ? 1 : nil
    guard let connection = RawConnection(socket: socket, maxConcurrentStreams: limit) else { return }
    var open: Set<UInt32> = []
    var complete: [UInt32] = []
    while let frame = connection.next() {
      switch frame.type {
      case RawConnection.Kind.headers:
        open.insert(frame.stream)
        let count = open.count
        state.withLock { seen in
          seen.calls.append((number, frame.stream))
          seen.mostOpen = max(seen.mostOpen, count)
        }
      case RawConnection.Kind.data: if frame.endsStream { complete.append(frame.stream) }
      case RawConnection.Kind.settings where !frame.isAcknowledgement:
        connection.send(RawConnection.Kind.settings, flags: 1)
      case RawConnection.Kind.ping where frame.isAcknowledgement: state.withLock { $0.outstandingPings -= 1 }
      case RawConnection.Kind.ping: connection.send(RawConnection.Kind.ping, frame.payload, flags: 1)
      default: break
      }
      // A client that opens more streams than it may gets the time to show it.
      if behaviour == .maxStreams, connection.hasMore(within: 20) { continue }
      for stream in complete {
        answer(stream, connection)
        open.remove(stream)
      }
      complete = []
    }
    state.withLock { $0.closedConnections += 1 }
  }

  private func answer(_ stream: UInt32, _ connection: RawConnection) {
    let isFirst = seen.calls.count == 1
    let reset: Misbehaviour? = isFirst ? behaviour : nil
    if behaviour == .goAway, isFirst {
      connection.send(RawConnection.Kind.goAway, RawConnection.bytes(stream) + RawConnection.bytes(0))
    }
    ping(connection)
    connection.send(fields: [(":status", "200"), ("content-type", "application/grpc")], stream: stream)
    ping(connection)
    if reset == .resetAfterHeader { return abort(stream, connection) }
    let reply = Self.reply
    let sent = reset == .resetDuringData ? reply.count / 2 : reply.count
    connection.send(RawConnection.Kind.data, Array(reply.prefix(sent)), stream: stream)
    ping(connection)
    if reset == .resetDuringData || reset == .resetAfterData { return abort(stream, connection) }
    connection.send(fields: [("grpc-status", "0")], stream: stream, endStream: true)
  }

  private func abort(_ stream: UInt32, _ connection: RawConnection) {
    connection.send(RawConnection.Kind.reset, RawConnection.bytes(0), stream: stream)
  }

  private func ping(_ connection: RawConnection) {
    guard behaviour == .ping else { return }
    state.withLock { $0.outstandingPings += 1 }
    connection.send(RawConnection.Kind.ping, Array("opaque!!".utf8))
  }

  /// The frame of a reply of 1,024 bytes.
  private static let reply: [UInt8] = {
    var response = SimpleResponse()
    response.payload = Payload(zeros: 1024)
    let message = response.serializedBytes()
    return [0] + RawConnection.bytes(UInt32(message.count)) + message
  }()
}
