import Answers
import EnrichmentRPC
import EnrichmentSchema
import EventLoop
import Operations
import Population
import Privacy
import RPC
import Segments
import Storage

/// Segments of the sandbox that stand for an error: `error_` and the reason in small letters, such as
/// `error_rate_limited`. Each is made by the code that makes it where it is meant, with all its details.
package enum RaisedErrors {
  /// A segment whose call ends as if its deadline had passed.
  package static let deadline = "error_deadline"
  /// A segment whose call ends as if the server had too much to compute.
  package static let overload = "error_overload"
  private static let prefix = "error_"

  /// The segment that stands for a reason.
  package static func segment(_ reason: ErrorReason) -> String { prefix + reason.rawValue.lowercased() }

  private static let reasons = Dictionary(
    ErrorReason.allCases.map { (segment($0), $0) }, uniquingKeysWith: { first, _ in first })

  /// Throws the error that a segment stands for, if it does.
  ///
  /// - Parameter path: path of the segment in its request.
  static func raise(for segmentID: String, path: String) throws {
    guard segmentID.hasPrefix(prefix) else { return }
    switch segmentID {
    case deadline: throw RPCError.deadlineExceeded("the deadline passed before the call ended")
    case overload: throw RPCError(describing: BlockingPool.Refusal.saturated(waiting: 0)) ?? ErrorReason.nothingReleased
    default: break
    }
    // What is not registered is told to be just that.
    guard let reason = reasons[segmentID], reason != .invalidSegment else { return }
    throw error(reason, segmentID, path: "\(path).segment_id")
  }

  private static func error(_ reason: ErrorReason, _ id: String, path: String) -> RPCError {
    switch reason {
    case .invalidSegment: RequestError.invalidSegment(UnknownSegment(asked: id, suggestedSegments: [])).rpcError
    case .invalidArgument:
      .invalid([RequestViolation(field: path, value: id, allowed: "any other segment: this one stands for an error")])
    case .segmentTooSmall: RequestError.segmentTooSmall(segmentID: id).rpcError
    case .insufficientData: AnswerError.withheld([withheld]).rpcError
    case .unauthenticated: Authentication.noValidKey
    case .permissionDenied: Authentication.denial(.allOf(ScopeSet([.behaviorRead])), [], method)
    case .rateLimited: rateLimited
    case .limitReached: OpenStreams.refusal("sessions_per_key", StreamLimits().sessionsPerKey, "open sessions")
    case .noRelease: ErrorReason.nothingReleased
    case .unknownSession: ErrorReason.noSuchSession
    case .sessionTaken: ErrorReason.takenOver
    case .draining: ErrorReason.stopsSoon
    case .internalError: AnswerError.contradictory([]).rpcError
    case .privacyBudget, .storeUnavailable, .conflict: storeError(reason).rpcError
    case .unknownPerson, .linkedElsewhere, .notLinked, .unknownRegion, .archivedRegion, .otherRegion, .beingForgotten:
      refusal(reason).rpcError
    }
  }

  private static func storeError(_ reason: ErrorReason) -> StoreError {
    switch reason {
    case .privacyBudget: .ledger(.yearExhausted(year: 2025, requested: 1_465_968, available: 0))
    case .conflict: .conflict("a release of the sandbox exists already")
    default: .outage(StoreOutage(.full, "no room is left on the disk"))
    }
  }

  private static func refusal(_ reason: ErrorReason) -> PersonRefusal {
    let region = SandboxRelease.region
    return switch reason {
    case .linkedElsewhere: .linkedElsewhere
    case .notLinked: .notLinked
    case .unknownRegion: .unknownRegion("atlantis", known: [region])
    case .archivedRegion: .archivedRegion(region)
    case .otherRegion: .otherRegion(region: region, asked: "oakland")
    case .beingForgotten: .beingForgotten
    default: .unknownPerson
    }
  }

  private static var withheld: Withheld {
    var withheld = Withheld()
    (withheld.field, withheld.reason) = ("average_dwell_time", "low_confidence")
    withheld.detail = "too few people have been counted for what was asked"
    return withheld
  }

  /// What the holder of a `poc` key is told whose minute is used up.
  private static var rateLimited: RPCError {
    let plan = QuotaPlan.poc
    let caller = Identity(
      keyID: "", partner: "sandbox", namespace: .partner("sandbox"), plan: plan, scopes: [], addresses: [])
    return Metering.refusal(
      of: caller, [Quota.Violation(policy: "minute", limit: plan.minute, seconds: 60)], retryAfter: 12_500_000_000)
  }

  private static var method: MethodDescriptor { EnrichmentServiceMethods.getRealWorldBehavior }
}
