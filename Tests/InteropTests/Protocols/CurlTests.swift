import Foundation
import Testing

/// What `curl`, which knows nothing of calls, gets from a server that speaks Connect and gRPC-Web.
@Suite("curl calls", .timeLimit(.minutes(5)))
struct CurlTests {
  /// Runs `curl` against the service and answers its output, behind which stands the HTTP status.
  static func curl(_ port: UInt16, _ method: String, _ arguments: [String]) async throws -> String {
    let run = try await ProgramRun.run(
      URL(filePath: "/usr/bin/curl"),
      ["-sS", "--cacert", Place.authority, "--max-time", "60", "-w", "\n%{http_version} %{http_code}"] + arguments
        + ["https://localhost:\(port)/grpc.testing.TestService/\(method)"])
    #expect(run.status == 0, "\(run.output)")
    return run.output
  }

  static let json = ["-H", "content-type: application/json"]

  @Test("a method by posting JSON, with either HTTP", arguments: [("--http2", "2"), ("--http1.1", "1.1")])
  func unary(_ option: String, _ version: String) async throws {
    let server = try await ServingProgram.interopServer()
    let answer = try await Self.curl(
      server.port, "UnaryCall", Self.json + [option, "-d", #"{"responseSize":4}"#])
    #expect(answer.hasPrefix(#"{"payload":{"body":"AAAAAA=="}}"#), "\(answer)")
    #expect(answer.hasSuffix("\n\(version) 200"), "\(answer)")
    #expect(try await server.stop(with: SIGTERM) == 0)
  }

  @Test("and is told what is wrong with a request, with the status of HTTP that fits")
  func errors() async throws {
    let server = try await ServingProgram.interopServer()
    let wrong = try await Self.curl(server.port, "UnaryCall", Self.json + ["-d", #"{"responseSise":4}"#])
    #expect(wrong.contains(#""code":"invalid_argument""#) && wrong.contains("responseSize"), "\(wrong)")
    #expect(wrong.hasSuffix(" 400"))
    let none = try await Self.curl(server.port, "UnimplementedCall", Self.json + ["-d", "{}"])
    #expect(none.contains(#""code":"unimplemented""#) && none.hasSuffix(" 501"), "\(none)")
    let status = #"{"responseStatus":{"code":5,"message":"gone"}}"#
    let asked = try await Self.curl(server.port, "UnaryCall", Self.json + ["-d", status])
    #expect(asked.hasPrefix(#"{"code":"not_found","message":"gone"}"#) && asked.hasSuffix(" 404"), "\(asked)")
    #expect(try await server.stop(with: SIGTERM) == 0)
  }

  @Test("a stream, whose last message has the end", arguments: ["--http2", "--http1.1"])
  func stream(_ option: String) async throws {
    let server = try await ServingProgram.interopServer()
    let request = Data(#"{"responseParameters":[{"size":3},{"size":3}]}"#.utf8)
    let file = FileManager.default.temporaryDirectory.appending(path: "curl-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: file) }
    try (Data([0, 0, 0, 0, UInt8(request.count)]) + request).write(to: file)
    let answer = try await Self.curl(
      server.port, "StreamingOutputCall",
      ["-H", "content-type: application/connect+json", option, "--data-binary", "@\(file.path)"])
    #expect(answer.components(separatedBy: #"{"payload":{"body":"AAAA"}}"#).count == 3, "\(answer)")
    #expect(answer.contains(#"{"metadata":{"x-request-id":[""#), "\(answer)")
    #expect(try await server.stop(with: SIGTERM) == 0)
  }

  @Test("gRPC-Web in base64", arguments: ["--http2", "--http1.1"])
  func grpcWebText(_ option: String) async throws {
    let server = try await ServingProgram.interopServer()
    let empty = Data([0, 0, 0, 0, 0]).base64EncodedString()
    let answer = try await Self.curl(
      server.port, "EmptyCall", ["-H", "content-type: application/grpc-web-text", option, "-d", empty])
    let body = try #require(answer.split(separator: "\n").first)
    #expect(body.hasPrefix(empty))
    let trailers = try #require(Data(base64Encoded: String(body.dropFirst(empty.count))))
    #expect(trailers.first == 0x80)
    #expect(String(decoding: trailers.dropFirst(5), as: UTF8.self).contains("grpc-status: 0\r\n"))
    #expect(try await server.stop(with: SIGTERM) == 0)
  }
}
