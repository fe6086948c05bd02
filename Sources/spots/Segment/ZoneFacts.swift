import EnrichmentClient
import EnrichmentRPC
import EnrichmentSchema
import Glibc
import Pages
import RPC

/// What a region's release says of its zones: how many are answered, and where people like most what they like.
struct ZoneFacts {
  /// How much more than everybody the people of a zone adopt an item.
  struct Strongest {
    let zone: String
    let item: String
    let affinity: ProductAffinity
  }

  /// Most lifts that are shown.
  static let mostShown = 12
  /// Most of them of one zone: a strip of a single zone would say little of a town.
  private static let mostOfOneZone = 2

  /// Number of zones of the region.
  let zones: Int
  /// How many of them are answered by their own people.
  let open: Int
  /// The strongest lifts of those, the strongest first.
  let strongest: [Strongest]
  /// Where they come from.
  let source: AffinitySource

  /// The longest page of a list.
  private static let pageSize: Int32 = 1_000

  /// Asks for the zones of a segment's region; nil where nothing of them is released.
  init?(_ segment: UserSegment, region: String, client: PartnerClient) async throws {
    var request = ListZonesRequest()
    (request.geographicRegion, request.pageSize) = (region, Self.pageSize)
    let list: ListZonesResponse
    do { list = try await client.service.listZones(request, options: client.options()) } catch let error as RPCError
      where error.code == .failedPrecondition || error.code == .notFound
    {
      return nil
    }
    guard let source = list.source else { return nil }
    self.source = source
    zones = Int(list.total)
    open = list.zones.count { $0.answeredBy == Self.ownPeople }
    let own = Set(list.zones.filter { $0.answeredBy == Self.ownPeople }.map(\.zoneID))
    strongest = try await Self.strongest(segment, region, own: own, client)
  }

  private static let ownPeople = "zone"

  /// The public table names the strongest; the service says how sure they are.
  private static func strongest(
    _ segment: UserSegment, _ region: String, own: Set<String>, _ client: PartnerClient
  ) async throws -> [Strongest] {
    var found = StrongestLifts(own: own, most: mostShown, ofOneZone: mostOfOneZone)
    var request = ListZoneLiftsRequest()
    request.geographicRegion = region
    for try await reply in try await client.service.listZoneLifts(request, options: client.options()) {
      found.add(reply)
    }
    var shown: [Strongest] = []
    for (zone, items) in found.byZone { shown += try await lifts(of: items, zone: zone, segment, client) }
    return shown.sorted { ($1.affinity.lift, $0.zone, $0.item) < ($0.affinity.lift, $1.zone, $1.item) }
  }

  private static func lifts(
    of items: [String], zone: String, _ segment: UserSegment, _ client: PartnerClient
  ) async throws -> [Strongest] {
    var request = EnrichProductsRequest()
    (request.userSegment, request.sort, request.detail) = (segment, "affinity", "ranked")
    var share = ZoneShare()
    share.zoneID = zone
    request.zones = [share]
    request.products = items.map { item in
      var product = ProductQuantumState()
      (product.productID, product.itemID) = (item, item)
      return product
    }
    var lifts: [Strongest] = []
    for try await reply in try await client.service.enrichProducts(request, options: client.options()) {
      guard case .products(let products)? = reply.item else { continue }
      for product in products.products {
        guard let affinity = product.affinity else { continue }
        lifts.append(Strongest(zone: zone, item: product.productID, affinity: affinity))
      }
    }
    return lifts
  }
}

/// The cells of the public table with the greatest bytes, kept at a bounded number.
private struct StrongestLifts {
  private struct Cell {
    let zone: Int
    let item: String
    let byte: UInt8
  }

  private let own: Set<String>
  private let most: Int
  private let ofOneZone: Int
  private var zones: [String] = []
  private var best: [Cell] = []

  init(own: Set<String>, most: Int, ofOneZone: Int) {
    (self.own, self.most, self.ofOneZone) = (own, most, ofOneZone)
  }

  mutating func add(_ reply: ListZoneLiftsResponse) {
    if zones.isEmpty { zones = reply.zones }
    for (row, item) in reply.items.enumerated() {
      for zone in zones.indices where own.contains(zones[zone]) {
        add(Cell(zone: zone, item: item, byte: reply.lifts[row * zones.count + zone]))
      }
    }
  }

