import Foundation
import Testing

@Suite("HTTP/1.1: curl", .serialized, .timeLimit(.minutes(2)))
struct CurlTests {
  /// Runs curl to its end, trusting whatever certificate; answers what it printed.
  private func curl(_ arguments: [String]) async throws -> String {
    try await Task.detached {
      let process = Process()
      process.executableURL = URL(filePath: "/usr/bin/env")
      process.arguments = ["curl", "-sSk", "--max-time", "30", "--noproxy", "*"] + arguments
      let output = Pipe()
      process.standardOutput = output
      process.standardError = output
      try process.run()
      let text = output.fileHandleForReading.readDataToEndOfFile()
      process.waitUntilExit()
      return String(decoding: text, as: UTF8.self)
    }.value
  }

  @Test(
    "speaks HTTP/1.1 where it wants to or offers nothing, and HTTP/2 by itself, with the same answers",
    arguments: [(["--http1.1"], "1.1"), (["--no-alpn"], "1.1"), ([], "2")])
  func versions(_ options: [String], _ version: String) async throws {
    let server = try DoorServer(secure: true)
    defer { server.stop() }
    let url = "https://127.0.0.1:\(server.port)/hello"
    #expect(try await curl(options + ["-w", " %{http_version} %{response_code}", url]) == "hello \(version) 200")
    #expect(try await curl(options + ["-w", " %{num_connects} ", url, url]) == "hello 1 hello 0 ")
  }

  @Test("speaks HTTP/1.0 with a connection for each request, and asks for heads alone")
  func oldVersion() async throws {
    let server = try DoorServer(secure: true)
    defer { server.stop() }
    let url = "https://127.0.0.1:\(server.port)/hello"
    let old = ["--http1.0", "--no-alpn"]
    #expect(try await curl(old + ["-w", " %{num_connects} ", url, url]) == "hello 1 hello 1 ")
    let head = try await curl(["--http1.1", "-I", url, "--next", "-sSk", "--noproxy", "*", "--http1.1", url])
    #expect(head.hasPrefix("HTTP/1.1 200 OK\r\n") && head.hasSuffix("\r\n\r\nhello"))
  }

  @Test("sends bodies of both framings, asks whether it may, and reads chunks", arguments: ["--http1.1", "--http2"])
  func bodies(_ option: String) async throws {
    let server = try DoorServer(secure: true)
    defer { server.stop() }
    let base = "https://127.0.0.1:\(server.port)"
    let file = FileManager.default.temporaryDirectory.appending(path: "curl-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: file) }
    try Data(repeating: 0x78, count: 3_000_000).write(to: file)
    let whole = try await curl([
      option, "--data-binary", "@\(file.path)", "-H", "Expect: 100-continue", "\(base)/collect",
    ])
    #expect(whole.hasPrefix("3000000 "))
    let chunked = try await curl([
      option, "-T", file.path, "-H", "Transfer-Encoding: chunked", "-X", "POST", "\(base)/collect",
    ])
    #expect(chunked == whole)
    #expect(try await curl([option, "\(base)/large/2000000"]).utf8.count == 2_000_000)
    #expect(try await curl([option, "--data-binary", "@\(file.path)", "\(base)/echo"]).utf8.count == 3_000_000)
  }

  @Test("without TLS it speaks either version to the same port")
  func clear() async throws {
    let server = try DoorServer()
    defer { server.stop() }
    let url = "http://127.0.0.1:\(server.port)/hello"
    #expect(try await curl(["-w", "%{http_version}", url]) == "hello1.1")
    #expect(try await curl(["--http2-prior-knowledge", "-w", "%{http_version}", url]) == "hello2")
    // An upgrade to HTTP/2 is offered in vain.
    #expect(try await curl(["--http2", "-w", "%{http_version}", url]) == "hello1.1")
  }
}
