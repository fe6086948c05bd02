import Glibc
import RawHTTP2

/// Opens the connections and streams and reads the server's memory in between.
struct MemoryClients {
  /// Bytes for each connection and each stream.
  struct Figures {
    let perConnection: Int
    let perStream: Int
  }

  private let port: UInt16
  private let process: ServerProcess

  static func measure(connections: Int, streams: Int) throws -> Figures {
    let process = try ServerProcess()
    defer { process.end() }
    let clients = MemoryClients(port: process.port, process: process)
    // What the first connections need once for all is not theirs.
    _ = try (0..<20).map { _ in try clients.connect() }
    let before = try process.residentBytes()
    let open = try (0..<connections).map { _ in try clients.connect() }
    let connected = try process.residentBytes()
    try clients.openStreams(streams, on: open)
    let streaming = try process.residentBytes()
    print("resident: \(before) before, \(connected) with connections, \(streaming) with streams")
    withExtendedLifetime(open) {}
    return Figures(
      perConnection: (connected - before) / max(1, connections), perStream: (streaming - connected) / max(1, streams))
  }

  private static let gRPC = [("content-type", "application/grpc"), ("te", "trailers"), ("user-agent", "bench/1")]

  private func connect() throws -> RawClient {
    let client = try RawClient(port: port, tls: RawTLS(), timeout: 30)
    try client.settle()
    client.headers(1, HeaderBlock.request("/bench.Idle/Answer", Self.gRPC), endStream: false)
    client.data(1, [0, 0, 0, 0, 0], endStream: true)
    let answer = try client.answer(1)
    guard answer["grpc-status"] == "0" else { throw RawFailure("the call was answered \(answer)") }
    return client
  }

  private func openStreams(_ count: Int, on clients: [RawClient]) throws {
    let perConnection = 100
    for index in 0..<count {
      let client = clients[index / perConnection]
      let stream = UInt32(3 + 2 * (index % perConnection))
      client.headers(stream, HeaderBlock.request("/bench.Idle/Wait", Self.gRPC), endStream: false)
    }
    // An answer to a PING says that everything before it has been taken.
    for client in clients.prefix(count / perConnection) {
      client.send(RawFrame.Kind.ping, [UInt8](repeating: 1, count: 8))
      guard try client.next(RawFrame.Kind.ping) != nil else { throw RawFailure("the server closed a connection") }
    }
  }
}
