package import EventLoop
package import RPC

/// Counts each call against the three limits of its key's plan.
package struct Metering: ServerInterceptor {
  private let quotas: QuotaTable
  /// Calls whose callers had kept the present answer, which cost their keys nothing.
  package let unchanged: QuotaTable
  private let unchangedPerCall: Int

  /// Counts in `quotas`, and calls whose callers had kept the present answer in a table of its own.
  package init(quotas: QuotaTable, limits: KeyLimits = KeyLimits()) {
    self.quotas = quotas
    unchanged = QuotaTable(limits: limits)
    unchangedPerCall = max(1, limits.unchangedPerCall)
  }

  package func begin(_ context: ServerContext) throws(RPCError) {
    guard let identity = context[IdentityKey.self] else { return }
    guard context[UnchangedAnswerKey.self] == true else {
      guard case .refused(let violations, let wait) = verdict(on: identity, at: context.started) else { return }
      throw Self.refusal(of: identity, violations, retryAfter: wait)
    }
    let now = UInt64(clamping: context.started.nanoseconds)
    let verdict = unchanged.admit(
      keyID: identity.keyID, plan: identity.plan.times(unchangedPerCall), at: now)
    guard case .refused(let violations, let wait) = verdict else { return }
    throw Self.refusal(
      of: identity, violations, retryAfter: wait, explanation: " of kept answers that are the present ones")
  }

  /// RESOURCE_EXHAUSTED with the limits that refuse a call, and when another is admitted.
  ///
  /// - Parameter explanation: what else the caller should know, after a semicolon; empty for nothing.
  static func refusal(
    of identity: Identity, _ violations: [Quota.Violation], retryAfter: UInt64, explanation: String = ""
  ) -> RPCError {
    var failure = GoogleRPCQuotaFailure()
    failure.violations = violations.map { Self.violation($0, identity: identity) }
    return ErrorReason.rateLimited.error(
      "the plan \(identity.plan.name) allows \(words(violations))\(explanation); try again in \(seconds(retryAfter)) s",
      retryAfter: retryAfter, details: [failure])
  }

  /// Counts one more call of `identity`, such as an update of a session.
  package func verdict(on identity: Identity, at now: MonotonicTime) -> Quota.Verdict {
    quotas.admit(keyID: identity.keyID, plan: identity.plan, at: UInt64(clamping: now.nanoseconds))
  }

  /// The limits that refuse a call, in words.
  package static func words(_ violations: [Quota.Violation]) -> String {
    violations.map { "\($0.limit) calls in \($0.seconds) s (\($0.policy))" }.joined(separator: ", ")
  }

  private static func violation(_ violation: Quota.Violation, identity: Identity) -> GoogleRPCQuotaFailure.Violation {
    var detail = GoogleRPCQuotaFailure.Violation()
    detail.subject = "partner:\(identity.partner)"
    detail.description = "\(violation.limit) calls in any \(violation.seconds) s"
    detail.quotaMetric = "calls"
    detail.quotaID = violation.policy
    detail.quotaValue = Int64(violation.limit)
    return detail
  }

  private static func seconds(_ nanoseconds: UInt64) -> String {
    let tenths = (nanoseconds + 99_999_999) / 100_000_000
    return "\(tenths / 10).\(tenths % 10)"
  }
}
