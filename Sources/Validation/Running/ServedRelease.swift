import EnrichmentClient
import EnrichmentRPC
import EnrichmentSchema
import RPC
import WireFormat

/// What a running service and a device answer about customers, from one release.
struct ServedRelease: Sendable {
  private let client: PartnerClient
  private let region: String
  /// Ids of the items in the order of the catalogue.
  private let items: [String]
  private let positions: [String: Int]
  private let table: ZoneLiftTable
  /// The released share of each item, in the order of the catalogue.
  let popularity: [Double]

  /// The release of a region.
  ///
  /// - Parameter catalogue: ids of the items that are expected, in any order of the service's.
  /// - Throws: `RPCError`; `ContradictoryAnswer`; `UnlikeCatalogue` where the service has other items.
  init(_ client: PartnerClient, region: String, catalogue: [String]) async throws {
    (self.client, self.region, items) = (client, region, catalogue)
    positions = Dictionary(uniqueKeysWithValues: catalogue.enumerated().map { ($1, $0) })
    table = try await client.zoneLifts(of: region)
    let known = table
    guard Set(known.items) == Set(catalogue) else {
      throw UnlikeCatalogue(served: known.items.count, expected: catalogue.count)
    }
    popularity = catalogue.map { known.popularity(ofItem: $0) ?? 0 }
  }

  /// The lifts for a customer whose device mixes them by its own shares of zones; 1 without any.
  func lifts(mixing shares: [String: Double]) throws -> [Double] {
    guard !shares.isEmpty else { return Array(repeating: 1, count: items.count) }
    let customer = try table.customer(shares: shares)
    return items.map(customer.lift)
  }

  /// Where the release is cut off, µs since 1970 UTC; nil where it does not say.
  var cutOff: Int64? { table.source.asOf.map { $0.seconds * 1_000_000 + Int64($0.nanos) / 1_000 } }

  /// How many zones are answered by their own people.
  func openZones() async throws -> Int {
    try await client.zones(of: region).count { $0.answeredBy == "zone" }
  }

  /// What the service answers for zone ids.
  struct Ranked: Sendable {
    /// Positions of the ten best items, best first.
    let best: [Int]
    /// The lift of each item.
    let lifts: [Double]
  }

  /// Ranks the catalogue for zone ids by the service's own blend.
  func ranked(zones: [String], scores: [Double], weight: Double) async throws -> Ranked {
    var request = EnrichProductsRequest()
    (request.sort, request.detail, request.blendWeight) = ("blend", "ranked", weight)
    request.zones = zones.map { id in
      var zone = ZoneShare()
      zone.zoneID = id
      return zone
    }
    request.userSegment = segment
    request.products = items.indices.map { product($0, score: scores[$0]) }
    var lifts = [Double](repeating: 1, count: items.count)
    let answer = try await client.rankedProducts(request)
    for product in answer.products {
      if let position = positions[product.productID], let affinity = product.affinity {
        lifts[position] = affinity.lift
      }
    }
    return Ranked(
      best: answer.products.prefix(RankingQuality.places).compactMap { positions[$0.productID] }, lifts: lifts)
  }

  /// The personality score of each item, given what words a shop would have of it; `nil` where no score is released.
  ///
  /// - Parameter features: words of each item.
  func personality(features: [[String]]) async throws -> [Double]? {
    var request = EnrichProductsRequest()
    (request.sort, request.detail, request.userSegment) = ("personality", "ranked", segment)
    request.products = items.indices.map { position in
      var product = product(position, score: nil)
      product.features = features[position]
      return product
    }
    var scores = [Double](repeating: 0, count: items.count)
    var isKnown = false
    for product in try await client.rankedProducts(request).products {
      guard let position = positions[product.productID], let score = product.compatibilityScore else { continue }
      scores[position] = score
      isKnown = true
    }
    return isKnown ? scores : nil
  }

  private var segment: UserSegment {
    var segment = UserSegment()
    segment.segmentID = "\(region)_all"
    return segment
  }

  private func product(_ position: Int, score: Double?) -> ProductQuantumState {
    var product = ProductQuantumState()
    (product.productID, product.itemID, product.shopScore) = (items[position], items[position], score)
    return product
  }
}

/// A service whose items are not those of the data.
struct UnlikeCatalogue: Error, CustomStringConvertible {
  let served: Int
  let expected: Int

  var description: String { "the service has \(served) items that are not the \(expected) shops of the data" }
}
