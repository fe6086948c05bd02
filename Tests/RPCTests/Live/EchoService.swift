import EventLoop
import RPC
import Tracing
import WireFormat

/// The messages of the test services: a type URL to say what to do, a value to do it with.
typealias Payload = GoogleProtobufAny

extension Payload {
  init(_ text: String, _ value: [UInt8] = []) {
    self.init()
    typeURL = text
    self.value = value
  }
}

/// An error that is none of RPC's.
struct InternalSecret: Error {
  let secret = "the password is hunter2"
}

/// A hand-written service with a method of every kind and a few that misbehave.
struct EchoService: RPCService {
  let probe: Probe
  let serviceName = "test.Echo"

  var methods: [RPCMethod] {
    [
      .unary("Unary", unary), .serverStreaming("Expand", expand), .clientStreaming("Collect", collect),
      .bidirectional("Chat", chat), .unary("Fail", fail), .unary("Crash", crash), .unary("Sleep", sleep),
      .bidirectional("Hold", hold), .bidirectional("Insist", insist),
      .serverStreaming("Flood", flood), .bidirectional("Race", race),
      .unary("Context", context), .serverStreaming("Pack", pack), .unary("Now", synchronous: now),
      .unary("Current", current), .unary("Trace", trace), .bidirectional("Listen", listen),
    ]
  }

  static func method(_ name: String, _ kind: MethodKind) -> MethodDescriptor {
    MethodDescriptor(service: "test.Echo", name: name, kind: kind)
  }

  func unary(_ request: Payload, context: ServerContext) async throws -> Reply<Payload> { Reply(request) }

  /// Three replies with the request's value: one that says nothing of compression, one that wants none, one that wants
  /// it; the type URL "on" or "off" switches it for the call.
  func pack(_ request: Payload, replies: ReplyWriter<Payload>, context: ServerContext) async throws {
    switch request.typeURL {
    case "on": context.replyCompression = .on
    case "off": context.replyCompression = .off
    default: break
    }
    for choice in [CompressionChoice.automatic, .off, .on] { try await replies.write(request, compression: choice) }
  }

  /// As many replies as the type URL says.
  func expand(_ request: Payload, replies: ReplyWriter<Payload>, context: ServerContext) async throws {
    for index in 0..<(Int(request.typeURL) ?? 0) { try await replies.write(Payload("\(index)", request.value)) }
  }

  /// The type URLs of all requests joined, and the values in a row.
  func collect(_ requests: RequestStream<Payload>, context: ServerContext) async throws -> Reply<Payload> {
    var all = Payload()
    for try await request in requests {
      all.typeURL += request.typeURL
      all.value += request.value
    }
    return Reply(all)
  }

  func chat(_ requests: RequestStream<Payload>, replies: ReplyWriter<Payload>, context: ServerContext) async throws {
    while let request = try await requests.next() {
      if context.requestWasCompressed { probe.note("\(request.typeURL) came compressed") }
      try await replies.write(request)
    }
  }

  /// Ends with the status the type URL names, the value for its message, details and trailing metadata.
  func fail(_ request: Payload, context: ServerContext) async throws -> Reply<Payload> {
    let code = Int(request.typeURL).flatMap(StatusCode.init) ?? .unknown
    var info = GoogleRPCErrorInfo()
    info.reason = "TESTED"
    var trailing = Metadata()
    try trailing.add("yes", for: "x-thrown")
    throw RPCError(code, String(decoding: request.value, as: UTF8.self), details: [info], trailing: trailing)
  }

  func crash(_ request: Payload, context: ServerContext) async throws -> Reply<Payload> { throw InternalSecret() }

  /// Answers at once, without a task.
  func now(_ request: Payload, context: ServerContext) throws -> Reply<Payload> {
    switch request.typeURL {
    case "fail": throw RPCError.outOfRange("as asked")
    case "crash": throw InternalSecret()
    case "current": Reply(Payload(ServerContext.current?.path ?? "nil"))
    default: Reply(request)
    }
  }

