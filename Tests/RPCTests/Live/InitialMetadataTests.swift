import EventLoop
import RPC
import RawHTTP2
import Testing
import WireFormat

/// A service whose methods set initial metadata and send it when their names say.
struct EarlyService: RPCService {
  let probe: Probe
  let serviceName = "test.Early"

  var methods: [RPCMethod] {
    [
      .serverStreaming("First", first), .serverStreaming("Elsewhere", elsewhere), .serverStreaming("None", none),
      .bidirectional("Listen", listen), .unary("Sole", sole), .unary("Now", synchronous: now), .unary("Fail", fail),
    ]
  }

  static func method(_ name: String, _ kind: MethodKind) -> MethodDescriptor {
    MethodDescriptor(service: "test.Early", name: name, kind: kind)
  }

  private func greet(_ context: ServerContext) throws { try context.initialMetadata.add("early", for: "x-initial") }

  /// Sends its metadata, and a reply when the probe says "go".
  func first(_ request: Payload, replies: ReplyWriter<Payload>, context: ServerContext) async throws {
    try greet(context)
    context.sendInitialMetadata()
    context.sendInitialMetadata()
    try context.initialMetadata.add("late", for: "x-initial")
    while probe["go"] == 0 { try await Task.sleep(for: .milliseconds(5)) }
    try await replies.write(request)
  }

  /// Does the same from another thread, and changes the metadata at once.
  func elsewhere(_ request: Payload, replies: ReplyWriter<Payload>, context: ServerContext) async throws {
    try greet(context)
    await Task.detached {
      context.sendInitialMetadata()
      context.initialMetadata = Metadata()
    }.value
    try await replies.write(request)
  }

  /// Gives no reply; the metadata stays as it is, or is sent for the type URL "send".
  func none(_ request: Payload, replies: ReplyWriter<Payload>, context: ServerContext) async throws {
    if request.typeURL != "bare" { try greet(context) }
    if request.typeURL == "send" { context.sendInitialMetadata() }
  }

  /// Sends its metadata before it takes a request.
  func listen(_ requests: RequestStream<Payload>, replies: ReplyWriter<Payload>, context: ServerContext) async throws {
    try greet(context)
    context.sendInitialMetadata()
    while let request = try await requests.next() { try await replies.write(request) }
    context.sendInitialMetadata()
  }

  func sole(_ request: Payload, context: ServerContext) async throws -> Reply<Payload> {
    try greet(context)
    context.sendInitialMetadata()
    return Reply(request, compression: .on)
  }

  func now(_ request: Payload, context: ServerContext) throws -> Reply<Payload> {
    try greet(context)
    context.sendInitialMetadata()
    return Reply(request)
  }

  /// Fails with metadata on both sides; for the type URL "send" the first has been sent before.
  func fail(_ request: Payload, context: ServerContext) async throws -> Reply<Payload> {
    try greet(context)
    try context.trailingMetadata.add("last", for: "x-last")
    if request.typeURL == "send" { context.sendInitialMetadata() }
    throw RPCError.outOfRange("as asked")
  }
}

@Suite("Initial metadata", .timeLimit(.minutes(2)))
struct InitialMetadataTests {
  static func run(_ body: (LiveServer) async throws -> Void) async throws {
    let probe = Probe()
    try await LiveServer.run(services: [EarlyService(probe: probe)]) { live async throws in
      try await body(
        LiveServer(
          server: live.server, channel: live.channel, target: live.target, endpoint: live.endpoint, probe: probe))
    }
  }

  static func stream(_ live: LiveServer, _ name: String, _ request: String = "x") async throws -> ReplyStream<Payload> {
    try await live.channel.serverStreaming(EarlyService.method(name, .serverStreaming), Payload(request))
  }

  @Test("a caller who waits for it goes on before there is a reply, and it is sent once")
  func early() async throws {
    try await Self.run { live async throws in
      let replies = try await Self.stream(live, "First")
      #expect(try await replies.initialMetadata().texts(for: "x-initial") == ["early"])
      live.probe.count("go")
      #expect(try await replies.next()?.typeURL == "x")
      #expect(try await replies.next() == nil)
    }
  }

  @Test("a caller who waits for it before the first request goes on")
  func bidirectional() async throws {
    try await Self.run { live async throws in
      let call: BidirectionalCall<Payload, Payload> = try await live.channel.bidirectional(
        EarlyService.method("Listen", .bidirectional))
      #expect(try await call.replies.initialMetadata()["x-initial"] == "early")
      try await call.send(Payload("a"))
      #expect(try await call.replies.next()?.typeURL == "a")
      call.finishSending()
      #expect(try await call.replies.next() == nil)
    }
  }

