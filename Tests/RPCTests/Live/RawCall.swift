import EventLoop
import HTTP2
import RPC
import Transport
import WireFormat

/// What a server answered to a stream made by hand.
struct RawAnswer: Sendable {
  var headers: [String: String] = [:]
  var data: [UInt8] = []
  var trailers: [String: String] = [:]
  var reason = StreamCloseReason.endStream

  /// The value of a header or trailer.
  subscript(name: String) -> String? { trailers[name] ?? headers[name] }
}

/// A stream made by hand, with whatever headers and bytes a test wants.
final class RawCall: StreamHandler, @unchecked Sendable {
  private var answer = RawAnswer()
  private let consumes: Bool
  private var completion: CheckedContinuation<RawAnswer, Never>?

  private init(consumes: Bool) {
    self.consumes = consumes
  }

  /// A message behind its prefix.
  static func frame(_ message: Payload) -> [UInt8] {
    let bytes = message.serializedBytes()
    return [0] + (0..<4).map { UInt8(truncatingIfNeeded: bytes.count >> (24 - 8 * $0)) } + bytes
  }

  /// Sends the headers, changed as told, and the pieces, and answers what comes back.
  static func send(
    to live: LiveServer, _ changes: [String: String?] = [:], pieces: [[UInt8]] = [], ends: Bool = true,
    consumes: Bool = true
  ) async throws -> RawAnswer {
    guard case .tcp(let host, let port) = live.endpoint else { throw RPCError.internal("raw calls are plaintext") }
    let loop = try EventLoop.spawn(name: "raw")
    defer { loop.shutdown() }
    let connection = try await ClientConnection.connect(to: .tcp(host: host, port: port), tls: nil, on: loop)
    defer { connection.close() }
    let call = RawCall(consumes: consumes)
    return await withCheckedContinuation { completion in
      loop.execute {
        call.completion = completion
        do { try call.start(connection, fields(changes), pieces, ends) } catch {
          completion.resume(returning: RawAnswer())
        }
      }
    }
  }

  private static func fields(_ changes: [String: String?]) -> [HeaderField] {
    var fields = [
      ":method": "POST", ":scheme": "http", ":path": "/test.Echo/Unary", ":authority": "x",
      "content-type": "application/grpc", "te": "trailers",
    ]
    for (name, value) in changes { fields[name] = value }
    return fields.sorted { $0.key < $1.key }.map { HeaderField($0.key, $0.value) }
  }

  private func start(
    _ connection: ClientConnection, _ fields: [HeaderField], _ pieces: [[UInt8]], _ ends: Bool
  ) throws {
    let stream = try connection.openStream(fields, endStream: pieces.isEmpty && ends, handler: self)
    for (index, piece) in pieces.enumerated() { stream.send(piece, endStream: ends && index == pieces.count - 1) }
  }

  func received(headers: [HeaderField], on stream: Transport.Stream) {
    for field in headers { answer.headers[field.name] = field.value }
  }

  func received(data: UnsafeRawBufferPointer, on stream: Transport.Stream) {
    answer.data += Array(data)
    if consumes { stream.consume(data.count) }
  }

  func receivedEnd(trailers: [HeaderField], on stream: Transport.Stream) {
    for field in trailers { answer.trailers[field.name] = field.value }
  }

  func writable(on stream: Transport.Stream) {}

  func closed(on stream: Transport.Stream, reason: StreamCloseReason) {
    answer.reason = reason
    completion?.resume(returning: answer)
    completion = nil
  }
}
