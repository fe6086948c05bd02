import EventLoop
import Glibc
import Testing
import WireFormat

@testable import RPC

/// The end of one call of a caller, for the test that waits.
private final class CallEnd: UnaryCallOwner {
  private let continuation: CheckedContinuation<Result<Payload, RPCError>, Never>

  init(_ continuation: CheckedContinuation<Result<Payload, RPCError>, Never>) { self.continuation = continuation }

  func succeeded(_ reply: [UInt8]) {
    continuation.resume(returning: Result { try Payload(serializedBytes: reply) }.rpc)
  }
  func failed(_ error: RPCError) { continuation.resume(returning: .failure(error)) }
}

extension Result {
  fileprivate var rpc: Result<Success, RPCError> { mapError { .internal("\($0)") } }
}

/// A caller with a channel on a loop of its own.
private final class CallerRig: @unchecked Sendable {
  let loop: EventLoop
  let channel: Channel
  private let caller = UnaryCaller()

  init(_ target: ChannelTarget, _ configuration: ChannelConfiguration = ChannelConfiguration()) throws {
    loop = try EventLoop.spawn(name: "caller")
    channel = try Channel(target: target, configuration: configuration, loop: loop)
  }

  func call(
    _ method: String, _ request: Payload = Payload(), _ options: CallOptions = CallOptions()
  ) async throws -> Payload {
    let descriptor = EchoService.method(method, .unary)
    let result = await withCheckedContinuation {
      (continuation: CheckedContinuation<Result<Payload, RPCError>, Never>) in
      loop.execute { [self] in
        guard let route = UnaryRoute(descriptor, over: channel, on: loop, options: options) else {
          return continuation.resume(returning: .failure(.internal("no route")))
        }
        caller.call(EncodedRequest(request.serializedBytes()), over: route, for: CallEnd(continuation))
      }
    }
    return try result.get()
  }

  func close() {
    channel.close()
    loop.execute { [self] in caller.rest() }
    loop.shutdown()
  }
}

/// Gives every call initial metadata.
private struct Greeting: ServerInterceptor {
  func begin(_ context: ServerContext) throws(RPCError) {
    try? context.initialMetadata.set(context.path, for: "x-initial")
  }
}

@Suite("A caller without tasks", .timeLimit(.minutes(2)))
struct UnaryCallerTests {
  private static func run(_ wire: Wire = .plaintext, _ body: (LiveServer, CallerRig) async throws -> Void) async throws
  {
    try await LiveServer.run(wire) { live in
      let caller = try CallerRig(live.target)
      defer { caller.close() }
      try await body(live, caller)
    }
  }

  private static func run(
    script: @escaping @Sendable (ScriptedServer.Event) -> ScriptedServer.Action,
    _ body: (CallerRig) async throws -> Void
  ) async throws {
    let server = try ScriptedServer(script)
    defer { server.stop() }
    let caller = try CallerRig(.plaintext(host: "127.0.0.1", port: server.port))
    defer { caller.close() }
    try await body(caller)
  }

  @Test("makes one call after another over one connection", arguments: [Wire.plaintext, .tls])
  func many(_ wire: Wire) async throws {
    try await Self.run(wire) { _, caller in
      for number in 0..<50 {
        let request = Payload("\(number)", [UInt8](repeating: 7, count: number * 1_000))
        let reply = try await caller.call("Unary", request, CallOptions(timeout: .seconds(60)))
        #expect(reply == request)
      }
      #expect(caller.channel.traffic.connects == 1)
    }
  }

  @Test("a failure has the server's status, message and trailers, and the next call is none the worse")
  func failure() async throws {
    try await Self.run { _, caller in
      let error = try await rpcError { _ = try await caller.call("Fail", Payload("5", Array("no such".utf8))) }
      #expect(error?.code == .notFound)
      #expect(error?.message == "no such")
      #expect(error?.trailing["x-thrown"] == "yes")
      #expect(try await caller.call("Unary", Payload("next")) == Payload("next"))
    }
  }

  @Test("a failure has the initial metadata of its own call, and of no other")
  func initialMetadata() async throws {
    try await LiveServer.run(interceptors: [Greeting()]) { live in
      let caller = try CallerRig(live.target)
      defer { caller.close() }
      let refused = try await rpcError { _ = try await caller.call("Fail", Payload("5", Array("no such".utf8))) }
      #expect(refused?.initial["x-initial"]?.hasSuffix("/Fail") == true)
      _ = try await caller.call("Unary", Payload("next"))
      let late = try await rpcError {
        _ = try await caller.call("Sleep", Payload("x"), CallOptions(timeout: .milliseconds(30)))
      }
      // The server's own deadline may come first, and with it what it says at the beginning of every call.
      let greeted = late?.initial["x-initial"].map { $0.hasSuffix("/Sleep") } ?? true
      #expect(late?.code == .deadlineExceeded && greeted, "\(late as Any)")
    }
  }

  @Test("metadata and deadline go with every call")
  func head() async throws {
    try await Self.run { _, caller in
      var options = CallOptions(timeout: .seconds(60))
      try options.metadata.set("one", for: "x-test")
      for _ in 0..<3 {
        let reply = try await caller.call("Current", Payload(), options)
        #expect(reply.typeURL.contains("deadline=true"))
      }
    }
  }