  @Test("sent from another thread it is what it was then")
  func elsewhere() async throws {
    try await Self.run { live async throws in
      let replies = try await Self.stream(live, "Elsewhere")
      #expect(try await replies.initialMetadata()["x-initial"] == "early")
      #expect(try await replies.next()?.typeURL == "x")
      #expect(try await replies.next() == nil)
    }
  }

  @Test("a call with one reply may send it first", arguments: ["Sole", "Now"])
  func unary(name: String) async throws {
    try await Self.run { live async throws in
      let response: UnaryResponse<Payload> = try await live.channel.unaryResponse(
        EarlyService.method(name, .unary), Payload("x"))
      #expect(response.initialMetadata["x-initial"] == "early")
      #expect(response.message.typeURL == "x")
      #expect(response.wasCompressed == (name == "Sole"))
    }
  }

  /// The frames of an answer: `headers`, `data` with its length, and which of them ends the stream.
  static func frames(_ live: LiveServer, _ path: String, _ request: Payload) throws -> [String] {
    guard case .tcp(_, let port) = live.endpoint else { return [] }
    let client = try RawClient(port: port)
    try client.settle()
    client.request(1, path, endStream: false, extra: [("content-type", "application/grpc"), ("te", "trailers")])
    client.data(1, RawCall.frame(request), endStream: true)
    var frames: [String] = []
    while let frame = try client.next() {
      guard frame.stream == 1, frame.type <= RawFrame.Kind.headers else { continue }
      let names = frame.type == RawFrame.Kind.headers ? client.fields.read(frame.payload).map { $0.map(\.name) } : []
      let known = ["x-initial", "grpc-status", "x-last"].filter { names?.contains($0) == true }
      frames.append((frame.type == RawFrame.Kind.data ? ["data"] : known).joined(separator: " "))
      if frame.endsStream { break }
    }
    return frames
  }

  @Test(
    "an answer without replies has a block of its own for it, and without it one block in all",
    arguments: [
      ("/test.Early/None", "", ["x-initial", "grpc-status"]),
      ("/test.Early/None", "send", ["x-initial", "grpc-status"]),
      ("/test.Early/None", "bare", ["grpc-status"]),
      ("/test.Early/Fail", "", ["x-initial", "grpc-status x-last"]),
      ("/test.Early/Fail", "send", ["x-initial", "grpc-status x-last"]),
      ("/test.Early/Unknown", "", ["grpc-status"]),
      ("/test.Early/Now", "", ["x-initial", "data", "grpc-status"]),
    ])
  func frames(path: String, request: String, frames: [String]) async throws {
    try await Self.run { live async throws in
      #expect(try Self.frames(live, path, Payload(request)) == frames)
    }
  }

  @Test("a failed call has it in its error", arguments: ["", "send"])
  func failed(request: String) async throws {
    try await Self.run { live async throws in
      let method = EarlyService.method("Fail", .unary)
      let error = try await rpcError {
        let _: Payload = try await live.channel.unary(method, Payload(request))
      }
      #expect(error?.code == .outOfRange)
      #expect(error?.initial["x-initial"] == "early")
      #expect(error?.initial["x-last"] == nil)
      #expect(error?.trailing["x-last"] == "last")
      #expect(error?.trailing["x-initial"] == nil)
    }
  }

  @Test("a failed stream has it in its error and by itself")
  func failedStream() async throws {
    try await Self.run { live async throws in
      let replies: ReplyStream<Payload> = try await live.channel.serverStreaming(
        EarlyService.method("Fail", .serverStreaming), Payload())
      #expect(try await replies.initialMetadata()["x-initial"] == "early")
      let error = try await rpcError { _ = try await replies.next() }
      #expect(error?.initial["x-initial"] == "early")
      #expect(replies.trailingMetadata?["x-last"] == "last")
    }
  }

  @Test("a call that its own deadline ends has it in its error")
  func late() async throws {
    try await Self.run { live async throws in
      let error = try await lateError(reaches: { !$0.initial.isEmpty }) { options in
        let call: BidirectionalCall<Payload, Payload> = try await live.channel.bidirectional(
          EarlyService.method("Listen", .bidirectional), options: options)
        _ = try await call.replies.next()
      }
      #expect(error?.code == .deadlineExceeded)
      #expect(error?.initial["x-initial"] == "early")
    }
  }
}
