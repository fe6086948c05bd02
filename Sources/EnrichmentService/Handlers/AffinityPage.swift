import Answers
import EnrichmentSchema
import Population
import Releases
import Segments

/// `ListZones` and `ListItems`: pages of the public map of a region, in registered order.
struct AffinityPage: Sendable {
  private let limits: RequestLimits

  init(_ limits: RequestLimits) { self.limits = limits }

  func zones(_ request: ListZonesRequest, of affinity: RegionAffinity) throws(RequestError) -> ListZonesResponse {
    let (estimates, map) = (affinity.estimates, affinity.estimates.map)
    let page = try places(of: map.zones.count, request.pageSize, after: request.pageToken, map.zone)
    var response = ListZonesResponse()
    response.zones = page.map { position in
      var zone = RegisteredZone()
      zone.zoneID = map.zones[position].id
      zone.areaID = map.zones[position].area.map { map.areas[$0] } ?? ""
      zone.answeredBy = estimates.answer(to: position).word
      return zone
    }
    response.nextPageToken = page.upperBound < map.zones.count ? response.zones.last?.zoneID ?? "" : ""
    response.total = Int32(clamping: map.zones.count)
    response.source = AffinitySource(affinity)
    return response
  }

  func items(_ request: ListItemsRequest, of affinity: RegionAffinity) throws(RequestError) -> ListItemsResponse {
    let map = affinity.estimates.map
    let page = try places(of: map.items.count, request.pageSize, after: request.pageToken, map.item)
    let popularity = affinity.estimates.popularity
    var response = ListItemsResponse()
    response.items = page.map { position in
      var item = RegisteredItem()
      item.itemID = map.items[position].id
      item.zoneID = map.items[position].zone.map { map.zones[$0].id } ?? ""
      item.popularity = popularity[position]
      return item
    }
    response.nextPageToken = page.upperBound < map.items.count ? response.items.last?.itemID ?? "" : ""
    response.total = Int32(clamping: map.items.count)
    response.source = AffinitySource(affinity)
    return response
  }

  /// The positions of a page. Its token is the last id of the page before.
  private func places(
    of count: Int, _ size: Int32, after token: String, _ position: (String) -> Int?
  ) throws(RequestError) -> Range<Int> {
    guard (0...limits.placesPerPage).contains(Int(size)) else {
      throw .invalidArgument([
        RequestViolation(
          field: "page_size", value: "\(size)",
          allowed: "1 to \(limits.placesPerPage), or 0 for \(limits.placesPerUnsizedPage)")
      ])
    }
    let last = token.isEmpty ? -1 : position(token)
    guard let last else {
      throw .invalidArgument([
        RequestViolation(
          field: "page_token", value: token,
          allowed: "next_page_token of the page before, or nothing for the first page")
      ])
    }
    let first = min(count, last + 1)
    return first..<min(count, first + (size == 0 ? limits.placesPerUnsizedPage : Int(size)))
  }
}
