import DynamicMessages
import EventLoop
import RPC
import Synchronization
import Testing
import WireFormat

@testable import LoadTesting

/// Streams of every kind: replies three times, counts, and echoes.
private final class StreamingService: RPCService, Sendable {
  let serviceName = "test.Streams"
  private let count = Atomic(0)

  /// How many messages came.
  var received: Int { count.load(ordering: .relaxed) }

  var methods: [RPCMethod] {
    [
      .serverStreaming("Thrice", thrice), .clientStreaming("Count", countAll), .bidirectional("Echo", echo),
      .serverStreaming("Refuse", refuse), .unary("Once", once),
    ]
  }

  private func once(
    _ request: GoogleProtobufStringValue, context: ServerContext
  ) async throws -> Reply<GoogleProtobufStringValue> {
    count.wrappingAdd(1, ordering: .relaxed)
    return Reply(request)
  }

  private func thrice(
    _ request: GoogleProtobufStringValue, _ replies: ReplyWriter<GoogleProtobufStringValue>, _ context: ServerContext
  ) async throws {
    count.wrappingAdd(1, ordering: .relaxed)
    for _ in 0..<3 { try await replies.write(request) }
  }

  private func refuse(
    _ request: GoogleProtobufStringValue, _ replies: ReplyWriter<GoogleProtobufStringValue>, _ context: ServerContext
  ) async throws {
    try await replies.write(request)
    throw RPCError.unavailable("after one")
  }

  private func countAll(
    _ requests: RequestStream<GoogleProtobufStringValue>, _ context: ServerContext
  ) async throws -> Reply<GoogleProtobufStringValue> {
    for try await _ in requests { count.wrappingAdd(1, ordering: .relaxed) }
    return Reply(GoogleProtobufStringValue())
  }

  private func echo(
    _ requests: RequestStream<GoogleProtobufStringValue>, _ replies: ReplyWriter<GoogleProtobufStringValue>,
    _ context: ServerContext
  ) async throws {
    for try await request in requests {
      count.wrappingAdd(1, ordering: .relaxed)
      try await replies.write(request)
    }
  }
}

@Suite("Workloads", .timeLimit(.minutes(2)))
struct WorkloadTests {
  /// Five bytes on the wire: field 1 = "abc".
  private static let message: [UInt8] = [0x0A, 3, 0x61, 0x62, 0x63]

  private func measure(
    turns: Int, _ make: (ChannelTarget) -> any Workload
  ) async throws -> (LoadResult, StreamingService) {
    let service = StreamingService()
    let server = RPCServer(
      configuration: ServerConfiguration(listeners: [.plaintext(host: "127.0.0.1", port: 0)], loops: 1),
      services: [service])
    guard case .tcp(let host, let port)? = try await server.start().first?.endpoint else {
      throw RPCError.internal("no port")
    }
    defer { server.stop() }
    let target = ChannelTarget.plaintext(host: host, port: port)
    let loop = try EventLoop.spawn(name: "lane")
    defer { loop.shutdown() }
    let lane = Lane(
      loop: loop, channels: [try Channel(target: target, loop: loop)], random: SeededRandom(seed: 1, stream: 0))
    defer { lane.close() }
    let kind = LoopKind.closed(ClosedLoop(concurrency: 2, count: turns))
    let run = LoadRun(kind: kind, warmup: 0, seconds: 60, plan: LoadPlan())
    return (await run.run(make(target), on: [lane]), service)
  }

  private func stream(_ name: String, _ kind: MethodKind, messages: Int, window: Int = 1) -> StreamWorkload {
    StreamWorkload(
      MethodDescriptor(service: "test.Streams", name: name, kind: kind), source: .constant(Self.message),
      options: CallOptions(timeout: .seconds(60)), messages: messages, window: window, think: .zero)
  }

  @Test("a server stream sends one request and measures every reply")
  func serverStream() async throws {
    let (result, service) = try await measure(turns: 4) { _ in
      stream("Thrice", .serverStreaming, messages: 1)
    }
    #expect(result.succeeded == 4 && service.received == 4)
    #expect(result.messageLatency?.count == 12)
    #expect(result.traffic?.messageBytesSent == 20)
    #expect(result.traffic?.messageBytesReceived == 60)
    #expect(result.plan?.method == "test.Streams/Thrice" && result.plan?.messages == 1)
  }

  @Test("a client stream sends every message of each turn")
  func clientStream() async throws {
    let (result, service) = try await measure(turns: 3) { _ in stream("Count", .clientStreaming, messages: 7) }
    #expect(result.succeeded == 3 && service.received == 21)
    #expect(result.messageLatency?.count == 21)
    #expect(result.traffic?.messageBytesSent == 105)
  }

  @Test("a bidirectional stream measures each message to its reply, whatever its window", arguments: [1, 3, 100])
  func bidirectional(window: Int) async throws {
    let (result, service) = try await measure(turns: 2) { _ in
      stream("Echo", .bidirectional, messages: 10, window: window)
    }
    #expect(result.succeeded == 2 && service.received == 20)
    #expect(result.messageLatency?.count == 20)
    #expect(result.traffic?.messageBytesReceived == 100)
  }

  @Test("a stream that ends with an error is a call that failed; what came before it was measured")
  func failed() async throws {
    let (result, _) = try await measure(turns: 2) { _ in stream("Refuse", .serverStreaming, messages: 1) }
    #expect(result.failed == 2 && result.succeeded == 0)
    #expect(result.outcomes.map(\.cause) == ["after one"])
    #expect(result.messageLatency?.count == 2)
  }

  @Test("with a new connection for every turn there is one for each, and the lane counts them")
  func reconnecting() async throws {
    let (result, service) = try await measure(turns: 5) { target in
      let once = UnaryWorkload(
        MethodDescriptor(service: "test.Streams", name: "Once", kind: .unary), source: .constant(Self.message),
        options: CallOptions(timeout: .seconds(60)))
      return ReconnectingWorkload(once, target: target)
    }
    #expect(result.succeeded == 5 && service.received == 5)
    #expect((result.traffic?.connects ?? 0) >= 5)
    #expect(result.plan?.method == "test.Streams/Once")
  }

  @Test("a turn whose server is away is a call that failed")
  func away() async throws {
    let (result, _) = try await measure(turns: 2) { _ in
      let once = UnaryWorkload(
        MethodDescriptor(service: "test.Streams", name: "Once", kind: .unary), source: .constant(Self.message),
        options: CallOptions(timeout: .seconds(60)))
      return ReconnectingWorkload(once, target: .unix(path: "/tmp/no-such-socket-\(UInt32.random(in: 0 ... .max))"))
    }
    #expect(result.failed == 2)
    #expect(result.outcomes.map(\.status) == ["UNAVAILABLE"])
  }
}
