import RPC
import WireFormat

/// A message with an ordinary JSON form.
typealias Note = GoogleRPCErrorInfo

extension Note {
  init(_ reason: String, domain: String = "") {
    self.init()
    self.reason = reason
    self.domain = domain
  }
}

/// A service of a method of every kind, whose messages are objects in JSON.
struct NoteService: RPCService {
  let serviceName = "test.Notes"

  var methods: [RPCMethod] {
    [
      RPCMethod.unary("Read", write).freeOfSideEffects(), .unary("Write", write), .unary("Fail", fail),
      .serverStreaming("Expand", expand), .clientStreaming("Collect", collect), .bidirectional("Chat", chat),
    ]
  }

  /// The request; with metadata at both ends, and the peer's `x-sent` in it.
  func write(_ request: Note, context: ServerContext) async throws -> Reply<Note> {
    try context.initialMetadata.add("early", for: "x-early")
    try context.trailingMetadata.add("late", for: "x-late")
    var reply = request
    if let sent = context.metadata["x-sent"] { reply.metadata["sent"] = sent }
    if let deadline = context.deadline { reply.metadata["deadline"] = deadline > context.started ? "set" : "past" }
    return Reply(reply)
  }

  /// Ends with the code that the reason is the number of.
  func fail(_ request: Note, context: ServerContext) async throws -> Reply<Note> {
    let code = Int(request.reason).flatMap(StatusCode.init) ?? .unknown
    throw RPCError(code, "ä: as asked", details: [request])
  }

  /// The request, as often as its domain says; with the reason "fail" an error after these.
  func expand(_ request: Note, replies: ReplyWriter<Note>, context: ServerContext) async throws {
    for _ in 0..<(Int(request.domain) ?? 0) { try await replies.write(request) }
    if request.reason == "fail" { throw RPCError.outOfRange("no more") }
  }

  /// The reasons in a row.
  func collect(_ requests: RequestStream<Note>, context: ServerContext) async throws -> Reply<Note> {
    var all = Note()
    for try await request in requests { all.reason += request.reason }
    return Reply(all)
  }

  func chat(_ requests: RequestStream<Note>, replies: ReplyWriter<Note>, context: ServerContext) async throws {
    for try await request in requests { try await replies.write(request) }
  }
}
