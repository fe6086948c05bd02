import Foundation
import RawHTTP2
import Synchronization

/// A server of raw frames that does what a script says and nothing else.
final class ScriptedServer: Sendable {
  /// What a client has done.
  enum Event: Sendable {
    /// It has sent its preface; the number counts the connections from 0.
    case connected(Int)
    /// It has opened a stream on a connection.
    case opened(stream: UInt32, connection: Int)
    /// It has ended its side of a stream.
    case finished(stream: UInt32, connection: Int)
  }

  /// What to send back.
  enum Action: Sendable {
    case send([UInt8])
    case close
    case sendAndClose([UInt8])
  }

  let port: UInt16
  private let listener: Int32
  private let script: @Sendable (Event) -> Action
  private let count = Atomic(0)
  private let newest = Mutex<Int32>(-1)

  init(_ script: @escaping @Sendable (Event) -> Action) throws {
    self.script = script
    listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let socket = listener
    let bound = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(socket, $0, length) == 0 && listen(socket, 16) == 0 && getsockname(socket, $0, &length) == 0
      }
    }
    guard bound else { throw CocoaError(.fileWriteUnknown) }
    port = UInt16(bigEndian: address.sin_port)
    Thread.detachNewThread { [self] in accept() }
  }

  /// How many connections there have been.
  var connections: Int { count.load(ordering: .relaxed) }

  /// Sends bytes on the newest connection, whatever the script says.
  func push(_ bytes: [UInt8]) { newest.withLock { _ = write(bytes, $0) } }

  func stop() {
    shutdown(listener, Int32(SHUT_RDWR))
    Foundation.close(listener)
  }

  private func accept() {
    while true {
      let client = Int32(uninterrupted { Int(Glibc.accept(listener, nil, nil)) })
      guard client >= 0 else { return }
      newest.withLock { $0 = client }
      let number = count.wrappingAdd(1, ordering: .relaxed).oldValue
      Thread.detachNewThread { [self] in
        serve(client, number)
        Foundation.close(client)
      }
    }
  }

  private func serve(_ client: Int32, _ number: Int) {
    let greeting = script(.connected(number))
    guard read(client, 24) != nil, perform(greeting, client) else { return }
    if case .send(let bytes) = greeting, bytes.isEmpty {
      while read(client, 1) != nil {}
      return
    }
    while let header = read(client, 9) {
      let length = Int(header[0]) << 16 | Int(header[1]) << 8 | Int(header[2])
      guard read(client, length) != nil else { return }
      let stream = header[5...8].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
      let (type, flags) = (header[3], header[4])
      if type == 4, flags & 1 == 0, !perform(.send([0, 0, 0, 4, 1, 0, 0, 0, 0]), client) { return }
      if type == 1, !perform(script(.opened(stream: stream, connection: number)), client) { return }
      if type <= 1, flags & 1 == 1, !perform(script(.finished(stream: stream, connection: number)), client) { return }
    }
  }

  private func perform(_ action: Action, _ client: Int32) -> Bool {
    switch action {
    case .send(let bytes): return write(bytes, client)
    case .close: return false
    case .sendAndClose(let bytes):
      _ = write(bytes, client)
      shutdown(client, Int32(SHUT_WR))
      while read(client, 1) != nil {}
      return false
    }
  }

  private func write(_ bytes: [UInt8], _ client: Int32) -> Bool {
    bytes.isEmpty || send(client, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count
  }

  private func read(_ client: Int32, _ count: Int) -> [UInt8]? {
    var bytes = [UInt8](repeating: 0, count: count)
    var done = 0
    while done < count {
      let got = uninterrupted {
        bytes.withUnsafeMutableBytes { recv(client, $0.baseAddress.map { $0 + done }, count - done, 0) }
      }
      guard got > 0 else { return nil }
      done += got
    }
    return bytes
  }
}

/// Frames as bytes.
enum ServerFrame {
  static let settings = frame(4, 0, 0, [])

  static func settings(maxConcurrentStreams count: UInt32) -> [UInt8] { frame(4, 0, 0, [0, 3] + bytes(count)) }

  static func goAway(last: UInt32, code: UInt32, _ text: String) -> [UInt8] {
    frame(7, 0, 0, bytes(last) + bytes(code) + Array(text.utf8))
  }

  static func reset(_ stream: UInt32, code: UInt32) -> [UInt8] { frame(3, 0, stream, bytes(code)) }

  static func data(_ stream: UInt32, _ body: [UInt8], end: Bool = false) -> [UInt8] {
    frame(0, end ? 1 : 0, stream, body)
  }

  /// A header block of literals that are not indexed.
  static func headers(_ stream: UInt32, _ fields: KeyValuePairs<String, String>, end: Bool = false) -> [UInt8] {
    var block: [UInt8] = []
    for (name, value) in fields {
      block += [0, UInt8(name.utf8.count)]
      block += Array(name.utf8)
      block += [UInt8(value.utf8.count)]
      block += Array(value.utf8)
    }
    return frame(1, end ? 5 : 4, stream, block)
  }

  /// A whole answer to a unary call: an empty message and status OK.
  static func answer(_ stream: UInt32) -> [UInt8] {
    headers(stream, [":status": "200", "content-type": "application/grpc"]) + data(stream, [0, 0, 0, 0, 0])
      + headers(stream, ["grpc-status": "0"], end: true)
  }

  /// A whole answer of nothing but a status.
  static func status(_ stream: UInt32, _ code: Int, _ more: (String, String) = ("x", "y")) -> [UInt8] {
    headers(
      stream,
      [":status": "200", "content-type": "application/grpc", "grpc-status": "\(code)", more.0: more.1], end: true)
  }

  private static func frame(_ type: UInt8, _ flags: UInt8, _ stream: UInt32, _ body: [UInt8]) -> [UInt8] {
    Array(bytes(UInt32(body.count))[1...]) + [type, flags] + bytes(stream) + body
  }

  private static func bytes(_ value: UInt32) -> [UInt8] {
    (0..<4).map { UInt8(truncatingIfNeeded: value >> (24 - 8 * $0)) }
  }
}
