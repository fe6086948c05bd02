import EventLoop
import RPC
import Testing
import WireFormat

/// Adds its name to the type URL of everything that passes.
struct Stamp: MessageInterceptor {
  let name: String
  var refuses: String?

  func request(_ message: [UInt8], _ context: ServerContext) throws(RPCError) -> [UInt8] { try stamped(message, "<") }

  func reply(_ message: [UInt8], _ context: ServerContext) throws(RPCError) -> [UInt8] { try stamped(message, ">") }

  private func stamped(_ message: [UInt8], _ mark: String) throws(RPCError) -> [UInt8] {
    guard var payload = try? Payload(serializedBytes: message) else { throw .internal("no payload") }
    if refuses == payload.typeURL { throw .permissionDenied("not \(payload.typeURL)") }
    payload.typeURL += mark + name
    return payload.serializedBytes()
  }
}

/// Runs around the handler: notes, waits, refuses, and changes the error.
struct Around: HandlerInterceptor {
  let name: String
  let probe: Probe
  var mode = ""

  func intercept(
    _ context: ServerContext, _ next: @escaping @Sendable () async throws(RPCError) -> Void
  ) async throws {
    probe.note("\(name) before")
    switch mode {
    case "skip": return
    case "refuse": throw RPCError.unauthenticated("asked another server")
    case "foreign": throw InternalSecret()
    default: break
    }
    try await Task.sleep(for: .milliseconds(1))
    do throws(RPCError) { try await next() } catch {
      probe.note("\(name) saw \(error.code)")
      throw RPCError.aborted("\(name): \(error.message)")
    }
    probe.note("\(name) after")
  }
}

@Suite("Interceptors of messages and handlers", .timeLimit(.minutes(2)))
struct MessageInterceptorTests {
  @Test("messages pass in order, replies in reverse, in calls of every kind")
  func messages() async throws {
    let stamps = [Stamp(name: "a"), Stamp(name: "b")]
    try await LiveServer.run(interceptors: stamps) { live async throws in
      #expect(try await live.unary("Unary", Payload("x", [1])) == Payload("x<a<b>b>a", [1]))
      #expect(try await live.unary("Now", Payload("x")).typeURL == "x<a<b>b>a")
      let collect = try await live.collect()
      for text in ["p", "q"] { try await collect.send(Payload(text)) }
      #expect(try await collect.finish().typeURL == "p<a<bq<a<b>b>a")
      let chat = try await live.chat()
      for text in ["x", "y"] {
        try await chat.send(Payload(text))
        #expect(try await chat.replies.next()?.typeURL == "\(text)<a<b>b>a")
      }
      chat.finishSending()
      #expect(try await chat.replies.next() == nil)
    }
  }

  @Test("a message may be refused at any time, which ends the call and cancels its handler")
  func refusal() async throws {
    try await LiveServer.run(interceptors: [Stamp(name: "a", refuses: "bad")]) { live async throws in
      #expect(try await rpcError { _ = try await live.unary("Unary", Payload("bad")) }?.code == .permissionDenied)
      let chat = try await live.chat()
      try await chat.send(Payload("good"))
      #expect(try await chat.replies.next()?.typeURL == "good<a>a")
      try await chat.send(Payload("bad"))
      #expect(try await rpcError { _ = try await chat.replies.next() }?.message == "not bad")
      #expect(await eventually { live.server.counters.openCalls == 0 })
    }
  }

  @Test("handler interceptors nest, wait, and see and change the error")
  func around() async throws {
    let probe = Probe()
    let chain = [Around(name: "outer", probe: probe), Around(name: "inner", probe: probe)]
    try await LiveServer.run(interceptors: chain) { live async throws in
      for name in ["Unary", "Now"] {
        #expect(try await live.unary(name, Payload("x")).typeURL == "x")
      }
      let once = ["outer before", "inner before", "inner after", "outer after"]
      #expect(probe.notes == once + once)
      let error = try await rpcError { _ = try await live.unary("Fail", Payload("5", Array("gone".utf8))) }
      #expect(error?.code == .aborted)
      #expect(error?.message == "outer: inner: gone")
      #expect(probe.notes.suffix(2) == ["inner saw NOT_FOUND", "outer saw ABORTED"])
    }
  }

  @Test(
    "a handler interceptor may refuse; one that forgets the handler or throws something else is INTERNAL",
    arguments: [("refuse", StatusCode.unauthenticated), ("skip", .internal), ("foreign", .internal)])
  func aroundRefuses(mode: String, code: StatusCode) async throws {
    try await LiveServer.run(interceptors: [Around(name: "a", probe: Probe(), mode: mode)]) { live async throws in
      let error = try await rpcError { _ = try await live.unary("Sleep") }
      #expect(error?.code == code)
      #expect(error?.message.contains("hunter2") == false)
      #expect(live.probe["asleep"] == 0)
    }
  }

  @Test("an interceptor may have an instance for each loop, or none at all")
  func instances() async throws {
    let probe = Probe()
    try await LiveServer.run(loops: 2, interceptors: [PerLoop(probe: probe), Absent()]) { live async throws in
      _ = try await live.unary("Unary")
      #expect(probe["instances"] == 2)
      #expect(probe["begun"] == 1)
    }
  }
}

/// Counts its instances.
struct PerLoop: ServerInterceptor {
  let probe: Probe
  var isInstance = false

  func instance(for loop: EventLoop) -> (any ServerInterceptor)? {
    probe.count("instances")
    return PerLoop(probe: probe, isInstance: true)
  }

  func begin(_ context: ServerContext) throws(RPCError) {
    guard isInstance else { throw .internal("the original was asked") }
    probe.count("begun")
  }
}

/// Has nothing to do.
struct Absent: ServerInterceptor {
  func instance(for loop: EventLoop) -> (any ServerInterceptor)? { nil }

  func begin(_ context: ServerContext) throws(RPCError) { throw .internal("it was asked nevertheless") }
}
