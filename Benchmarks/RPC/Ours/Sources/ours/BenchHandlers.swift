import RPC
import WireFormat

typealias ProfileRequest = Spots_Bench_V1_ProfileRequest
typealias ProfileReply = Spots_Bench_V1_ProfileReply

/// Answers each request with the one reply there is and the request's own id.
final class BenchHandlers: BenchServer {
  private let reply: ProfileReply
  private let isSynchronous: Bool

  /// Handlers that answer with the reply, to unary calls without a task if told so.
  init(reply: ProfileReply, isSynchronous: Bool) {
    self.reply = reply
    self.isSynchronous = isSynchronous
  }

  var methods: [RPCMethod] {
    let first: RPCMethod =
      isSynchronous
      ? .unary("Unary", synchronous: { request, _ in self.answer(to: request) })
      : .unary("Unary", { try await self.unary($0, context: $1) })
    return [
      first, .serverStreaming("ServerStream", serverStream(_:replies:context:)),
      .bidirectional("Bidi", bidi(_:replies:context:)),
    ]
  }

  func unary(_ request: ProfileRequest, context: ServerContext) async throws -> Reply<ProfileReply> {
    answer(to: request)
  }

  func serverStream(
    _ request: ProfileRequest, replies: ReplyWriter<ProfileReply>, context: ServerContext
  ) async throws {
    for _ in 0..<request.replies { try await replies.write(message(to: request)) }
  }

  func bidi(
    _ requests: RequestStream<ProfileRequest>, replies: ReplyWriter<ProfileReply>, context: ServerContext
  ) async throws {
    for try await request in requests { try await replies.write(message(to: request)) }
  }

  // Not by `message(to:)`: the compiler copies the whole reply once more when it is handed on.
  private func answer(to request: ProfileRequest) -> Reply<ProfileReply> {
    var reply = self.reply
    reply.requestID = request.requestID
    return Reply(reply)
  }

  private func message(to request: ProfileRequest) -> ProfileReply {
    var reply = self.reply
    reply.requestID = request.requestID
    return reply
  }
}
