import EventLoop
import HTTP2
import RawHTTP2
import Synchronization
import Transport

/// One request of a client and everything that came back.
final class TestCall: StreamHandler, @unchecked Sendable {
  struct Outcome: Sendable {
    var headers: [HeaderField] = []
    var body: [UInt8] = []
    var trailers: [HeaderField]?
    var reason = StreamCloseReason.endStream

    func header(_ name: String) -> String? { headers.first { $0.name == name }?.value }
    func trailer(_ name: String) -> String? { trailers?.first { $0.name == name }?.value }
  }

  private var outcome = Outcome()
  private let continuation: CheckedContinuation<Outcome, Never>
  private var rest: ArraySlice<UInt8>
  private var trailers: [HeaderField]?
  private let consumes: Bool
  private var onData: ((Stream) -> Void)?

  init(
    _ body: [UInt8], trailers: [HeaderField]?, consumes: Bool, onData: ((Stream) -> Void)?,
    _ continuation: CheckedContinuation<Outcome, Never>
  ) {
    rest = body[...]
    self.trailers = trailers
    self.consumes = consumes
    self.onData = onData
    self.continuation = continuation
  }

  func fill(_ stream: Stream) {
    while !rest.isEmpty, stream.isWritable {
      stream.send(Array(rest.prefix(7000)))
      rest = rest.dropFirst(7000)
    }
    guard rest.isEmpty, stream.isWritable else { return }
    if let trailers { stream.sendTrailers(trailers) } else { stream.send([], endStream: true) }
  }

  func received(headers: [HeaderField], on stream: Stream) { outcome.headers = headers }
  func received(data: UnsafeRawBufferPointer, on stream: Stream) {
    outcome.body.append(contentsOf: data)
    if consumes { stream.consume(data.count) }
    onData?(stream)
  }
  func receivedEnd(trailers: [HeaderField], on stream: Stream) { outcome.trailers = trailers }
  func writable(on stream: Stream) { fill(stream) }
  func closed(on stream: Stream, reason: StreamCloseReason) {
    outcome.reason = reason
    continuation.resume(returning: outcome)
  }
}

extension ClientConnection {
  /// Sends a request and waits for the end of its stream. Without `ends` the request stays open.
  func call(
    _ path: String, body: [UInt8] = [], trailers: [HeaderField]? = nil, extra: [HeaderField] = [],
    ends: Bool = true, consumes: Bool = true, onData: (@Sendable (Stream) -> Void)? = nil,
    onOpen: (@Sendable (Stream) -> Void)? = nil
  ) async -> TestCall.Outcome {
    await withCheckedContinuation { continuation in
      loop.execute {
        let call = TestCall(body, trailers: trailers, consumes: consumes, onData: onData, continuation)
        let empty = ends && body.isEmpty && trailers == nil
        do throws(StreamOpenError) {
          let stream = try self.openStream(
            [HeaderField(":path", path)] + extra,
            constant: ConstantHeaders([":method": "POST", ":scheme": "http", ":authority": "localhost"]),
            endStream: empty, handler: call)
          if ends, !empty { call.fill(stream) }
          onOpen?(stream)
        } catch {
          continuation.resume(returning: .init(reason: .connectionLost("\(error)")))
        }
      }
    }
  }
}

extension ClientConnection {
  /// Opens streams with the same prepared headers, one for each of the extra headers, lets go of the headers at once, and
  /// waits for the ends.
  func calls(_ fields: [HeaderField], extras: [HeaderField?]) async -> [TestCall.Outcome] {
    await withTaskGroup(of: (Int, TestCall.Outcome).self) { group in
      for (index, extra) in extras.enumerated() {
        group.addTask { (index, await self.call(fields, extra)) }
      }
      return await group.reduce(into: []) { $0.append($1) }.sorted { $0.0 < $1.0 }.map(\.1)
    }
  }

  private func call(_ fields: [HeaderField], _ extra: HeaderField?) async -> TestCall.Outcome {
    await withCheckedContinuation { continuation in
      loop.execute {
        let call = TestCall([], trailers: nil, consumes: true, onData: nil, continuation)
        let constant = ConstantHeaders([":method": "POST", ":scheme": "http", "te": "trailers"])
        do throws(StreamOpenError) {
          call.fill(try self.openStream(PreparedHeaders(fields, constant: constant), extra, handler: call))
        } catch {
          continuation.resume(returning: .init(reason: .connectionLost("\(error)")))
        }
      }
    }
  }
}

/// A loop and a connection for the time of a test.
func withClient<R>(
  _ server: TestServer, secure: Bool = false, limits: HTTP2Limits = .client,
  _ body: (ClientConnection) async throws -> R
) async throws -> R {
  let loop = try EventLoop.spawn(name: "client")
  defer { loop.shutdown() }
  let tls = secure ? try TestIdentity.shared.get().clientContext() : nil
  let connection = try await ClientConnection.connect(to: server.address, tls: tls, on: loop, limits: limits)
  let result = try await body(connection)
  connection.close()
  return result
}

/// Reads something of a connection on its loop.
func onLoop<R: Sendable>(_ client: ClientConnection, _ body: @escaping @Sendable (ClientConnection) -> R) async -> R {
  await withCheckedContinuation { continuation in client.loop.execute { continuation.resume(returning: body(client)) } }
}
