import EnrichmentRPC
import EnrichmentSchema
import Operations
import RPC
import Testing
import WireFormat

@testable import EnrichmentService

@Suite("metering", .timeLimit(.minutes(5)))
struct MeteringTests {
  @Test("a call over the plan's limits is refused with the limit, the wait, and when to try again")
  func refusal() async throws {
    try await LiveEnrichment.run { live in
      live.useUpMinute()
      let options = try live.options()
      let error = try #require(
        try await live.error { _ = try await $0.listSegments(ListSegmentsRequest(), options: options) })
      #expect(error.code == .resourceExhausted && error.reason == "RATE_LIMITED")
      #expect(error.message.contains("100 calls in 60 s (minute)"))
      let details = error.details.compactMap { try? GoogleRPCQuotaFailure(serializedBytes: $0.value) }
      #expect(details.contains { $0.violations.first?.quotaID == "minute" })
      let pushback = error.trailing["grpc-retry-pushback-ms"].flatMap { Int($0) }
      #expect((pushback ?? 0) > 0 && (pushback ?? .max) <= 60_000)
    }
  }

  @Test("keys do not use up each other's limits")
  func apart() async throws {
    try await LiveEnrichment.run { live in
      live.useUpMinute()
      let other = try APIKey(environment: "poc", partner: "other", random: Array(7..<39))
      try await live.store.add(other, pepper: live.pepper)
      try await live.keys.refresh()
      let options = try live.options(other.text)
      let error = try await live.error { _ = try await $0.listSegments(ListSegmentsRequest(), options: options) }
      #expect(error == nil)
    }
  }

  @Test("all limits that refuse a call are named, in words")
  func words() {
    let violations = [
      Quota.Violation(policy: "burst", limit: 20, seconds: 1),
      Quota.Violation(policy: "day", limit: 9, seconds: 86_400),
    ]
    #expect(Metering.words(violations) == "20 calls in 1 s (burst), 9 calls in 86400 s (day)")
  }
}
