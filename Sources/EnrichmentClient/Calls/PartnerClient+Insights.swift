public import EnrichmentSchema
public import RPC
internal import WireFormat

extension PartnerClient {
  /// Real-world behaviour of a segment; an answer that is kept costs no call.
  /// - Throws: `RPCError` with the server's status; `retryAfter` says when it makes sense to ask again.
  public func realWorldBehavior(
    _ request: GetRealWorldBehaviorRequest, timeout: Duration? = usualTimeout
  ) async throws(RPCError) -> GetRealWorldBehaviorResponse {
    try await kept(.getRealWorldBehavior, request, isKept: true, timeout)
  }

  /// The personality of a segment and its match with products. An answer to a request with zones is not kept.
  /// - Throws: as `realWorldBehavior(_:timeout:)`.
  public func quantumPersonality(
    _ request: GetQuantumPersonalityRequest, timeout: Duration? = usualTimeout
  ) async throws(RPCError) -> GetQuantumPersonalityResponse {
    try await kept(.getQuantumPersonality, request, isKept: request.zones.isEmpty, timeout)
  }

  /// Community influence within a segment; an answer that is kept costs no call.
  /// - Throws: as `realWorldBehavior(_:timeout:)`.
  public func communityInfluence(
    _ request: GetCommunityInfluenceRequest, timeout: Duration? = usualTimeout
  ) async throws(RPCError) -> GetCommunityInfluenceResponse {
    try await kept(.getCommunityInfluence, request, isKept: true, timeout)
  }

  /// Every registered segment, page by page. Never kept: the list is the registry's, not a release's.
  /// - Throws: as `realWorldBehavior(_:timeout:)`, of any of the pages.
  public func segments(timeout: Duration? = usualTimeout) async throws(RPCError) -> [Segment] {
    try await pages { token async throws(RPCError) -> ([Segment], String) in
      var request = ListSegmentsRequest()
      request.pageToken = token
      let page: ListSegmentsResponse = try await call(.listSegments, request, timeout)
      return (page.segments, page.nextPageToken)
    }
  }

  /// What the releases of a year have cost; needs a key with `budget:read`.
  /// - Throws: as `realWorldBehavior(_:timeout:)`.
  public func budget(
    _ request: GetBudgetRequest = GetBudgetRequest(), timeout: Duration? = usualTimeout
  ) async throws(RPCError) -> GetBudgetResponse {
    try await call(.getBudget, request, timeout)
  }

  private func kept<Request: Message, Answer: SegmentAnswer>(
    _ method: EnrichmentMethod, _ request: Request, isKept: Bool, _ timeout: Duration?
  ) async throws(RPCError) -> Answer {
    let key = AnswerCache.Key(method: method.name, request: isKept ? request.serializedBytes() : [])
    if isKept, let answer = cache.value(key, as: Answer.self) { return answer }
    let answer: Answer = try await call(method, request, timeout)
    guard let origin = answer.origin else { return answer }
    if isKept {
      cache.keep(answer, for: key, from: origin, bytes: answer.serializedBytes().count, due: answer.due)
    } else {
      cache.note(origin)
    }
    return answer
  }

  /// Calls a unary method.
  func call<Request: Message, Answer: Message>(
    _ method: EnrichmentMethod, _ request: Request, _ timeout: Duration?
  ) async throws(RPCError) -> Answer {
    try await withinLimits(timeout) { left async throws(RPCError) in
      try await channel.unary(method.descriptor, request, options: try callOptions(left))
    }
  }

  /// All pages of a list; a server that goes on for ever is left after a thousand.
  func pages<Element>(
    _ page: (_ token: String) async throws(RPCError) -> (elements: [Element], next: String)
  ) async throws(RPCError) -> [Element] {
    var (all, token): ([Element], String) = ([], "")
    for _ in 0..<1_000 {
      let (elements, next) = try await page(token)
      all += elements
      if next.isEmpty || next == token { return all }
      token = next
    }
    return all
  }
}
