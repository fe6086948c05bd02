import Testing
import WireFormat

@testable import RPC

/// gRPC-Web by hand, against a real server.
@Suite("gRPC-Web", .timeLimit(.minutes(2)))
struct GRPCWebTests {
  static let binary: [String: String?] = ["content-type": "application/grpc-web+proto", "te": nil]
  static let text: [String: String?] = ["content-type": "application/grpc-web-text", "te": nil]

  static func run(_ body: (LiveServer) async throws -> Void) async throws {
    try await LiveServer.run(protocols: [.connect, .grpcWeb], body)
  }

  /// The frames in the bytes: a flag and what follows.
  static func frames(_ bytes: [UInt8]) -> [(flag: UInt8, body: [UInt8])] {
    var rest = bytes[...]
    var frames: [(flag: UInt8, body: [UInt8])] = []
    while rest.count >= 5 {
      let flag = rest.removeFirst()
      let length = rest.prefix(4).reduce(0) { $0 << 8 | Int($1) }
      rest = rest.dropFirst(4)
      frames.append((flag, Array(rest.prefix(length))))
      rest = rest.dropFirst(length)
    }
    return frames
  }

  @Test("a unary call has its message, and its status in the last frame")
  func unary() async throws {
    try await Self.run { live in
      let answer = try await RawCall.send(to: live, Self.binary, pieces: [RawCall.frame(Payload("a", [1]))])
      #expect(answer.headers[":status"] == "200")
      #expect(answer.headers["content-type"] == "application/grpc-web+proto")
      #expect(answer.trailers.isEmpty)
      let frames = Self.frames(answer.data)
      try #require(frames.map(\.flag) == [0, 0x80], "\(answer.reason)")
      #expect(try Payload(serializedBytes: frames[0].body) == Payload("a", [1]))
      let lines = String(decoding: frames[1].body, as: UTF8.self).split(separator: "\r\n")
      #expect(lines.contains("grpc-status: 0"))
      #expect(lines.contains { $0.hasPrefix("x-request-id: ") })
    }
  }

  @Test("an error has its status in the body, also where there is no reply")
  func failure() async throws {
    try await Self.run { live in
      let answer = try await RawCall.send(
        to: live, Self.binary.merging([":path": "/test.Echo/Fail"]) { $1 },
        pieces: [RawCall.frame(Payload("5", Array("gone".utf8)))])
      #expect(answer.headers[":status"] == "200")
      let frames = Self.frames(answer.data)
      #expect(frames.map(\.flag) == [0x80])
      let text = String(decoding: frames.first?.body ?? [], as: UTF8.self)
      #expect(text.contains("grpc-status: 5\r\n"))
      #expect(text.contains("grpc-message: gone\r\n"))
      #expect(text.contains("grpc-status-details-bin: "))
      #expect(text.contains("x-thrown: yes\r\n"))
    }
  }

  @Test("a stream of replies, and requests in pieces cut anywhere")
  func streams() async throws {
    try await Self.run { live in
      let frame = RawCall.frame(Payload("3", [7]))
      let answer = try await RawCall.send(
        to: live, Self.binary.merging([":path": "/test.Echo/Expand"]) { $1 },
        pieces: [Array(frame[..<3]), Array(frame[3..<7]), Array(frame[7...])])
      #expect(Self.frames(answer.data).map(\.flag) == [0, 0, 0, 0x80])
      let chat = try await RawCall.send(
        to: live, Self.binary.merging([":path": "/test.Echo/Chat"]) { $1 }, pieces: [frame + frame, frame])
      #expect(Self.frames(chat.data).map(\.flag) == [0, 0, 0, 0x80])
    }
  }

