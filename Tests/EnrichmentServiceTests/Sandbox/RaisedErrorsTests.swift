import EnrichmentRPC
import EnrichmentSchema
import Foundation
import Operations
import RPC
import Testing
import WireFormat

@testable import EnrichmentService

@Suite("segments of the sandbox that stand for errors", .timeLimit(.minutes(5)))
struct RaisedErrorsTests {
  /// The error that each kind of call about a segment ends with.
  private func errors(_ id: String, _ live: LiveEnrichment) async throws -> [RPCError?] {
    let options = try await live.options(live.addTestKey().text)
    var segment = UserSegment()
    (segment.segmentID, segment.geographicRegion) = (id, "san_francisco")
    var behavior = GetRealWorldBehaviorRequest()
    behavior.userSegment = segment
    var personality = GetQuantumPersonalityRequest()
    personality.userSegment = segment
    var influence = GetCommunityInfluenceRequest()
    influence.userSegment = segment
    var products = EnrichProductsRequest()
    (products.userSegment, products.products) = (segment, [ProductQuantumState()])
    products.products[0].productID = "p"
    let asked = (behavior, personality, influence, products)
    return [
      try await live.error { _ = try await $0.getRealWorldBehavior(asked.0, options: options) },
      try await live.error { _ = try await $0.getQuantumPersonality(asked.1, options: options) },
      try await live.error { _ = try await $0.getCommunityInfluence(asked.2, options: options) },
      try await live.error { for try await _ in try await $0.enrichProducts(asked.3, options: options) {} },
      try await live.error { client in
        let call = SessionCall(call: try await client.enrichRealTime(options: options))
        var open = Open()
        open.segment = segment
        try await call.send(.open(open))
        _ = try await call.next()
      },
    ]
  }

  @Test("each reason is raised by every call about a segment, with its status and details")
  func reasons() async throws {
    try await LiveEnrichment.run(hasSandbox: true) { live in
      for reason in ErrorReason.allCases {
        for error in try await errors(RaisedErrors.segment(reason), live) {
          #expect(error?.code == reason.code && error?.reason == reason.rawValue, "\(String(describing: error))")
          #expect(error?.message.isEmpty == false)
        }
      }
    }
  }

  @Test("details are those that the errors have where they are meant")
  func details() async throws {
    try await LiveEnrichment.run(hasSandbox: true) { live in
      let limited = try #require(try await errors("error_rate_limited", live)[0])
      let retry = limited.detail("RetryInfo", GoogleRPCRetryInfo.self)
      #expect(retry?.retryDelay?.seconds == 12)
      let quota = limited.detail("QuotaFailure", GoogleRPCQuotaFailure.self)
      #expect(quota?.violations.map(\.quotaID) == ["minute"])
      #expect(limited.trailing["grpc-retry-pushback-ms"] == "12500")
      let invalid = try #require(try await errors("error_invalid_argument", live)[0])
      let request = invalid.detail("BadRequest", GoogleRPCBadRequest.self)
      #expect(request?.fieldViolations.map(\.field) == ["user_segment.segment_id"])
      let unknown = try #require(try await errors("error_invalid_segment", live)[0])
      let info = unknown.detail("ErrorInfo", GoogleRPCErrorInfo.self)
      #expect(info?.metadata["suggested_segments"]?.isEmpty == false)
      let denied = try #require(try await errors("error_permission_denied", live)[0])
      let scope = denied.detail("ErrorInfo", GoogleRPCErrorInfo.self)?.metadata["scope"]
      #expect(scope == "behavior:read")
    }
  }

  @Test("a deadline and an overload can be tried too; they have no reason of their own")
  func others() async throws {
    try await LiveEnrichment.run(hasSandbox: true) { live in
      for error in try await errors(RaisedErrors.deadline, live) { #expect(error?.code == .deadlineExceeded) }
      for error in try await errors(RaisedErrors.overload, live) { #expect(error?.code == .unavailable) }
    }
  }

  @Test("README names each of them")
  func document() throws {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../../README.md")
    let text = try String(contentsOf: file, encoding: .utf8)
    for id in ErrorReason.allCases.map(RaisedErrors.segment) + [RaisedErrors.deadline, RaisedErrors.overload] {
      #expect(text.contains("`\(id)`"), "\(id)")
    }
  }

  @Test("outside of the sandbox these are segments that there are not")
  func live() async throws {
    try await LiveEnrichment.run(hasSandbox: true) { live in
      var request = GetRealWorldBehaviorRequest()
      request.userSegment = UserSegment()
      request.userSegment?.segmentID = RaisedErrors.segment(.rateLimited)
      let asked = request
      let error = try await live.error { _ = try await $0.getRealWorldBehavior(asked, options: live.options()) }
      #expect(error?.reason == "INVALID_SEGMENT")
    }
  }
}

extension RPCError {
  /// The detail of a type of `google.rpc`.
  fileprivate func detail<Detail: Message>(_ name: String, _: Detail.Type) -> Detail? {
    details.first { $0.typeURL.hasSuffix("google.rpc.\(name)") }.flatMap { try? Detail(serializedBytes: $0.value) }
  }
}
