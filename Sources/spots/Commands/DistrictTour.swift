import EnrichmentClient
import EnrichmentRPC
import EnrichmentSchema
import Pages
import RPC

/// The part of a tour about zones: who answers for them, and a catalogue ranked for a customer of one of them.
struct DistrictTour {
  let client: PartnerClient
  let segment: UserSegment
  let region: String

  /// Items of the region that the shop of the tour sells.
  private static let catalogueSize = 200
  /// Products that are shown.
  private static let mostShown = 5
  private static let pageSize: Int32 = 1_000

  /// The zones by who answers for them.
  func zones() async throws -> AnswerLines {
    var lines = AnswerLines()
    guard let list = try await list() else { return none }
    let answering = Dictionary(grouping: list.zones, by: \.answeredBy).mapValues(\.count)
    lines.row("zones", "\(list.total)")
    lines.row("answered by their own people", "\(answering["zone"] ?? 0)")
    lines.row("answered by their area's", "\(answering["area"] ?? 0)")
    lines.row("by nobody", "\(answering["nobody"] ?? 0)")
    lines.row("drawn", "policy \(list.source?.policy ?? ""), release \(list.source?.releaseID ?? "")")
    return lines
  }

  /// The catalogue in the shop's own order and blended for a customer of the first zone that is answered, by its own
  /// people if any is.
  func ranking() async throws -> AnswerLines {
    guard let list = try await list() else { return none }
    let answered = ["zone", "area"].lazy.compactMap { by in list.zones.first { $0.answeredBy == by } }
    guard let zone = answered.first else { return tooFew }
    var items = ListItemsRequest()
    (items.geographicRegion, items.pageSize) = (region, Self.pageSize)
    let sold = try await client.service.listItems(items, options: client.options()).items.prefix(Self.catalogueSize)
    guard !sold.isEmpty else { return none }
    let standing = Dictionary(sold.map { ($0.itemID, $0.zoneID) }) { first, _ in first }
    let plain = try await ranked(Array(sold), zones: [])
    let blended = try await ranked(Array(sold), zones: [zone.zoneID])
    var lines = AnswerLines()
    lines.row("the shop's own best sellers", plain.prefix(Self.mostShown).map(\.productID).joined(separator: ", "))
    lines.row("for a customer of", zone.zoneID)
    for product in blended.prefix(Self.mostShown) {
      let before = plain.first { $0.productID == product.productID }?.rank ?? 0
      let place = standing[product.productID] == zone.zoneID ? "; it is sold in \(zone.zoneID)" : ""
      lines.row(
        "\(product.rank). \(product.productID)",
        "was \(before).  \(product.affinity?.words ?? "")\(place)")
    }
    return lines
  }

  private var none: AnswerLines {
    var lines = AnswerLines()
    lines.row("zones", "\(region) has none that are released: `spots zones import` registers them")
    return lines
  }

  private var tooFew: AnswerLines {
    var lines = AnswerLines()
    lines.row("zones", "too few people are in each zone of \(region), and in its area, for any to be answered")
    return lines
  }

  private func list() async throws -> ListZonesResponse? {
    var request = ListZonesRequest()
    (request.geographicRegion, request.pageSize) = (region, Self.pageSize)
    do { return try await client.service.listZones(request, options: client.options()) } catch let error as RPCError
      where error.code == .failedPrecondition || error.code == .notFound
    {
      return nil
    }
  }

  /// The items blended; the shop's own score is how much each is adopted everywhere.
  private func ranked(_ items: [RegisteredItem], zones: [String]) async throws -> [EnrichedProduct] {
    var request = EnrichProductsRequest()
    (request.userSegment, request.sort, request.detail) = (segment, "blend", "ranked")
    request.zones = zones.map { id in
      var zone = ZoneShare()
      zone.zoneID = id
      return zone
    }
    request.products = items.map { item in
      var product = ProductQuantumState()
      (product.productID, product.itemID, product.shopScore) = (item.itemID, item.itemID, item.popularity)
      return product
    }
    var products: [EnrichedProduct] = []
    for try await reply in try await client.service.enrichProducts(request, options: client.options()) {
      if case .products(let batch)? = reply.item { products += batch.products }
    }
    return products
  }
}