  @Test("each call ends at its own deadline, earlier or later than the one before")
  func deadlines() async throws {
    try await Self.run { live, caller in
      for timeout in [Duration.milliseconds(30), .seconds(60), .milliseconds(40)] {
        let isShort = timeout < .seconds(1)
        let call = { try await caller.call(isShort ? "Sleep" : "Unary", Payload("x"), CallOptions(timeout: timeout)) }
        guard isShort else {
          #expect(try await call() == Payload("x"))
          continue
        }
        let error = try await rpcError { _ = try await call() }
        #expect(error?.code == .deadlineExceeded)
      }
      #expect(try await caller.call("Unary", Payload("y")) == Payload("y"))
      #expect(live.probe["cancelled"] <= 2)
    }
  }

  @Test("a reset that is seen before the timer of a deadline that has passed is that deadline's")
  func resetAtDeadline() async throws {
    let probe = Probe()
    let script = ReasonTests.onOpen { stream in
      probe.count("opened")
      usleep(250_000)
      return .send(ServerFrame.reset(stream, code: 8))
    }
    try await Self.run(script: script) { caller in
      async let failure = rpcError {
        _ = try await caller.call("Unary", Payload(), CallOptions(timeout: .milliseconds(200)))
      }
      #expect(await probe.reaches("opened"))
      caller.loop.execute { usleep(600_000) }
      let error = try await failure
      #expect(error?.code == .deadlineExceeded)
    }
  }

  @Test("a call that waits for a stream ends when the channel closes")
  func closing() async throws {
    let script: @Sendable (ScriptedServer.Event) -> ScriptedServer.Action = { event in
      if case .connected = event { return .send(ServerFrame.settings(maxConcurrentStreams: 0)) }
      return .send([])
    }
    try await Self.run(script: script) { caller in
      async let call = rpcError { _ = try await caller.call("Unary") }
      while caller.channel.state != .ready { try await Task.sleep(for: .milliseconds(2)) }
      caller.channel.close()
      let error = try await call
      #expect(error?.code == .unavailable)
      let late = try await rpcError { _ = try await caller.call("Unary") }
      #expect(late?.message.contains("closed") == true)
    }
  }

  @Test("what the server refused to look at is sent once more, and then fails")
  func refused() async throws {
    for refusals in [UInt32(1), 2] {
      let script: @Sendable (ScriptedServer.Event) -> ScriptedServer.Action = { event in
        switch event {
        case .connected: return .send(ServerFrame.settings)
        case .opened: return .send([])
        case .finished(let stream, _):
          if stream < 2 * refusals { return .send(ServerFrame.reset(stream, code: 7)) }
          return .send(
            ServerFrame.headers(stream, [":status": "200", "content-type": "application/grpc"])
              + ServerFrame.data(stream, [0, 0, 0, 0, 0]) + ServerFrame.headers(stream, ["grpc-status": "0"], end: true)
          )
        }
      }
      try await Self.run(script: script) { caller in
        let error = try await rpcError { _ = try await caller.call("Unary") }
        #expect(error?.code == (refusals == 1 ? nil : .unavailable))
      }
    }
  }

  @Test("success without a reply, or with two, is none", arguments: [0, 2])
  func replies(count: Int) async throws {
    let script = ReasonTests.onOpen { stream in
      let reply = ServerFrame.data(stream, [0, 0, 0, 0, 0])
      return .send(
        ServerFrame.headers(stream, [":status": "200", "content-type": "application/grpc"])
          + Array(repeatElement(reply, count: count).joined())
          + ServerFrame.headers(stream, ["grpc-status": "0"], end: true))
    }
    try await Self.run(script: script) { caller in
      let error = try await rpcError { _ = try await caller.call("Unary") }
      #expect(error?.code == .unimplemented)
    }
  }

  @Test("a request over the limit is not sent")
  func tooLarge() async throws {
    try await Self.run { live, caller in
      let request = Payload("x", [UInt8](repeating: 0, count: 100))
      let error = try await rpcError {
        _ = try await caller.call("Unary", request, CallOptions(maxRequestMessageBytes: 50))
      }
      #expect(error?.code == .resourceExhausted)
      #expect(caller.channel.traffic.connects == 0)
    }
  }

  @Test("there is no route where each call has to be asked for")
  func noRoute() async throws {
    let loop = try EventLoop.spawn(name: "route")
    defer { loop.shutdown() }
    let channel = try Channel(target: .plaintext(host: "127.0.0.1", port: 1), loop: loop)
    let watched = try Channel(
      target: .plaintext(host: "127.0.0.1", port: 1),
      configuration: ChannelConfiguration(interceptors: [Watcher()]), loop: loop)
    let elsewhere = try Channel(target: .plaintext(host: "127.0.0.1", port: 1))
    let routes = await withCheckedContinuation { continuation in
      loop.execute {
        let options = CallOptions()
        let method = EchoService.method("Unary", .unary)
        let found = [channel, watched, elsewhere].map {
          UnaryRoute(method, over: $0, on: loop, options: options) != nil
        }
        continuation.resume(returning: found)
      }
    }
    #expect(routes == [true, false, false])
  }
}

private struct Watcher: ClientInterceptor {}