  /// Says where in the handler's task the present context is known.
  func current(_ request: Payload, context: ServerContext) async throws -> Reply<Payload> {
    let path = ServerContext.current?.path ?? "nil"
    let deadline = ServerContext.current?.deadline != nil
    let group = await withTaskGroup(of: Bool.self) { group in
      group.addTask { ServerContext.current === context }
      return await group.next() ?? false
    }
    try await Task.sleep(for: .milliseconds(1))
    return Reply(
      Payload("\(path) deadline=\(deadline) group=\(group) after sleep=\(ServerContext.current === context)"))
  }

  /// Says what trace the handler runs in, before and after waiting.
  func trace(_ request: Payload, context: ServerContext) async throws -> Reply<Payload> {
    let before = ServiceContext.current?.traceContext?.traceparent ?? "none"
    try await Task.sleep(for: .milliseconds(1))
    let after = ServiceContext.current?.traceContext?.traceparent ?? "none"
    return Reply(Payload(before == after ? before : "\(before) and then \(after)"))
  }

  /// Takes requests and says how they end.
  func listen(_ requests: RequestStream<Payload>, replies: ReplyWriter<Payload>, context: ServerContext) async throws {
    context.onCancel { probe.count("onCancel") }
    do {
      while try await requests.next() != nil { probe.count("heard") }
    } catch {
      probe.count("\(error.code)")
      throw error
    }
  }

  /// Sleeps until it is cancelled.
  func sleep(_ request: Payload, context: ServerContext) async throws -> Reply<Payload> {
    context.onCancel { probe.count("onCancel") }
    probe.count("asleep")
    do { try await Task.sleep(for: .seconds(60)) } catch {
      probe.count(context.isCancelled ? "cancelled" : "only the task was cancelled")
      throw error
    }
    return Reply(request)
  }

  /// Takes nothing until the context is cancelled or the probe says "go", then takes everything.
  func hold(_ requests: RequestStream<Payload>, replies: ReplyWriter<Payload>, context: ServerContext) async throws {
    probe.count("holding")
    while probe["go"] == 0 { try await Task.sleep(for: .milliseconds(5)) }
    while let request = try await requests.next() {
      try await replies.write(Payload("", [UInt8(request.value.count & 0xFF)]))
    }
  }

  /// Does not end before the probe says "go", cancelled or not.
  func insist(_ requests: RequestStream<Payload>, replies: ReplyWriter<Payload>, context: ServerContext) async throws {
    probe.count("insisting")
    while probe["go"] == 0 { await Task.detached { try? await Task.sleep(for: .milliseconds(5)) }.value }
    probe.count("gone")
  }

  /// Writes without end.
  func flood(_ request: Payload, replies: ReplyWriter<Payload>, context: ServerContext) async throws {
    do {
      while true {
        try await replies.write(request)
        probe.count("written")
      }
    } catch {
      probe.count("flood ended")
      throw error
    }
  }

  /// Answers "tick" as long as no request comes within 20 ms, then the request.
  func race(_ requests: RequestStream<Payload>, replies: ReplyWriter<Payload>, context: ServerContext) async throws {
    while true {
      let winner = try await withThrowingTaskGroup(of: Payload?.self) { group in
        group.addTask {
          do { return try await requests.next() ?? Payload("end") } catch let error as RPCError
            where error.code == .cancelled
          {
            return nil
          }
        }
        group.addTask {
          try await Task.sleep(for: .milliseconds(20))
          return Payload("tick")
        }
        defer { group.cancelAll() }
        return try await group.next() ?? nil
      }
      guard let winner, winner.typeURL != "end" else { return }
      try await replies.write(winner)
    }
  }

  /// Says what the context knows, and sets metadata of every kind.
  func context(_ request: Payload, context: ServerContext) async throws -> Reply<Payload> {
    try context.initialMetadata.add("early", for: "x-initial")
    try context.trailingMetadata.add(binary: [0, 1, 254, 255], for: "x-trailing-bin")
    for name in ["x-text", "x-bytes-bin", "user-agent"] {
      probe.note("\(name)=\(context.metadata.texts(for: name))\(context.metadata.binaries(for: name))")
    }
    probe.note(
      "path=\(context.path) id=\(context.requestID) listener=\(context.listener) loop=\(context.loop.isInLoop)")
    probe.note("deadline=\(context.deadline != nil) peer=\(context.peer.prefix { $0 != ":" })")
    return Reply(Payload(context.requestID))
  }
}
