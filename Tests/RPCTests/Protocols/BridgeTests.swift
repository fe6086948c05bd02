import EventLoop
import HTTP2
import Testing
import Transport
import WireFormat

@testable import RPC

/// What every protocol beside gRPC has from the call behind it.
@Suite("calls in other protocols", .timeLimit(.minutes(2)))
struct BridgeTests {
  @Test("a caller who leaves cancels the handler")
  func cancellation() async throws {
    try await LiveServer.run(http2: .impatient, protocols: [.grpcWeb]) { live in
      let answer = try await RawCall.send(
        to: live, ["content-type": "application/grpc-web", ":path": "/test.Echo/Listen"],
        pieces: [[0, 0, 0, 0, 9, 1]], ends: false)
      #expect("\(answer.reason)".contains("CANCEL"))
      #expect(await live.probe.reaches("onCancel"))
      #expect(await live.probe.reaches("CANCELLED"))
      #expect(await eventually { live.server.counters.openCalls == 0 })
    }
  }

  @Test("a deadline that passes ends the call with its status")
  func deadline() async throws {
    try await LiveServer.run(protocols: [.grpcWeb]) { live in
      let answer = try await RawCall.send(
        to: live, ["content-type": "application/grpc-web", ":path": "/test.Echo/Sleep", "grpc-timeout": "20m"],
        pieces: [RawCall.frame(Payload("a"))])
      let text = String(decoding: GRPCWebTests.frames(answer.data).first?.body ?? [], as: UTF8.self)
      #expect(text.contains("grpc-status: 4\r\n"))
      #expect(await live.probe.reaches("cancelled"))
    }
  }

  @Test("a writer waits for a caller who does not read, and the window opens as the handler takes")
  func backpressure() async throws {
    var http2 = HTTP2Limits.server
    http2.connection.stalledStreamTimeout = .milliseconds(400)
    try await LiveServer.run(http2: http2, protocols: [.grpcWeb]) { live in
      let request = Payload("", [UInt8](repeating: 1, count: 10_000))
      let answer = try await RawCall.send(
        to: live, ["content-type": "application/grpc-web", ":path": "/test.Echo/Flood"],
        pieces: [RawCall.frame(request)], consumes: false)
      #expect(answer.reason != .endStream)
      #expect(await live.probe.reaches("flood ended"))
      // The client's window and the send buffer, and not what the handler could have written in that time.
      #expect(live.probe["written"] < 40)
    }
  }

  @Test("requests larger than the limit are refused as gRPC's are")
  func limit() async throws {
    var limits = RPCLimits()
    limits.maxRequestMessageBytes = 100
    try await LiveServer.run(limits: limits, protocols: [.grpcWeb]) { live in
      let answer = try await RawCall.send(
        to: live, ["content-type": "application/grpc-web"], pieces: [[0, 0, 0, 1, 0]], ends: false)
      let text = String(decoding: GRPCWebTests.frames(answer.data).first?.body ?? [], as: UTF8.self)
      #expect(text.contains("grpc-status: 8\r\n"))
    }
  }

  @Test("a protocol of one's own names the method and renders the answer")
  func own() async throws {
    let door = CallProtocol(name: "shout") { request, offer in
      guard request.path == "/shout", offer["/test.Notes/Write"] != nil else { return .other }
      guard request.method == "POST" else { return .answer(HTTPAnswer(405, text: "POST it.")) }
      return .call(
        TranslatedRequest(
          path: "/test.Notes/Write", fields: request.metadata() + [HeaderField("x-sent", "by hand")],
          translation: Shout()))
    }
    try await LiveServer.run(services: [NoteService()], protocols: [door, .grpcWeb]) { live in
      let answer = try await RawCall.send(
        to: live, [":path": "/shout", "content-type": "text/plain"], pieces: [[1, 2]])
      #expect(answer.headers[":status"] == "200")
      #expect(answer.headers["x-early"] == "early")
      let text = String(decoding: answer.data, as: UTF8.self)
      #expect(text == #"OK {"reason":"2 bytes","metadata":{"sent":"by hand"}}"#)
      let other = try await RawCall.send(to: live, [":path": "/shout", ":method": "GET", "content-type": nil])
      #expect(other.headers[":status"] == "405")
    }
  }
}

/// Makes a note of how long the body is, and answers with status and JSON.
private final class Shout: CallTranslation {
  private var body = GatheredBody()
  private var initial: [HeaderField] = []
  private var json: [UInt8] = []

  func received(_ data: UnsafeRawBufferPointer, _ call: CallBridge) {
    call.consume(data.count)
    do throws(RPCError) { try body.take(data, limit: call.limits.maxRequestMessageBytes) } catch { call.fail(error) }
  }

  func receivedEnd(_ call: CallBridge) {
    do throws(RPCError) {
      let request = try call.request(json: Array(#"{"reason": "\#(body.count) bytes"}"#.utf8))
      var message = GatheredBody(request)
      call.receive(frame: message.takeFrame(isCompressed: false), takenFrom: 0)
      call.endRequests()
    } catch {
      call.fail(error)
    }
  }

  func begins(_ metadata: [HeaderField], _ compression: CompressionAlgorithm?, _ call: CallBridge) {
    initial = metadata
  }

  func reply(_ frame: [UInt8], _ call: CallBridge) {
    do throws(RPCError) { json = try call.json(reply: Array(frame.dropFirst(5))) } catch { call.fail(error) }
  }

  func ends(_ status: Status, _ metadata: [HeaderField], _ call: CallBridge) {
    call.respond(200, initial)
    call.send(Array("\(status.code) ".utf8) + json, endStream: true)
  }
}

extension HTTP2Limits {
  /// Ends streams that stop in the middle of a message soon.
  static var impatient: HTTP2Limits {
    var limits = HTTP2Limits.server
    limits.connection.stalledStreamTimeout = .milliseconds(200)
    return limits
  }
}
