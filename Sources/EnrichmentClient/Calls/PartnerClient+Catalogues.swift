public import EnrichmentSchema
public import RPC
internal import WireFormat

/// A catalogue that `EnrichProducts` has ranked.
public struct RankedProducts: Sendable {
  /// The products, best first.
  public let products: [EnrichedProduct]
  /// What was ranked, what was skipped and why, and where the numbers come from.
  public let summary: EnrichProductsSummary
}

extension PartnerClient {
  /// Ranks a catalogue and takes the products as they come. Nothing of it is kept.
  /// - Throws: `RPCError` when the call cannot be made; what the server says comes with the first reply.
  public func enrichProducts(
    _ request: EnrichProductsRequest, timeout: Duration? = usualTimeout
  ) async throws(RPCError) -> ReplyStream<EnrichProductsResponse> {
    try await channel.serverStreaming(
      EnrichmentMethod.enrichProducts.descriptor, request, options: try callOptions(timeout))
  }

  /// Ranks a catalogue and waits for all of it. Nothing of it is kept.
  /// - Throws: `RPCError` with the server's status, `ContradictoryAnswer` for one that breaks off before its summary and
  ///   for ranks that do not follow each other.
  public func rankedProducts(
    _ request: EnrichProductsRequest, timeout: Duration? = usualTimeout
  ) async throws -> RankedProducts {
    let ranked = try await withinLimits(timeout) { try await self.ranking(request, timeout: $0) }
    if let origin = ranked.summary.marketSegmentMetadata.flatMap(AnswerCache.Origin.init) { cache.note(origin) }
    if let source = ranked.summary.affinitySource { cache.note(AnswerCache.Origin(source)) }
    return ranked
  }

  private func ranking(_ request: EnrichProductsRequest, timeout: Duration?) async throws -> RankedProducts {
    var (products, summary): ([EnrichedProduct], EnrichProductsSummary?) = ([], nil)
    for try await reply in try await enrichProducts(request, timeout: timeout) {
      guard summary == nil else { throw ContradictoryAnswer("a reply follows the summary") }
      switch reply.item {
      case .products(let part): products += part.products
      case .summary(let last): summary = last
      case nil: break
      }
      guard products.count <= request.products.count else {
        throw ContradictoryAnswer("more products are ranked than the \(request.products.count) of the request")
      }
    }
    guard let summary else { throw ContradictoryAnswer("the products end before their summary") }
    guard products.indices.allSatisfy({ products[$0].rank == $0 + 1 }) else {
      throw ContradictoryAnswer("the products' ranks do not follow each other from 1")
    }
    return RankedProducts(products: products, summary: summary)
  }

  /// The zones of a region's public map, page by page.
  /// - Throws: `RPCError` with the server's status.
  public func zones(of region: String, timeout: Duration? = usualTimeout) async throws(RPCError) -> [RegisteredZone] {
    try await pages { token async throws(RPCError) -> ([RegisteredZone], String) in
      var request = ListZonesRequest()
      (request.geographicRegion, request.pageSize, request.pageToken) = (region, 1_000, token)
      let page: ListZonesResponse = try await call(.listZones, request, timeout)
      return (page.zones, page.nextPageToken)
    }
  }

  /// The registered items of a region, page by page.
  /// - Throws: as `zones(of:timeout:)`.
  public func items(of region: String, timeout: Duration? = usualTimeout) async throws(RPCError) -> [RegisteredItem] {
    try await pages { token async throws(RPCError) -> ([RegisteredItem], String) in
      var request = ListItemsRequest()
      (request.geographicRegion, request.pageSize, request.pageToken) = (region, 1_000, token)
      let page: ListItemsResponse = try await call(.listItems, request, timeout)
      return (page.items, page.nextPageToken)
    }
  }

  /// The public table of lifts of a region, or of some of its items: with it a device mixes the lifts of its customer, whose
  /// zones nobody is told. A table that is kept costs no call.
  /// - Throws: `RPCError` with the server's status, `ContradictoryAnswer` for replies that do not fit each other.
  public func zoneLifts(
    of region: String, items: [String] = [], timeout: Duration? = usualTimeout
  ) async throws -> ZoneLiftTable {
    var request = ListZoneLiftsRequest()
    (request.geographicRegion, request.items) = (region, items)
    let key = AnswerCache.Key(method: EnrichmentMethod.listZoneLifts.name, request: request.serializedBytes())
    if let table = cache.value(key, as: ZoneLiftTable.self) { return table }
    let table = try await withinLimits(timeout) { try await self.table(request, timeout: $0) }
    cache.keep(table, for: key, from: AnswerCache.Origin(table.source), bytes: table.bytes, due: nil)
    return table
  }

  private func table(_ request: ListZoneLiftsRequest, timeout: Duration?) async throws -> ZoneLiftTable {
    var parts = ZoneLiftParts()
    let replies: ReplyStream<ListZoneLiftsResponse> = try await channel.serverStreaming(
      EnrichmentMethod.listZoneLifts.descriptor, request, options: try callOptions(timeout))
    for try await reply in replies { try parts.add(reply) }
    return try ZoneLiftTable(parts)
  }

  /// Records actions. They are durable when it returns; an event's id counts once, so that all can be sent again after an
  /// error.
  /// - Throws: `RPCError` with the server's status: nothing of a refused stream is stored.
  public func recordActions(
    _ actions: some Sequence<Action>, timeout: Duration? = usualTimeout
  ) async throws(RPCError) -> RecordActionsResponse {
    let call: ClientStreamingCall<RecordActionsRequest, RecordActionsResponse> = try await channel.clientStreaming(
      EnrichmentMethod.recordActions.descriptor, options: try callOptions(timeout))
    for action in actions {
      var request = RecordActionsRequest()
      request.action = action
      // It has answered already; finish() says what.
      guard try await call.send(request) else { break }
    }
    return try await call.finish()
  }
}
