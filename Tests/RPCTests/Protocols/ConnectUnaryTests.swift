import Testing
import Transport
import WireFormat

@testable import RPC

/// Unary calls of Connect by hand, against a real server.
@Suite("Connect, unary", .timeLimit(.minutes(2)))
struct ConnectUnaryTests {
  static func run(limits: RPCLimits = RPCLimits(), _ body: (LiveServer) async throws -> Void) async throws {
    try await LiveServer.run(limits: limits, services: [NoteService()], protocols: [.grpcWeb, .connect], body)
  }

  static func send(
    _ live: LiveServer, _ method: String, _ json: String, _ changes: [String: String?] = [:]
  ) async throws -> RawAnswer {
    let fields: [String: String?] = [":path": "/test.Notes/\(method)", "content-type": "application/json", "te": nil]
    return try await RawCall.send(to: live, fields.merging(changes) { $1 }, pieces: [Array(json.utf8)])
  }

  static func get(
    _ live: LiveServer, _ query: String, method: String = "Read", _ changes: [String: String?] = [:]
  ) async throws -> RawAnswer {
    let fields: [String: String?] = [
      ":method": "GET", ":path": "/test.Notes/\(method)?\(query)", "content-type": nil, "te": nil,
    ]
    return try await RawCall.send(to: live, fields.merging(changes) { $1 })
  }

