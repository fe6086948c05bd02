import Transport

/// The `RateLimit` fields of an answer: what a key's plan allows and what is left of it (IETF draft of HTTPAPI).
enum RateLimitFields {
  /// The fields of a key whose limits stand so; none where it has none.
  static func fields(_ standings: [Quota.Standing]) -> [HeaderField] {
    guard !standings.isEmpty else { return [] }
    let policies = standings.map { "\"\($0.policy)\";q=\($0.limit);w=\($0.seconds)" }
    let limits = standings.map { "\"\($0.policy)\";r=\($0.remaining);t=\($0.reset)" }
    return [
      HeaderField("ratelimit-policy", policies.joined(separator: ", ")),
      HeaderField("ratelimit", limits.joined(separator: ", ")),
    ]
  }
}
