import EnrichmentRPC
import EnrichmentSchema
import Operations
import RPC
import Storage
import Testing

@testable import EnrichmentService

@Suite("who may call what", .timeLimit(.minutes(5)))
struct PresentedKeyTests {
  private func list(_ live: LiveEnrichment, _ headers: [(String, String)]) async throws -> RPCError? {
    var metadata = Metadata()
    for (name, value) in headers { try metadata.add(value, for: name) }
    let options = CallOptions(metadata: metadata)
    return try await live.error { _ = try await $0.listSegments(ListSegmentsRequest(), options: options) }
  }

  @Test("a key is shown as a bearer token or by a header of its own, in any case of the scheme")
  func ways() async throws {
    try await LiveEnrichment.run { live in
      let key = live.key.text
      for headers in [
        [("authorization", "Bearer \(key)")], [("authorization", "bearer \(key)")], [("x-api-key", key)],
        [("authorization", "Bearer \(key)"), ("x-api-key", key)],
      ] {
        let error = try await list(live, headers)
        #expect(error == nil)
      }
    }
  }

  @Test("no key, a wrong key and a key without its scheme are refused with one and the same answer")
  func refused() async throws {
    try await LiveEnrichment.run { live in
      let wrong = try APIKey(environment: "poc", partner: "acme", random: Array(1..<33)).text
      var answers: Set<String> = []
      for headers in [[], [("x-api-key", wrong)], [("x-api-key", "")], [("authorization", live.key.text)]] {
        let error = try #require(try await list(live, headers))
        #expect(error.code == .unauthenticated && error.reason == "UNAUTHENTICATED")
        answers.insert(error.message)
      }
      #expect(answers.count == 1 && answers.first?.contains(wrong) == false)
    }
  }

  @Test("two different keys in one call are refused rather than one of them chosen")
  func twoKeys() async throws {
    try await LiveEnrichment.run { live in
      let key = live.key.text
      for headers in [
        [("authorization", "Bearer \(key)"), ("x-api-key", "other")], [("x-api-key", key), ("x-api-key", "other")],
        [("x-api-key", "other"), ("x-api-key", key)],
        [("authorization", "Bearer a"), ("authorization", "Bearer \(key)")],
      ] {
        let error = try await list(live, headers)
        #expect(error?.code == .invalidArgument)
      }
      let same = try await list(live, [("x-api-key", key), ("x-api-key", key)])
      #expect(same == nil)
    }
  }

  @Test("who shows wrong keys is slowed down as by any other limit, and valid keys from there go on")
  func slowedDown() async throws {
    try await LiveEnrichment.run { live in
      let wrong = try APIKey(environment: "poc", partner: "acme", random: Array(1..<33)).text
      var errors: [RPCError] = []
      // Time goes on meanwhile, and every six seconds one more is let through.
      while errors.count < 200, errors.last?.code != .resourceExhausted {
        errors.append(try #require(try await list(live, [("x-api-key", wrong)])))
      }
      #expect(errors.prefix(20).allSatisfy { $0.code == .unauthenticated })
      let error = try #require(errors.last)
      #expect(error.code == .resourceExhausted && error.reason == "RATE_LIMITED")
      #expect(error.trailing["grpc-retry-pushback-ms"] != nil)
      #expect(try await list(live, []).map(\.code) == .unauthenticated, "nothing was tried")
      #expect(try await list(live, [("x-api-key", live.key.text)]) == nil)
    }
  }

  @Test(
    "an address is what stands between the family and the port of a peer's name",
    arguments: [
      ("ipv4:192.0.2.1:443", "192.0.2.1"), ("ipv6:[2001:db8::1]:443", "2001:db8::1"), ("ipv6:[::1]:0", "::1"),
      ("unix:/a:1", "unix:/a:1"), ("in-process", "in-process"), ("", ""),
    ])
  func address(peer: String, address: String) { #expect(Authentication.address(ofPeer: peer) == address) }

  @Test("a key that is bound to addresses does not work from elsewhere; one whose addresses cannot be read is no key")
  func addresses() async throws {
    try await LiveEnrichment.run { live in
      let cases: [(UInt8, [String], StatusCode?)] = [
        (40, [], nil), (80, ["127.0.0.0/8", "::1"], .permissionDenied), (120, ["here"], .unauthenticated),
      ]
      for (first, addresses, code) in cases {
        let key = try APIKey(environment: "poc", partner: "bound", random: Array(first..<first + 32))
        try await live.store.add(key, pepper: live.pepper, addresses: addresses)
        try await live.keys.refresh()
        #expect(try await list(live, [("x-api-key", key.text)])?.code == code)
      }
    }
  }

  @Test("a key without the scope of a method is told which one it lacks")
  func scopes() async throws {
    try await LiveEnrichment.run { live in
      let narrow = try APIKey(environment: "poc", partner: "narrow", random: Array(3..<35))
      try await live.store.add(narrow, pepper: live.pepper, scopes: [.behaviorRead])
      try await live.keys.refresh()
      let options = try live.options(narrow.text)
      var allowed = GetRealWorldBehaviorRequest()
      allowed.userSegment = LiveEnrichment.segment
      _ = try await live.client.getRealWorldBehavior(allowed, options: options)
      let error = try await live.error {
        _ = try await $0.getQuantumPersonality(GetQuantumPersonalityRequest(), options: options)
      }
      #expect(error?.code == .permissionDenied && error?.message.contains("personality:read") == true)
    }
  }

  @Test("a key stops working when its end has come, by the clock that is handed in")
  func expiry() async throws {
    try await LiveEnrichment.run { live in
      let short = try APIKey(environment: "poc", partner: "short", random: Array(9..<41))
      try await live.store.add(short, pepper: live.pepper, expiresAt: LiveEnrichment.start + 1_000)
      try await live.keys.refresh()
      #expect(try await list(live, [("x-api-key", short.text)]) == nil)
      live.clock.set(LiveEnrichment.start + 1_000)
      #expect(try await list(live, [("x-api-key", short.text)])?.code == .unauthenticated)
    }
  }

  @Test("a revoked key is refused after the next reading of keys")
  func revocation() async throws {
    try await LiveEnrichment.run { live in
      _ = try await live.store.revokeKey(live.key.keyID, at: 5)
      #expect(try await list(live, [("x-api-key", live.key.text)]) == nil)
      try await live.keys.refresh()
      #expect(try await list(live, [("x-api-key", live.key.text)])?.code == .unauthenticated)
    }
  }
}
