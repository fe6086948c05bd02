import RPC
import WireFormat

typealias ProfileRequest = Spots_Bench_V1_ProfileRequest
typealias ProfileReply = Spots_Bench_V1_ProfileReply

/// Answers each request with the one reply there is and the request's own id.
struct BenchHandlers: BenchServer {
  let reply: ProfileReply
  /// Whether unary calls are answered without a task.
  let isSynchronous: Bool

  var methods: [RPCMethod] {
    let first: RPCMethod =
      isSynchronous
      ? .unary("Unary", synchronous: { request, _ in Reply(answer(to: request)) }) : .unary("Unary", unary(_:context:))
    return [
      first, .serverStreaming("ServerStream", serverStream(_:replies:context:)),
      .bidirectional("Bidi", bidi(_:replies:context:)),
    ]
  }

  func unary(_ request: ProfileRequest, context: ServerContext) async throws -> Reply<ProfileReply> {
    Reply(answer(to: request))
  }

  func serverStream(
    _ request: ProfileRequest, replies: ReplyWriter<ProfileReply>, context: ServerContext
  ) async throws {
    for _ in 0..<request.replies { try await replies.write(answer(to: request)) }
  }

  func bidi(
    _ requests: RequestStream<ProfileRequest>, replies: ReplyWriter<ProfileReply>, context: ServerContext
  ) async throws {
    for try await request in requests { try await replies.write(answer(to: request)) }
  }

  private func answer(to request: ProfileRequest) -> ProfileReply {
    var reply = reply
    reply.requestID = request.requestID
    return reply
  }
}
