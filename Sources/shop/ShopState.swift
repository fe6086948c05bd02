import EnrichmentClient
import EnrichmentSchema
import RPC

/// The shop with SPOTS as it is, slow, or off.
struct ShopState: Sendable {
  /// How SPOTS is, in words.
  let name: String
  /// What the customer sees.
  let shown: EnhancedRecommendations
  /// How long they waited.
  let waited: Duration

  /// Asks a connector, and looks at the clock.
  private init(
    _ name: String, _ client: PartnerClient, _ customer: ShopCustomer, _ list: [ShopRecommendation],
    _ settings: ConnectorSettings, asks: Int = 1
  ) async {
    let connector = RecommendationConnector(client: client, region: customer.region, settings: settings)
    // What all customers share is asked for by the first ones, and there for this one.
    for _ in 1..<asks {
      _ = await connector.enhanceRecommendations(list, for: customer.segment, customer: .shares(customer.shares))
      try? await Task.sleep(for: .milliseconds(500))
    }
    let start = ContinuousClock.now
    self.shown = await connector.enhanceRecommendations(
      list, for: customer.segment, customer: .shares(customer.shares))
    waited = ContinuousClock.now - start
    self.name = name
  }

  /// The shop with the service as it is.
  static func on(
    _ client: PartnerClient, _ customer: ShopCustomer, _ list: [ShopRecommendation], _ settings: ConnectorSettings
  ) async -> ShopState {
    await ShopState("as it is", client, customer, list, settings, asks: 3)
  }

  /// The shop with a service that never answers.
  static func slow(
    _ customer: ShopCustomer, _ list: [ShopRecommendation], _ settings: ConnectorSettings
  ) async throws -> ShopState {
    let server = RPCServer(
      configuration: ServerConfiguration(listeners: [.inProcess], loops: 1), services: [SilentSpots()])
    _ = try await server.start()
    defer { server.stop() }
    let channel = try Channel(target: .inProcess(server))
    defer { channel.close() }
    let client = try PartnerClient(channel: channel, key: nil, PartnerConfiguration())
    return await ShopState("slow: it never answers", client, customer, list, settings)
  }

  /// The shop with nobody there.
  static func off(
    _ customer: ShopCustomer, _ list: [ShopRecommendation], _ settings: ConnectorSettings
  ) async throws -> ShopState {
    // Nothing listens on port 1.
    let channel = try Channel(target: .plaintext(host: "127.0.0.1", port: 1))
    defer { channel.close() }
    let client = try PartnerClient(channel: channel, key: nil, PartnerConfiguration())
    return await ShopState("off: nothing is there", client, customer, list, settings)
  }
}

/// A customer of the shop. The zones are known to their own device.
struct ShopCustomer: Sendable {
  /// Region of the map.
  let region: String
  /// The market segment that the shop counts them to.
  let segment: UserSegment
  /// Shares of their time by zone.
  let shares: [String: Double]
  /// Positions of the items they have bought.
  let bought: [Int]
}
