import EnrichmentRPC
import EnrichmentSchema
import RPC
import WireFormat

/// What a handler ends with that an admitted call has reached.
let reached = RPCError.dataLoss("reached")

/// The enrichment service without anything behind it.
struct SilentEnrichment: EnrichmentServiceServer {
  func getRealWorldBehavior(
    _ request: GetRealWorldBehaviorRequest, context: ServerContext
  ) async throws -> Reply<GetRealWorldBehaviorResponse> { throw reached }

  func getQuantumPersonality(
    _ request: GetQuantumPersonalityRequest, context: ServerContext
  ) async throws -> Reply<GetQuantumPersonalityResponse> { throw reached }

  func getCommunityInfluence(
    _ request: GetCommunityInfluenceRequest, context: ServerContext
  ) async throws -> Reply<GetCommunityInfluenceResponse> { throw reached }

  func enrichProducts(
    _ request: EnrichProductsRequest, replies: ReplyWriter<EnrichProductsResponse>, context: ServerContext
  ) async throws { throw reached }

  func recordActions(
    _ requests: RequestStream<RecordActionsRequest>, context: ServerContext
  ) async throws -> Reply<RecordActionsResponse> { throw reached }

  func enrichRealTime(
    _ requests: RequestStream<EnrichRealTimeRequest>, replies: ReplyWriter<EnrichRealTimeResponse>,
    context: ServerContext
  ) async throws { throw reached }

  func listSegments(
    _ request: ListSegmentsRequest, context: ServerContext
  ) async throws -> Reply<ListSegmentsResponse> { throw reached }

  func listZones(_ request: ListZonesRequest, context: ServerContext) async throws -> Reply<ListZonesResponse> {
    throw reached
  }

  func listItems(_ request: ListItemsRequest, context: ServerContext) async throws -> Reply<ListItemsResponse> {
    throw reached
  }

  func listZoneLifts(
    _ request: ListZoneLiftsRequest, replies: ReplyWriter<ListZoneLiftsResponse>, context: ServerContext
  ) async throws { throw reached }

  func getBudget(_ request: GetBudgetRequest, context: ServerContext) async throws -> Reply<GetBudgetResponse> {
    throw reached
  }
}

/// The sessions of browsers without anything behind them.
struct SilentBrowserSessions: BrowserSessionServiceServer {
  func openSession(_ request: OpenSessionRequest, context: ServerContext) async throws -> Reply<OpenSessionResponse> {
    throw reached
  }

  func sendEvents(_ request: SendEventsRequest, context: ServerContext) async throws -> Reply<SendEventsResponse> {
    throw reached
  }

  func watchSession(
    _ request: WatchSessionRequest, replies: ReplyWriter<WatchSessionResponse>, context: ServerContext
  ) async throws { throw reached }
}

/// The consent service without anything behind it.
struct SilentConsent: ConsentServiceServer {
  func putPerson(_ request: PutPersonRequest, context: ServerContext) async throws -> Reply<PutPersonResponse> {
    throw reached
  }

  func setConsent(_ request: SetConsentRequest, context: ServerContext) async throws -> Reply<SetConsentResponse> {
    throw reached
  }

  func getConsent(_ request: GetConsentRequest, context: ServerContext) async throws -> Reply<GetConsentResponse> {
    throw reached
  }

  func link(_ request: LinkRequest, context: ServerContext) async throws -> Reply<LinkResponse> { throw reached }

  func unlink(_ request: UnlinkRequest, context: ServerContext) async throws -> Reply<UnlinkResponse> {
    throw reached
  }

  func exportPerson(
    _ request: ExportPersonRequest, replies: ReplyWriter<ExportPersonResponse>, context: ServerContext
  ) async throws { throw reached }

  func forget(_ request: ForgetRequest, context: ServerContext) async throws -> Reply<ForgetResponse> { throw reached }
}

/// The admin service without anything behind it.
struct SilentAdmin: AdminServiceServer {
  func createKey(_ request: CreateKeyRequest, context: ServerContext) async throws -> Reply<CreateKeyResponse> {
    throw reached
  }

  func listKeys(_ request: ListKeysRequest, context: ServerContext) async throws -> Reply<ListKeysResponse> {
    throw reached
  }

  func revokeKey(_ request: RevokeKeyRequest, context: ServerContext) async throws -> Reply<RevokeKeyResponse> {
    throw reached
  }

  func runRelease(_ request: RunReleaseRequest, context: ServerContext) async throws -> Reply<RunReleaseResponse> {
    throw reached
  }

  func getLedger(_ request: GetLedgerRequest, context: ServerContext) async throws -> Reply<GetLedgerResponse> {
    throw reached
  }

  func listRegions(_ request: ListRegionsRequest, context: ServerContext) async throws -> Reply<ListRegionsResponse> {
    throw reached
  }

  func getCache(_ request: GetCacheRequest, context: ServerContext) async throws -> Reply<GetCacheResponse> {
    throw reached
  }

  func listSchedule(
    _ request: ListScheduleRequest, context: ServerContext
  ) async throws -> Reply<ListScheduleResponse> {
    throw reached
  }
}

/// A service with one method, `Ask`, that has the options given and reaches its handler.
struct AskService: RPCService {
  let serviceName: String
  var options: [UInt8] = []

  var methods: [RPCMethod] {
    let method = RPCMethod.unary("Ask") { (_: Scopes, _: ServerContext) -> Reply<Scopes> in throw reached }
    return [method.with(options: options)]
  }
}

extension SpotsOptionsV1AccessMethodOptions {
  /// The options of a method with the rule.
  static func bytes(_ rule: Access.Rule) -> [UInt8] {
    var options = Self()
    var access = Access()
    access.rule = rule
    options.access = access
    return options.serializedBytes()
  }
}

extension Scopes {
  /// These scopes as the schema has them.
  init(_ names: String...) {
    self.init()
    scopes = names
  }
}