  private mutating func add(_ cell: Cell) {
    if best.count == most, let last = best.last, cell.byte <= last.byte { return }
    let place = best.firstIndex { $0.byte < cell.byte } ?? best.endIndex
    best.insert(cell, at: place)
    let ofZone = best.indices.filter { best[$0].zone == cell.zone }
    if ofZone.count > ofOneZone, let weakest = ofZone.last { best.remove(at: weakest) }
    if best.count > most { best.removeLast() }
  }

  /// Items by zone, the zone of the greatest byte first.
  var byZone: [(zone: String, items: [String])] {
    var seen = Set<Int>()
    return best.map(\.zone).filter { seen.insert($0).inserted }.map { zone in
      (zones[zone], best.filter { $0.zone == zone }.map(\.item))
    }
  }
}

extension ZoneFacts {
  /// For a terminal.
  var lines: AnswerLines {
    var lines = AnswerLines()
    lines.heading("what people of a zone like")
    lines.row("zones answered", "\(open) of \(zones), from \(source.floor) people on")
    for lift in strongest { lines.row(lift.zone, "\(lift.item)  \(lift.affinity.words)") }
    return lines
  }

  /// For a page: a strip for each of the strongest lifts, on a logarithmic scale, with its interval.
  var section: String {
    let note = HTML.paragraph(
      "How many times as much as everybody the people of a zone adopt an item: the strongest of \(open) zones that are "
        + "answered, of \(zones), at most two of a zone; the bar is the 95 % interval. From release \(source.releaseID), "
        + "policy \(source.policy).")
    let drawn = strongest.isEmpty ? HTML.paragraph("no zone is answered", kind: "absent") : strips
    return HTML.section("What people of a zone like", content: note + drawn)
  }

  private var strips: String {
    let rows = strongest.enumerated().map { index, lift in strip(lift, y: 40 + 30 * Double(index)) }
    let ticks = [0.1, 0.5, 1, 2, 5, 10].map { value in
      SVG.text(NumberText.brief(value), at: SVG.Point(Self.place(value), 14), kind: "tick middle")
    }
    return SVG.drawing(
      width: 720, height: 40 + 30 * Double(strongest.count), label: "the strongest lifts of zones and items",
      content: ticks.joined() + rows.joined())
  }

  private func strip(_ lift: Strongest, y: Double) -> String {
    let scale = y - 4
    var row = SVG.text("\(lift.zone): \(lift.item)", at: SVG.Point(0, y), kind: "name")
    row += SVG.line(SVG.Point(Self.place(0.05), scale), SVG.Point(Self.place(20), scale), kind: "axis")
    if let range = lift.affinity.ci95 {
      row += SVG.line(
        SVG.Point(Self.place(range.low), scale), SVG.Point(Self.place(range.high), scale), kind: "spread")
    }
    row += SVG.line(SVG.Point(Self.place(1), y - 11), SVG.Point(Self.place(1), y + 3), kind: "quartile")
    row += SVG.circle(SVG.Point(Self.place(lift.affinity.lift), scale), radius: 6)
    return row + SVG.text(NumberText.brief(lift.affinity.lift), at: SVG.Point(660, y), kind: "value")
  }

  /// Where a lift stands: 0.05 and what is less on the left, 20 on the right.
  private static func place(_ lift: Double) -> Double {
    let share = log(max(lift, 0.05) / 0.05) / log(20 / 0.05)
    return 330 + 310 * min(1, max(0, share))
  }
}

extension ProductAffinity {
  /// In words: `2.3 times as much as everybody, 95 %: 1.9 to 2.8`.
  var words: String {
    switch withheld {
    case "": break
    case "no_zone": return "as much as everybody: no zone was given"
    case "below_floor": return "as much as everybody: too few people in the zones"
    default: return "as much as everybody: no registered item"
    }
    let interval = ci95.map { ", 95 %: \(NumberText.brief($0.low)) to \(NumberText.brief($0.high))" } ?? ""
    return "\(NumberText.brief(lift)) times as much as everybody" + interval
  }
}
