import Foundation
import GRPCCore
import GRPCNIOTransportHTTP2Posix
import GRPCProtobuf
import NIOPosix

/// The service on grpc-swift-2: `grpcswift PORT CERT KEY REPLY` serves what the file REPLY holds.
@main
struct GRPCSwiftSide {
  static func main() async throws {
    let arguments = CommandLine.arguments
    guard arguments.count == 5, let port = Int(arguments[1]) else {
      print("expected PORT CERT KEY REPLY")
      exit(64)
    }
    let reply = try Spots_Bench_V1_ProfileReply(
      serializedBytes: Data(contentsOf: URL(fileURLWithPath: arguments[4])))
    let server = GRPCServer(
      transport: .http2NIOPosix(
        address: .ipv4(host: "127.0.0.1", port: port),
        transportSecurity: .tls(
          certificateChain: [.file(path: arguments[2], format: .pem)],
          privateKey: .file(path: arguments[3], format: .pem)),
        eventLoopGroup: MultiThreadedEventLoopGroup(numberOfThreads: 1)),
      services: [BenchService(reply: reply)])
    try await server.serve()
  }
}

struct BenchService: Spots_Bench_V1_Bench.SimpleServiceProtocol {
  let reply: Spots_Bench_V1_ProfileReply

  func answer(_ request: Spots_Bench_V1_ProfileRequest) -> Spots_Bench_V1_ProfileReply {
    var reply = reply
    reply.requestID = request.requestID
    return reply
  }

  func unary(
    request: Spots_Bench_V1_ProfileRequest, context: ServerContext
  ) async throws -> Spots_Bench_V1_ProfileReply {
    answer(request)
  }

  func serverStream(
    request: Spots_Bench_V1_ProfileRequest, response: RPCWriter<Spots_Bench_V1_ProfileReply>, context: ServerContext
  ) async throws {
    for _ in 0..<request.replies { try await response.write(answer(request)) }
  }

  func bidi(
    request: RPCAsyncSequence<Spots_Bench_V1_ProfileRequest, any Error>,
    response: RPCWriter<Spots_Bench_V1_ProfileReply>, context: ServerContext
  ) async throws {
    for try await message in request { try await response.write(answer(message)) }
  }
}
