import HTTP2
import Testing
import Transport
import WireFormat

@testable import RPC

/// Streams of Connect by hand, against a real server.
@Suite("Connect, streams", .timeLimit(.minutes(2)))
struct ConnectStreamTests {
  static func send(
    _ live: LiveServer, _ method: String, codec: String, _ notes: [Note], _ changes: [String: String?] = [:]
  ) async throws -> RawAnswer {
    let frames = try notes.map { MessageFrame(encoded: try bytes($0, codec)).bytes }
    let fields: [String: String?] = [
      ":path": "/test.Notes/\(method)", "content-type": "application/connect+\(codec)", "te": nil,
    ]
    return try await RawCall.send(to: live, fields.merging(changes) { $1 }, pieces: frames)
  }

  static func bytes(_ note: Note, _ codec: String) throws -> [UInt8] {
    codec == "json" ? try note.jsonUTF8Bytes() : note.serializedBytes()
  }

  static func note(_ bytes: [UInt8], _ codec: String) throws -> Note {
    codec == "json" ? try Note(jsonUTF8Bytes: bytes) : try Note(serializedBytes: bytes)
  }

  /// The last envelope's content.
  static func end(_ answer: RawAnswer) throws -> String {
    let last = try #require(GRPCWebTests.frames(answer.data).last)
    #expect(last.flag == 2)
    return String(decoding: last.body, as: UTF8.self)
  }

  @Test("replies come one by one, the end with the trailing metadata", arguments: ["json", "proto"])
  func serverStreaming(_ codec: String) async throws {
    try await ConnectUnaryTests.run { live in
      let answer = try await Self.send(live, "Expand", codec: codec, [Note("a", domain: "3")])
      #expect(answer.headers[":status"] == "200")
      #expect(answer.headers["content-type"] == "application/connect+\(codec)")
      let frames = GRPCWebTests.frames(answer.data)
      try #require(frames.map(\.flag) == [0, 0, 0, 2], "\(answer.reason)")
      #expect(try Self.note(frames[2].body, codec) == Note("a", domain: "3"))
      #expect(try Self.end(answer).contains(#"{"metadata":{"x-request-id":[""#))
    }
  }

  @Test("an error stands in the last message, after replies or alone", arguments: ["json", "proto"])
  func failure(_ codec: String) async throws {
    try await ConnectUnaryTests.run { live in
      for count in ["0", "2"] {
        let answer = try await Self.send(live, "Expand", codec: codec, [Note("fail", domain: count)])
        #expect(answer.headers[":status"] == "200")
        #expect(GRPCWebTests.frames(answer.data).count == (Int(count) ?? 0) + 1)
        #expect(try Self.end(answer).contains(#""error":{"code":"out_of_range","message":"no more"}"#))
      }
    }
  }

  @Test("exactly one request is taken where one is due", arguments: ["json", "proto"])
  func cardinality(_ codec: String) async throws {
    try await ConnectUnaryTests.run { live in
      for notes in [[], [Note("a"), Note("b")]] {
        let answer = try await Self.send(live, "Expand", codec: codec, notes)
        #expect(try Self.end(answer).contains(#""code":"unimplemented""#))
      }
    }
  }

  @Test("streams of requests, and both ways", arguments: ["json", "proto"])
  func requests(_ codec: String) async throws {
    try await ConnectUnaryTests.run { live in
      let notes = (0..<500).map { Note("\($0),") }
      let collected = try await Self.send(live, "Collect", codec: codec, notes)
      let frames = GRPCWebTests.frames(collected.data)
      try #require(frames.map(\.flag) == [0, 2], "\(collected.reason)")
      #expect(try Self.note(frames[0].body, codec).reason == notes.map(\.reason).joined())
      let chat = try await Self.send(live, "Chat", codec: codec, notes)
      let replies = try GRPCWebTests.frames(chat.data).dropLast().map { try Self.note($0.body, codec) }
      #expect(replies == notes)
    }
  }

  @Test("more requests than the window holds wait for the handler and all arrive", arguments: ["json", "proto"])
  func backpressure(_ codec: String) async throws {
    try await ConnectUnaryTests.run { live in
      let notes = (0..<100).map { _ in Note(String(repeating: "x", count: 20_000)) }
      let answer = try await Self.send(live, "Collect", codec: codec, notes)
      let first = try #require(GRPCWebTests.frames(answer.data).first, "\(answer.reason)")
      #expect(try Self.note(first.body, codec).reason.utf8.count == 2_000_000)
    }
  }

  @Test("messages are compressed both ways", arguments: ["json", "proto"])
  func compression(_ codec: String) async throws {
    let note = Note(String(repeating: "b", count: 5000), domain: "2")
    let frame = MessageCompressor(level: 1).compress(
      MessageFrame(encoded: try Self.bytes(note, codec)), with: .gzip, mayGrow: true)
    try await ConnectUnaryTests.run { live in
      let answer = try await RawCall.send(
        to: live,
        [
          ":path": "/test.Notes/Expand", "content-type": "application/connect+\(codec)",
          "connect-content-encoding": "gzip", "connect-accept-encoding": "gzip",
        ], pieces: [frame.bytes])
      #expect(answer.headers["connect-content-encoding"] == "gzip")
      let frames = GRPCWebTests.frames(answer.data)
      try #require(frames.map(\.flag) == [1, 1, 2], "\(answer.reason)")
      let first = try MessageCompressor(level: 1).expand(frames[0].body, with: .gzip, limit: 10_000)
      #expect(try Self.note(first, codec) == note)
    }
  }

  @Test("what is not accepted is refused in the last message", arguments: ["json", "proto"])
  func refused(_ codec: String) async throws {
    try await ConnectUnaryTests.run { live in
      let encoding = try await Self.send(live, "Expand", codec: codec, [Note()], ["connect-content-encoding": "br"])
      #expect(try Self.end(encoding).contains("unimplemented"))
      #expect(encoding.headers["connect-accept-encoding"] == "identity,gzip,deflate")
      let fields: [String: String?] = [
        ":path": "/test.Notes/Expand", "content-type": "application/connect+\(codec)",
      ]
      let flagged = try await RawCall.send(to: live, fields, pieces: [[1, 0, 0, 0, 0]])
      #expect(try Self.end(flagged).contains("internal"))
      let half = try await RawCall.send(to: live, fields, pieces: [[0, 0, 0, 0, 9, 1]])
      #expect(try Self.end(half).contains("internal"))
    }
  }

  @Test("a message in JSON that is larger than the limit is refused as soon as its length is read")
  func limit() async throws {
    var limits = RPCLimits()
    limits.maxRequestMessageBytes = 100
    try await ConnectUnaryTests.run(limits: limits) { live in
      let answer = try await RawCall.send(
        to: live, [":path": "/test.Notes/Chat", "content-type": "application/connect+json"],
        pieces: [[0, 0, 0, 1, 0]], ends: false)
      #expect(try Self.end(answer).contains("resource_exhausted"))
    }
  }
}
