import CoreMetrics
import MetricsTestKit
import RPC
import Testing
import WireFormat

/// Leaves a value with the call.
enum Caller: ContextKey {
  typealias Value = String
}

/// Notes what it sees and refuses what it is told to.
struct Recording: ServerInterceptor {
  let name: String
  let probe: Probe
  var refuses: String?

  func begin(_ context: ServerContext) throws(RPCError) {
    probe.note("\(name) begins \(context.method.kind) caller=\(context[Caller.self] ?? "nobody")")
    context[Caller.self] = name
    if let refuses { throw .unauthenticated(refuses) }
  }

  func finish(_ context: ServerContext, _ outcome: CallOutcome) {
    probe.note(
      "\(name) finishes \(outcome.status.code) \(outcome.requestMessages)/\(outcome.replyMessages) "
        + "\(outcome.requestBytes)/\(outcome.replyBytes) took=\(outcome.durationNanoseconds >= 0)")
  }
}

@Suite("Interceptors", .timeLimit(.minutes(2)))
struct InterceptorTests {
  @Test("they begin in order, finish in reverse, share values and see what was moved")
  func order() async throws {
    let probe = Probe()
    let chain = [Recording(name: "a", probe: probe), Recording(name: "b", probe: probe)]
    try await LiveServer.run(interceptors: chain) { live async throws in
      _ = try await live.unary("Unary", Payload("", [1, 2, 3]))
      #expect(
        probe.notes == [
          "a begins unary caller=nobody", "b begins unary caller=a",
          "b finishes OK 1/1 5/5 took=true", "a finishes OK 1/1 5/5 took=true",
        ])
    }
  }

  @Test("one that refuses ends the call; those after it and the handler never see it")
  func refusal() async throws {
    let probe = Probe()
    let chain = [
      Recording(name: "a", probe: probe), Recording(name: "b", probe: probe, refuses: "no key"),
      Recording(name: "c", probe: probe),
    ]
    try await LiveServer.run(interceptors: chain) { live async throws in
      let error = try await rpcError { _ = try await live.unary("Sleep") }
      #expect(error?.code == .unauthenticated)
      #expect(error?.message == "no key")
      #expect(
        probe.notes == [
          "a begins unary caller=nobody", "b begins unary caller=a", "a finishes UNAUTHENTICATED 0/0 0/0 took=true",
        ])
      #expect(live.probe["asleep"] == 0)
    }
  }

  @Test("they see the options that a method's schema gives it")
  func options() async throws {
    struct Judge: ServerInterceptor {
      let probe: Probe

      func begin(_ context: ServerContext) throws(RPCError) {
        probe.note("\(context.method.name) \(context.method.options)")
      }
    }
    struct Marked: RPCService {
      let serviceName = "test.Marked"
      var methods: [RPCMethod] {
        let answer: @Sendable (Payload, ServerContext) async throws -> Reply<Payload> = { request, _ in Reply(request) }
        return [.unary("Some", answer).with(options: [0xE2, 0xE0, 0x18, 0]), .unary("None", answer)]
      }
    }
    let probe = Probe()
    try await LiveServer.run(services: [Marked()], interceptors: [Judge(probe: probe)]) { live async throws in
      for name in ["Some", "None"] {
        _ =
          try await live.channel.unary(
            MethodDescriptor(service: "test.Marked", name: name, kind: .unary), Payload()) as Payload
      }
      _ = try await rpcError { _ = try await live.unary("Missing") }
      #expect(probe.notes == ["Some [226, 224, 24, 0]", "None []", "Missing []"])
    }
  }

  @Test("an unknown method is judged before it is refused")
  func unknownMethod() async throws {
    let probe = Probe()
    try await LiveServer.run(interceptors: [Recording(name: "a", probe: probe, refuses: "first a key")]) {
      live async throws in
      #expect(try await rpcError { _ = try await live.unary("Missing") }?.code == .unauthenticated)
      #expect(probe.notes == ["a begins unknown caller=nobody"])
    }
    try await LiveServer.run(interceptors: [Recording(name: "b", probe: probe)]) { live async throws in
      #expect(try await rpcError { _ = try await live.unary("Missing") }?.code == .unimplemented)
      #expect(probe.notes.last == "b finishes UNIMPLEMENTED 0/0 0/0 took=true")
    }
  }

  @Test("they finish once for a call that was cancelled, with CANCELLED")
  func cancelled() async throws {
    let probe = Probe()
    try await LiveServer.run(interceptors: [Recording(name: "a", probe: probe)]) { live async throws in
      let call = Task { _ = try await live.unary("Sleep") }
      #expect(await live.probe.reaches("asleep"))
      call.cancel()
      #expect(await live.probe.reaches("cancelled"))
      _ = await call.result
      #expect(probe.notes.filter { $0.contains("finishes") } == ["a finishes CANCELLED 1/0 0/0 took=true"])
    }
  }

  @Test("the metrics of a call carry its method and status, and an unknown method's name is not taken over")
  func metrics() async throws {
    let metrics = TestMetrics()
    try await LiveServer.run(interceptors: [MetricsInterceptor(factory: metrics)]) { live async throws in
      _ = try await live.unary("Unary", Payload("", [1, 2, 3]))
      _ = try await live.unary("Unary", Payload("", [1, 2, 3]))
      _ = try await rpcError { _ = try await live.unary("Invented") }
      let started = try metrics.expectCounter("grpc.server.call.started", [("grpc.method", "test.Echo/Unary")])
      #expect(started.totalValue == 2)
      #expect(try metrics.expectCounter("grpc.server.call.started", [("grpc.method", "other")]).totalValue == 1)
      let ok = [("grpc.method", "test.Echo/Unary"), ("grpc.status", "OK")]
      #expect(try metrics.expectRecorder("grpc.server.call.duration", ok).values.count == 2)
      #expect(try metrics.expectRecorder("grpc.server.call.rcvd_total_compressed_message_size", ok).values == [5, 5])
      #expect(try metrics.expectRecorder("grpc.server.call.sent_total_compressed_message_size", ok).values == [5, 5])
    }
  }
}
