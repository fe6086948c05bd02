import EventLoop
import Testing
import Transport

@testable import RPC

@Suite("The states of a call", .timeLimit(.minutes(2)))
struct CallStateTests {
  @Test("an answer is headers, messages, trailers, or trailers alone, and nothing after them")
  func response() {
    var state = ResponseState()
    #expect(state.message() == .sendHeadersAndMessage)
    #expect(state.message() == .sendMessage)
    #expect(state.end() == .sendTrailers)
    #expect(state.message() == .drop)
    #expect(state.end() == .nothing)
    var empty = ResponseState()
    #expect(empty.end() == .sendTrailersOnly)
    #expect(empty.hasEnded)
    #expect(empty.headers() == false)
  }

  @Test("headers go once, before messages and trailers")
  func headers() {
    var early = ResponseState()
    #expect(early.headers() == true)
    #expect(early.headers() == false)
    #expect(early.message() == .sendMessage)
    #expect(early.end() == .sendTrailers)
    var late = ResponseState()
    _ = late.message()
    #expect(late.headers() == false)
    var empty = ResponseState()
    _ = empty.headers()
    #expect(empty.end() == .sendTrailers)
  }

  @Test("a method with one request gets exactly one")
  func soleRequest() throws {
    var none = SoleRequest()
    #expect(throws: RPCError.self) { try none.finish() }
    var one = SoleRequest()
    let message = ReceivedMessage(bytes: [1], isCompressed: false)
    try one.receive(message)
    #expect(try one.finish() == message)
    var two = SoleRequest()
    try two.receive(message)
    let error = #expect(throws: RPCError.self) { try two.receive(message) }
    #expect(error?.code == .unimplemented)
  }

  @Test("a client reads metadata, then the status from the trailers")
  func reply() throws {
    var state = ReplyState()
    let headers = [
      HeaderField(":status", "200"), HeaderField("content-type", "application/grpc"), HeaderField("a", "1"),
    ]
    var metadata = Metadata()
    try metadata.add("1", for: "a")
    #expect(state.headers(headers, endsStream: false) == .initialMetadata)
    #expect(StatusTrailers.metadata(in: headers) == metadata)
    let end = state.end(trailers: [
      HeaderField("grpc-status", "5"), HeaderField("grpc-message", "no%20such"), HeaderField("a", "1"),
    ])
    #expect(end.status == Status(code: .notFound, message: "no such"))
    #expect(StatusTrailers.metadata(in: end.fields) == metadata)
  }

  @Test("a client reads a status that comes with the headers")
  func trailersOnly() {
    var state = ReplyState()
    let headers = [HeaderField(":status", "200"), HeaderField("grpc-status", "12")]
    #expect(state.headers(headers, endsStream: true) == .wholeAnswer)
    #expect(state.end(trailers: []).status.code == .unimplemented)
  }

  @Test("a status in headers that do not end the stream is none", arguments: ["0", "5"])
  func earlyStatus(code: String) {
    let headers = [
      HeaderField(":status", "200"), HeaderField("content-type", "application/grpc"), HeaderField("grpc-status", code),
    ]
    var state = ReplyState()
    #expect(state.headers(headers, endsStream: false) == .initialMetadata)
    #expect(state.end(trailers: [HeaderField("grpc-status", "9")]).status.code == .failedPrecondition)
    #expect(state.end(trailers: []).status.code == .unknown)
    let foreign = [HeaderField(":status", "503"), HeaderField("grpc-status", code)]
    guard case .fail(let error) = state.headers(foreign, endsStream: false) else {
      Issue.record("not refused")
      return
    }
    #expect(error.code == .unavailable)
  }

  @Test("a stream that fails, or a call that ends CANCELLED, once its deadline has passed was ended by that")
  func expiry() {
    func end(_ code: StatusCode, isStreamFailure: Bool) -> AttemptEnd {
      AttemptEnd(
        status: Status(code: code), trailers: [], reach: .possible, isStreamFailure: isStreamFailure)
    }
    let (past, future) = (MonotonicTime.now(), MonotonicTime.now() + .seconds(3600))
    for code in [StatusCode.cancelled, .internal, .unavailable] {
      #expect(end(code, isStreamFailure: true).isExpiry(of: past))
      #expect(!end(code, isStreamFailure: true).isExpiry(of: future))
      #expect(!end(code, isStreamFailure: true).isExpiry(of: nil))
      #expect(end(code, isStreamFailure: false).isExpiry(of: past) == (code == .cancelled))
    }
  }

  @Test(
    "an answer that is not gRPC's says its HTTP status",
    arguments: [
      ("400", StatusCode.internal), ("401", .unauthenticated), ("404", .unimplemented), ("503", .unavailable),
      ("302", .unknown),
    ])
  func http(status: String, code: StatusCode) {
    var state = ReplyState()
    guard case .fail(let error) = state.headers([HeaderField(":status", status)], endsStream: true) else {
      Issue.record("not refused")
      return
    }
    #expect(error.code == code)
    #expect(error.message.contains(status))
  }

  @Test("a status out of range is UNKNOWN and keeps its text", arguments: ["17", "-1", "x", ""])
  func foreignStatus(value: String) {
    let status = StatusTrailers.status(in: [HeaderField("grpc-status", value), HeaderField("grpc-message", "why")])
    #expect(status?.code == .unknown)
    #expect(status?.message.contains("why") == true)
  }

  @Test("a status with details comes back from its trailers; unreadable details do not hide it")
  func details() {
    var info = GoogleRPCErrorInfo()
    info.reason = "RATE_LIMITED"
    let error = RPCError.resourceExhausted("later", details: [info])
    let fields = StatusTrailers.fields(for: error.status)
    #expect(StatusTrailers.status(in: fields) == error.status)
    let broken = fields.map { $0.name == "grpc-status-details-bin" ? HeaderField($0.name, "!!") : $0 }
    #expect(StatusTrailers.status(in: broken) == Status(code: .resourceExhausted, message: "later"))
  }

  @Test("every reset code has a status", arguments: 0...14)
  func resets(code: Int) {
    let error = StreamFailure.error(for: .reset(ErrorCode(rawValue: UInt32(code)), by: .peer))
    #expect(error.code != .ok)
    #expect(error.message.contains("\(ErrorCode(rawValue: UInt32(code)))"))
  }

  @Test("a wait grows up to the maximum and stays within its jitter")
  func backoff() {
    let backoff = Backoff(initial: .seconds(1), multiplier: 2, jitter: 0.5, maximum: .seconds(10))
    #expect(backoff.wait(failures: 1, chance: 0.5) == .seconds(1))
    #expect(backoff.wait(failures: 4, chance: 0.5) == .seconds(8))
    #expect(backoff.wait(failures: 1_000_000, chance: 0.5) == .seconds(10))
    #expect(backoff.wait(failures: 1, chance: 0) == .milliseconds(500))
  }
}