  @Test("JSON both ways; metadata are fields, trailing ones behind a prefix")
  func json() async throws {
    try await Self.run { live in
      let answer = try await Self.send(live, "Write", #"{"reason":"a"}"#, ["x-sent": "b"])
      #expect(answer.headers[":status"] == "200")
      #expect(answer.headers["content-type"] == "application/json")
      #expect(answer.headers["content-length"] == "\(answer.data.count)")
      #expect(answer.headers["x-early"] == "early")
      #expect(answer.headers["trailer-x-late"] == "late")
      #expect(answer.headers["trailer-x-request-id"] != nil)
      #expect(String(decoding: answer.data, as: UTF8.self) == #"{"reason":"a","metadata":{"sent":"b"}}"#)
    }
  }

  @Test("the binary form both ways, also of a message without bytes")
  func proto() async throws {
    try await Self.run { live in
      let fields: [String: String?] = [
        ":path": "/test.Notes/Write", "content-type": "application/proto", "connect-protocol-version": "1",
      ]
      let bytes = Note("a", domain: "b").serializedBytes()
      let answer = try await RawCall.send(to: live, fields, pieces: [Array(bytes[..<2]), Array(bytes[2...])])
      #expect(answer.headers["content-type"] == "application/proto")
      #expect(try Note(serializedBytes: answer.data) == Note("a", domain: "b"))
      let empty = try await RawCall.send(to: live, fields)
      #expect(empty.headers[":status"] == "200")
      #expect(empty.data.isEmpty)
    }
  }

  @Test(
    "every code has its HTTP status and name; details have type, bytes and, known, JSON", arguments: StatusCode.allCases
  )
  func errors(_ code: StatusCode) async throws {
    guard code != .ok else { return }
    try await Self.run { live in
      let answer = try await Self.send(live, "Fail", #"{"reason":"\#(code.rawValue)"}"#)
      #expect(answer.headers[":status"] == "\(code.connectHTTPStatus)")
      #expect(answer.headers["content-type"] == "application/json")
      let error = try GoogleProtobufStruct(jsonUTF8Bytes: answer.data)
      #expect(error.fields["code"]?.kind == .stringValue(code.connectName))
      #expect(error.fields["message"]?.kind == .stringValue("ä: as asked"))
      let value = Base64.encode(Note("\(code.rawValue)").serializedBytes(), isPadded: false)
      let detail =
        #"{"debug":{"reason":"\#(code.rawValue)"},"type":"google.rpc.ErrorInfo","value":"\#(value)"}"#
      #expect(String(decoding: answer.data, as: UTF8.self).contains(detail))
    }
  }

  @Test(
    "a body that is no such message is refused with the place and what is allowed",
    arguments: [
      (#"{"reson":"a"}"#, #"unknown field "reson"; allowed are reason, domain, metadata"#),
      (#"{"reason":1}"#, "expected a string"), ("", "expected an object"), ("{", "not JSON"),
      (#"{"reason":"a","reason":"b"}"#, #"field "reason" is given twice"#),
    ])
  func badJSON(_ body: String, _ reason: String) async throws {
    try await Self.run { live in
      let answer = try await Self.send(live, "Write", body)
      #expect(answer.headers[":status"] == "400")
      let error = try GoogleProtobufStruct(jsonUTF8Bytes: answer.data)
      guard case .stringValue(let message) = error.fields["message"]?.kind else {
        Issue.record("no message")
        return
      }
      #expect(message.hasPrefix("the request is not a google.rpc.ErrorInfo") && message.contains(reason), "\(message)")
    }
  }

  @Test(
    "a version, a time-out or a compression that is not known is refused; what is allowed is said",
    arguments: [
      ("connect-protocol-version", "2", "400", #"allowed is "1""#),
      ("connect-timeout-ms", "1.5", "400", "one to ten digits"),
      ("connect-timeout-ms", "12345678901", "400", "one to ten digits"),
      ("connect-timeout-ms", "-1", "400", "one to ten digits"), ("connect-timeout-ms", "0", "504", "deadline"),
      ("content-encoding", "br", "501", "accepted: identity,gzip,deflate"),
    ])
  func badFields(_ name: String, _ value: String, _ status: String, _ reason: String) async throws {
    try await Self.run { live in
      let answer = try await Self.send(live, "Write", "{}", [name: value])
      #expect(answer.headers[":status"] == status)
      #expect(String(decoding: answer.data, as: UTF8.self).replacing(#"\""#, with: "\"").contains(reason))
      #expect((answer.headers["accept-encoding"] != nil) == (name == "content-encoding"))
    }
  }

  @Test("the longest time-out is a deadline")
  func longTimeout() async throws {
    try await Self.run { live in
      let answer = try await Self.send(live, "Write", "{}", ["connect-timeout-ms": "9999999999"])
      #expect(String(decoding: answer.data, as: UTF8.self).contains(#""deadline":"set""#))
    }
  }

  @Test("gzip both ways, of JSON and of bytes; small answers stay plain", arguments: ["json", "proto"])
  func compression(_ codec: String) async throws {
    let note = Note(String(repeating: "a", count: 5000))
    let message = codec == "json" ? try note.jsonUTF8Bytes() : note.serializedBytes()
    let frame = MessageCompressor(level: 1).compress(MessageFrame(encoded: message), with: .gzip, mayGrow: true)
    try await Self.run { live in
      let fields: [String: String?] = [
        ":path": "/test.Notes/Write", "content-type": "application/\(codec)", "content-encoding": "gzip",
        "accept-encoding": "br;q=1.0, deflate;q=0, gzip;q=0.5",
      ]
      let answer = try await RawCall.send(to: live, fields, pieces: [Array(frame.bytes.dropFirst(5))])
      #expect(answer.headers[":status"] == "200")
      #expect(answer.headers["content-encoding"] == "gzip")
      #expect(answer.headers["vary"] == "accept-encoding")
      #expect(answer.data.count < 1000)
      #expect(try MessageCompressor(level: 1).expand(answer.data, with: .gzip, limit: 10_000) == message)
      let plain = try await RawCall.send(
        to: live, fields.merging(["accept-encoding": nil]) { $1 }, pieces: [Array(frame.bytes.dropFirst(5))])
      #expect(plain.headers["content-encoding"] == nil)
      #expect(plain.data == message)
    }
  }

  @Test("a body larger than the limit is refused, before and after it is expanded", arguments: ["json", "proto"])
  func limit(_ codec: String) async throws {
    var limits = RPCLimits()
    limits.maxRequestMessageBytes = 1000
    let bomb = MessageCompressor(level: 1).compress(
      MessageFrame(encoded: [UInt8](repeating: 0x20, count: 50_000)), with: .gzip, mayGrow: true)
    try await Self.run(limits: limits) { live in
      let fields: [String: String?] = [":path": "/test.Notes/Write", "content-type": "application/\(codec)"]
      let large = try await RawCall.send(
        to: live, fields, pieces: [[UInt8](repeating: 0x20, count: 1001)], ends: false)
      #expect(large.headers[":status"] == "429")
      let expanded = try await RawCall.send(
        to: live, fields.merging(["content-encoding": "gzip"]) { $1 }, pieces: [Array(bomb.bytes.dropFirst(5))])
      #expect(expanded.headers[":status"] == "429")
    }
  }

  @Test("what is no call of a method is answered with what would be one")
  func refusals() async throws {
    try await Self.run { live in
      let codec = try await Self.send(live, "Write", "{}", ["content-type": "application/xml"])
      #expect(codec.headers[":status"] == "415")
      #expect(codec.headers["accept-post"]?.contains("application/json") == true)
      let stream = try await Self.send(live, "Expand", "{}")
      #expect(stream.headers[":status"] == "415")
      #expect(stream.headers["accept-post"]?.contains("application/connect+json") == true)
      let unary = try await Self.send(live, "Write", "{}", ["content-type": "application/connect+json"])
      #expect(unary.headers[":status"] == "415")
      let method = try await Self.send(live, "Write", "{}", [":method": "DELETE"])
      #expect(method.headers[":status"] == "405")
      #expect(method.headers["allow"] == "POST")
      let unknown = try await Self.send(live, "Forget", "{}")
      #expect(unknown.headers[":status"] == "404")
      #expect(String(decoding: unknown.data, as: UTF8.self).contains(#""code":"unimplemented""#))
      let page = try await Self.send(live, "Write", "{}", [":path": "/index"])
      #expect(page.headers[":status"] == "415")
      #expect(String(decoding: page.data, as: UTF8.self).contains("speaks gRPC"))
    }
  }

  @Test("a method that changes nothing is called by GET; its message is in the query, plain or in base64")
  func get() async throws {
    try await Self.run { live in
      let plain = try await Self.get(live, "connect=v1&encoding=json&message=%7B%22reason%22%3A%22a+b%22%7D")
      #expect(plain.headers[":status"] == "200")
      #expect(String(decoding: plain.data, as: UTF8.self) == #"{"reason":"a b"}"#)
      let bytes = Base64.encode(Note("a").serializedBytes(), isPadded: false)
      let proto = try await Self.get(live, "message=\(bytes)&base64=1&encoding=proto")
      #expect(try Note(serializedBytes: proto.data) == Note("a"))
      let zipped = MessageCompressor(level: 1).compress(
        MessageFrame(encoded: Note("zip").serializedBytes()), with: .gzip, mayGrow: true)
      let text = Base64.encode(Array(zipped.bytes.dropFirst(5))).replacing("+", with: "-").replacing("/", with: "_")
        .replacing("=", with: "%3D")
      let expanded = try await Self.get(live, "encoding=proto&compression=gzip&base64=1&message=\(text)")
      #expect(try Note(serializedBytes: expanded.data) == Note("zip"))
    }
  }

  @Test(
    "a query that is no call is refused",
    arguments: [
      ("connect=v1&encoding=json", "400"), ("connect=v1&encoding=json&message=*&base64=1", "400"),
      ("connect=v2&encoding=json&message=%7B%7D", "400"), ("encoding=xml&message=%7B%7D", "415"), ("", "415"),
      ("encoding=json&message=%7", "415"), ("encoding=json&compression=br&message=%7B%7D", "501"),
    ])
  func badQuery(_ query: String, _ status: String) async throws {
    try await Self.run { live in
      let answer = try await Self.get(live, query)
      #expect(answer.headers[":status"] == status)
    }
  }

  @Test("a method that changes something is not called by GET")
  func getOfWriting() async throws {
    try await Self.run { live in
      let answer = try await Self.get(live, "encoding=json&message=%7B%7D", method: "Write")
      #expect(answer.headers[":status"] == "405")
      #expect(answer.headers["allow"] == "POST")
      let read = try await Self.send(live, "Read", "{}", [":method": "PUT"])
      #expect(read.headers["allow"] == "GET, POST")
    }
  }

  @Test("a reply that has no JSON form is an error of the server")
  func unwritable() async throws {
    try await Self.run { live in
      let answer = try await RawCall.send(
        to: live, [":path": "/test.Echo/Unary", "content-type": "application/json"],
        pieces: [Array(#"{"@type":"type.googleapis.com/google.protobuf.Empty"}"#.utf8)])
      #expect(answer.headers[":status"] == "200")
      let context = try await RawCall.send(
        to: live, [":path": "/test.Echo/Context", "content-type": "application/json"], pieces: [Array("{}".utf8)])
      #expect(context.headers[":status"] == "500")
      #expect(String(decoding: context.data, as: UTF8.self).contains("cannot be written as JSON"))
    }
  }
}