  @Test("in base64, each piece with its padding, both ways")
  func base64() async throws {
    try await Self.run { live in
      // A frame of 5 bytes and one of 13, each padded: padding in the middle.
      let frame = RawCall.frame(Payload("x", [1, 2, 3]))
      let body = [[UInt8](frame[..<5]), [UInt8](frame[5...])].map { Array(Base64.encode($0).utf8) }
      let joined = body[0] + body[1]
      #expect(joined.dropLast(4).contains(UInt8(ascii: "=")))
      let answer = try await RawCall.send(to: live, Self.text, pieces: [Array(joined[..<7]), Array(joined[7...])])
      #expect(answer.headers["content-type"] == "application/grpc-web-text")
      var stream = Base64Stream()
      let bytes = try #require(answer.data.withUnsafeBytes { stream.decode($0) })
      try #require(Self.frames(bytes).map(\.flag) == [0, 0x80], "\(answer.reason)")
      #expect(try Payload(serializedBytes: Self.frames(bytes)[0].body) == Payload("x", [1, 2, 3]))
    }
  }

  @Test("what is no base64, or ends within a group, is refused", arguments: ["AA*A", "AAAAA", "=AAA"])
  func badText(_ text: String) async throws {
    try await Self.run { live in
      let answer = try await RawCall.send(to: live, Self.text, pieces: [Array(text.utf8)])
      var stream = Base64Stream()
      let bytes = try #require(answer.data.withUnsafeBytes { stream.decode($0) })
      #expect(String(decoding: bytes, as: UTF8.self).contains("grpc-status: 3\r\n"))
    }
  }

  @Test("replies are compressed as in gRPC, and announced")
  func compression() async throws {
    try await Self.run { live in
      let request = Payload("on", [UInt8](repeating: 1, count: 5000))
      let answer = try await RawCall.send(
        to: live, Self.binary.merging([":path": "/test.Echo/Pack", "grpc-accept-encoding": "gzip"]) { $1 },
        pieces: [RawCall.frame(request)])
      #expect(answer.headers["grpc-encoding"] == "gzip")
      #expect(Self.frames(answer.data).map(\.flag) == [1, 0, 1, 0x80])
    }
  }

  @Test(
    "messages may be JSON, of gRPC-Web and of gRPC, which has its status in trailers then too",
    arguments: ["grpc-web+json", "grpc-web-text+json", "grpc+json"])
  func json(_ type: String) async throws {
    try await LiveServer.run(services: [NoteService()], protocols: [.grpcWeb, .grpcJSON]) { live in
      let frame = MessageFrame(encoded: Array(#"{"reason":"a"}"#.utf8)).bytes
      let isText = type.contains("text")
      let answer = try await RawCall.send(
        to: live, ["content-type": "application/\(type)", ":path": "/test.Notes/Chat"],
        pieces: [isText ? Array(Base64.encode(frame + frame).utf8) : frame + frame])
      #expect(answer.headers["content-type"] == "application/\(type)")
      var stream = Base64Stream()
      let data = try isText ? #require(answer.data.withUnsafeBytes { stream.decode($0) }) : answer.data
      let frames = Self.frames(data)
      try #require(frames.map(\.flag) == (type == "grpc+json" ? [0, 0] : [0, 0, 0x80]), "\(answer.reason)")
      #expect(String(decoding: frames[0].body, as: UTF8.self) == #"{"reason":"a"}"#)
      #expect(answer.trailers["grpc-status"] == (type == "grpc+json" ? "0" : nil))
    }
  }

  @Test("another codec is refused with what is spoken, another method with POST")
  func refusals() async throws {
    try await Self.run { live in
      let codec = try await RawCall.send(to: live, ["content-type": "application/grpc-web+thrift"])
      #expect(codec.headers[":status"] == "415")
      #expect(codec.headers["accept-post"]?.contains("application/grpc-web+proto") == true)
      let method = try await RawCall.send(to: live, Self.binary.merging([":method": "PUT"]) { $1 })
      #expect(method.headers[":status"] == "405")
      #expect(method.headers["allow"] == "POST")
    }
  }

  @Test("where the protocol is not named, it is not spoken")
  func closed() async throws {
    try await LiveServer.run { live in
      let answer = try await RawCall.send(to: live, Self.binary, pieces: [RawCall.frame(Payload("a"))])
      #expect(answer.headers[":status"] == "415")
    }
  }
}
