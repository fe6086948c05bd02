import EventLoop
import Testing
import Transport

@testable import RPC

@Suite("Headers of requests", .timeLimit(.minutes(2)))
struct RequestHeadersTests {
  private let headers = RequestHeaders(
    .plaintext(host: "localhost", port: 1), userAgent: "test", compression: CompressionPolicy())

  private func attempt(
    path: String = "/a.B/C", deadline: Int64? = nil, metadata: KeyValuePairs<String, String> = [:], previous: Int = 0
  ) throws -> CallAttempt {
    var fields = Metadata()
    for (name, value) in metadata { try fields.add(value, for: name) }
    let head = CallHead(
      path: path, deadline: deadline.map { MonotonicTime(nanoseconds: $0) }, encoding: nil, waitsForReady: false,
      metadata: fields)
    return CallAttempt(
      head, previousAttempts: previous, maxReplyBytes: 1, accepted: [], began: MonotonicTime(nanoseconds: 0),
      owner: UnaryCaller())
  }

  @Test("a timeout that comes again may be indexed, one that does not may not")
  func timeouts() throws {
    let now = MonotonicTime(nanoseconds: 1_000)
    #expect(headers.timeout(of: try attempt(), now: now) == nil)
    let first = headers.timeout(of: try attempt(deadline: 3_001_000), now: now)
    #expect(first == HeaderField("grpc-timeout", "3000000n", isSensitive: true))
    #expect(
      headers.timeout(of: try attempt(deadline: 3_001_500), now: MonotonicTime(nanoseconds: 1_500))
        == HeaderField("grpc-timeout", "3000000n"))
    #expect(
      headers.timeout(of: try attempt(deadline: 3_001_001), now: now)
        == HeaderField("grpc-timeout", "3000001n", isSensitive: true))
    #expect(headers.timeout(of: try attempt(deadline: 0), now: now)?.value == "0n")
  }

  @Test("calls that say the same have the same headers, others their own")
  func kept() throws {
    let first = headers.headers(of: try attempt(metadata: ["x": "1"]))
    #expect(headers.headers(of: try attempt(deadline: 5, metadata: ["x": "1"])) === first)
    #expect(headers.headers(of: try attempt(metadata: ["x": "2"])) !== first)
    #expect(headers.headers(of: try attempt(path: "/a.B/D", metadata: ["x": "1"])) !== first)
    #expect(headers.headers(of: try attempt(metadata: ["x": "1"], previous: 1)) !== first)
    #expect(headers.headers(of: try attempt(metadata: ["x": "1"])) === first)
    headers.forget()
    #expect(headers.headers(of: try attempt(metadata: ["x": "1"])) !== first)
  }

  @Test("only the headers of a few calls are kept, the newest")
  func bounded() throws {
    let first = headers.headers(of: try attempt(metadata: ["x": "0"]))
    for number in 1...8 { _ = headers.headers(of: try attempt(metadata: ["x": "\(number)"])) }
    #expect(headers.headers(of: try attempt(metadata: ["x": "0"])) !== first)
  }
}
