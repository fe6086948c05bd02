import EventLoop
import InMemoryTracing
import Testing
import Tracing
import WireFormat

@testable import RPC

/// Reads and writes the W3C headers and records spans; the one instrument of this process.
private enum Tracer {
  static let shared: InMemoryTracer = {
    let tracer = InMemoryTracer()
    InstrumentationSystem.bootstrap(MultiplexInstrument([TraceContextPropagator(), tracer]))
    return tracer
  }()
}

@Suite("Tracing of calls", .timeLimit(.minutes(2)))
struct TracingTests {
  static let parent = TraceContextTests.parent

  @Test("without an instrument there is no interceptor, with one it is at work")
  func instance() throws {
    let loop = try EventLoop.spawn(name: "tracing")
    defer { loop.shutdown() }
    _ = Tracer.shared
    #expect(TracingInterceptor().instance(for: loop) != nil)
    #expect(TracingInterceptor(instrument: NoOpInstrument()).instance(for: loop) == nil)
    #expect(MetricsInterceptor().instance(for: loop) == nil)
  }

  @Test("a handler runs in a span of its own, with its status, and knows its caller's trace")
  func spans() async throws {
    let tracer = Tracer.shared
    try await LiveServer.run(interceptors: [TracingInterceptor()]) { live async throws in
      var options = CallOptions()
      try options.metadata.add(Self.parent, for: "traceparent")
      #expect(try await live.unary("Trace", Payload(), options).typeURL == Self.parent)
      #expect(
        try await rpcError { _ = try await live.unary("Fail", Payload("14", Array("traced".utf8)), options) } != nil)
      #expect(try await live.unary("Trace").typeURL == "none")
    }
    let own = tracer.finishedSpans.filter { $0.operationName.hasPrefix("test.Echo/") && $0.kind == .server }
    let trace = try #require(own.first { $0.operationName == "test.Echo/Trace" })
    #expect(trace.attributes.get("rpc.grpc.status_code") == .int64(0))
    #expect(trace.attributes.get("rpc.system") == .string("grpc"))
    #expect(trace.attributes.get("rpc.method") == .string("Trace"))
    let failed = try #require(own.first { $0.status?.message == "traced" })
    #expect(failed.attributes.get("rpc.grpc.status_code") == .int64(14))
    #expect(failed.status?.code == .error)
  }

  @Test("a trace goes on through a handler that calls another server")
  func relayed() async throws {
    _ = Tracer.shared
    try await LiveServer.run(interceptors: [TracingInterceptor()]) { back async throws in
      let relay = RelayService(probe: Probe(), channel: back.channel)
      try await LiveServer.run(services: [relay], interceptors: [TracingInterceptor()]) { front async throws in
        var options = CallOptions()
        try options.metadata.add(Self.parent, for: "traceparent")
        #expect(try await PropagationTests.relay(front, "Trace", options).typeURL == Self.parent)
        #expect(try await PropagationTests.relay(front, "Trace").typeURL == "none")
      }
    }
  }

  @Test("a channel's calls are spans of their own, with their status, between their caller's and the server's")
  func clientSpans() async throws {
    let tracer = Tracer.shared
    var client = ChannelConfiguration()
    client.interceptors = [ClientTracingInterceptor()]
    let parent = tracer.startAnySpan("a traced task", context: .topLevel, ofKind: .internal)
    try await LiveServer.run(client: client, interceptors: [TracingInterceptor()]) { live async throws in
      try await ServiceContext.$current.withValue(parent.context) {
        _ = try await live.unary("Trace", Payload("span"))
        #expect(try await rpcError { _ = try await live.unary("Fail", Payload("5", Array("not there".utf8))) } != nil)
        let chat = try await live.chat()
        chat.finishSending()
        #expect(try await chat.replies.next() == nil)
      }
    }
    let own = tracer.finishedSpans.filter { $0.parentSpanID == parent.context.inMemorySpanContext?.spanID }
    #expect(Set(own.map(\.operationName)) == ["test.Echo/Trace", "test.Echo/Fail", "test.Echo/Chat"])
    #expect(own.allSatisfy { $0.kind == .client && $0.attributes.get("rpc.service") == .string("test.Echo") })
    let failed = try #require(own.first { $0.operationName == "test.Echo/Fail" })
    #expect(failed.attributes.get("rpc.grpc.status_code") == .int64(5))
    #expect(failed.status?.code == .error)
    #expect(failed.status?.message == "not there")
    let served = tracer.finishedSpans.filter { span in own.contains { $0.spanID == span.parentSpanID } }
    #expect(served.count == 3)
    #expect(served.allSatisfy { $0.kind == .server })
  }

  @Test("a call made in a traced task carries its context, any other none")
  func outgoing() throws {
    _ = Tracer.shared
    var bare = Metadata()
    TraceHeaders.inject(into: &bare)
    #expect(bare.isEmpty)
    var context = ServiceContext.topLevel
    context.traceContext = TraceContext(traceparent: Self.parent)
    let metadata = ServiceContext.$current.withValue(context) {
      var metadata = Metadata()
      TraceHeaders.inject(into: &metadata)
      return metadata
    }
    #expect(metadata["traceparent"] == Self.parent)
  }
}
