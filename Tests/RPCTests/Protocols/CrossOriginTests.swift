import Testing
import Transport

@testable import RPC

/// Calls from pages of other origins.
@Suite("Pages of other origins", .timeLimit(.minutes(2)))
struct CrossOriginTests {
  static let shop = "https://shop.example"

  static func run(_ policy: CrossOriginPolicy, _ body: (LiveServer) async throws -> Void) async throws {
    try await LiveServer.run(
      services: [NoteService()], protocols: [.grpcWeb, .connect], crossOrigin: policy, body)
  }

  static func preflight(_ live: LiveServer, _ origin: String) async throws -> RawAnswer {
    try await RawCall.send(
      to: live,
      [
        ":method": "OPTIONS", ":path": "/test.Notes/Write", "origin": origin, "content-type": nil, "te": nil,
        "access-control-request-method": "POST", "access-control-request-headers": "content-type",
      ])
  }

  @Test("an origin that is named may ask, call and read")
  func allowed() async throws {
    try await Self.run(CrossOriginPolicy(allowedOrigins: [Self.shop])) { live in
      let asked = try await Self.preflight(live, Self.shop)
      #expect(asked.headers[":status"] == "204")
      #expect(asked.headers["access-control-allow-origin"] == Self.shop)
      #expect(asked.headers["access-control-allow-headers"]?.contains("content-type") == true)
      let answer = try await ConnectUnaryTests.send(live, "Write", "{}", ["origin": Self.shop])
      #expect(answer.headers["access-control-allow-origin"] == Self.shop)
      #expect(answer.headers["access-control-expose-headers"]?.contains("grpc-status") == true)
      #expect(answer.headers["vary"] == "origin")
      let refused = try await ConnectUnaryTests.send(
        live, "Write", "{}", ["origin": Self.shop, "content-type": "application/xml"])
      #expect(refused.headers["access-control-allow-origin"] == Self.shop)
    }
  }

  @Test(
    "any other origin may not, however alike",
    arguments: [
      "https://shop.example.evil.example", "http://shop.example", "https://shop.example:8443", "null",
      "https://SHOP.example",
    ])
  func foreign(_ origin: String) async throws {
    try await Self.run(CrossOriginPolicy(allowedOrigins: [Self.shop])) { live in
      let asked = try await Self.preflight(live, origin)
      #expect(asked.headers[":status"] == "405")
      #expect(asked.headers["access-control-allow-origin"] == nil)
      let answer = try await ConnectUnaryTests.send(live, "Write", "{}", ["origin": origin])
      #expect(answer.headers["access-control-allow-origin"] == nil)
      #expect(answer.headers["vary"] == "origin")
    }
  }

  @Test("unless origins are named, none may")
  func closed() async throws {
    try await Self.run(.closed) { live in
      let asked = try await Self.preflight(live, Self.shop)
      #expect(asked.headers[":status"] == "405")
      let answer = try await ConnectUnaryTests.send(live, "Write", "{}", ["origin": Self.shop])
      #expect(answer.headers["access-control-allow-origin"] == nil)
    }
  }
}
