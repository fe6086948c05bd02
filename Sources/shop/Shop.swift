import ArgumentParser
import EnrichmentClient
import EnrichmentSchema
import Foundation
import Pages
import RPC

/// A sample shop: its own recommenders, the connector between them and SPOTS, and a page to look at.
@main
struct Shop: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "shop",
    abstract: "Show what SPOTS changes in the lists of a sample shop, on one page.",
    discussion: """
      The shop sells the registered items of a region; what it has sold is made up with a seed. A customer's zones stay in this
      program. SPOTS is shown as it is, slow, and off.
      """)

  @Option(help: "HOST:PORT of the server.")
  var endpoint = "127.0.0.1:8443"
  @Option(help: "PEM file of the authorities to trust.")
  var ca = "certs/ca.pem"
  @Option(help: "Region whose items the shop sells.")
  var region = "simcity"
  @Option(help: "Segment that the shop counts its customer to; without it that of the region as a whole.")
  var segment: String?
  @Option(help: ArgumentHelp("Zones of the customer, by comma, the first the most frequent.", valueName: "zones"))
  var zones: String?
  @Option(help: "How many milliseconds a customer waits for SPOTS at the most.")
  var budget = 50
  @Option(help: "File for the page.")
  var html = ".spots/shop.html"

  func validate() throws {
    guard (1...60_000).contains(budget) else {
      throw ValidationError("--budget \(budget): 1 to 60,000 milliseconds are allowed")
    }
  }

  func run() async throws {
    let noted = NotedCalls()
    var configuration = PartnerConfiguration().channel
    configuration.interceptors = [noted]
    let key = ProcessInfo.processInfo.environment["SPOTS_KEY"] ?? ""
    guard !key.isEmpty else { throw ValidationError("no partner key: set SPOTS_KEY; `spots keys create` makes one") }
    let target = try ChannelTarget(endpoint, security: .tls(ClientTLS(ca: ca)))
    let client = try PartnerClient(
      channel: Channel(target: target, configuration: configuration), key: key, PartnerConfiguration())
    let sales = SampleSales(of: try await client.items(of: region))
    let customer = try await customer(client, sales)
    let shelves = try await ShopRecommender.allCases.asyncMap { try await shelf($0, client, sales, customer) }
    let isSimulated = try await client.zoneLifts(of: region).source.simulated
    let page = ShopPage(
      customer: customer, shelves: shelves, calls: noted.all, budget: .milliseconds(budget), isSimulated: isSimulated)
    try page.html.write(toFile: html, atomically: true, encoding: .utf8)
    for shelf in shelves { for line in Self.lines(shelf) { print(line) } }
    print("\nThe page: \(html)")
  }

  private func customer(_ client: PartnerClient, _ sales: SampleSales) async throws -> ShopCustomer {
    var user = UserSegment()
    user.segmentID = segment ?? region + "_all"
    let named = zones.map { $0.split(separator: ",").map(String.init) } ?? []
    // A customer of the first district that its own people answer for, who works in the last one.
    let open = try await client.zones(of: region).filter { $0.answeredBy == "zone" }.map(\.zoneID)
    let home = named.isEmpty ? [open.first, open.last].compactMap(\.self) : named
    guard !home.isEmpty else { throw ValidationError("no zone of \(region) is open: its release has too few people") }
    let weights = home.indices.map { 1 / Double($0 + 1) }
    let whole = weights.reduce(0, +)
    let shares = Dictionary(zip(home, weights.map { $0 / whole })) { first, _ in first }
    return ShopCustomer(region: region, segment: user, shares: shares, bought: sales.baskets[0])
  }

  private func shelf(
    _ recommender: ShopRecommender, _ client: PartnerClient, _ sales: SampleSales, _ customer: ShopCustomer
  ) async throws -> ShopPage.Shelf {
    let list = recommender.ranking(sales, bought: customer.bought)
    let settings = ConnectorSettings(
      budget: .milliseconds(budget), blend: try Blend(basis: recommender.basis), pause: .zero)
    let states = [
      await ShopState.on(client, customer, list, settings), try await .slow(customer, list, settings),
      try await .off(customer, list, settings),
    ]
    return ShopPage.Shelf(recommender: recommender, list: list, states: states)
  }

  private static func lines(_ shelf: ShopPage.Shelf) -> [String] {
    ["\nby \(shelf.recommender.rawValue)"]
      + shelf.states.map { state in
        let own = state.shown.spotsContribution == 0
        let first = state.shown.recommendations.prefix(3).map(\.productID).joined(separator: ", ")
        return "  SPOTS \(state.name): \(own ? "the shop's own list" : "enhanced"), \(first) …, waited "
          + "\(NumberText.fixed(state.waited / .milliseconds(1), 1)) ms"
      }
  }
}

extension Sequence {
  /// The results of an asynchronous function, one after another.
  fileprivate func asyncMap<Result>(_ transform: (Element) async throws -> Result) async rethrows -> [Result] {
    var results: [Result] = []
    for element in self { results.append(try await transform(element)) }
    return results
  }
}
