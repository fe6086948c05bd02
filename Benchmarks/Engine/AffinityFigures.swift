import Answers
import CLinux
import EnrichmentSchema
import Personality
import Population
import Releases
import Segments
import WireFormat

/// Whole catalogues, from the bytes of a request to those of its replies, and a release of affinity of the greatest size.
enum AffinityFigures {
  private static let (zones, items, products) = (64, 20_000, 10_000)

  static func add(to table: inout FigureTable) throws {
    let stored = release().serializedBytes()
    let before = allocatedBytes()
    let affinity = try RegionAffinity(AffinityRelease(serializedBytes: stored))
    table.add("a release of 64 by 20,000 cells in memory", bytes: allocatedBytes() - before, bar: 12 << 20)
    let loaded = try ProcessorTime.median(rounds: 7) {
      _ = try RegionAffinity(AffinityRelease(serializedBytes: stored)).epoch
    }
    table.add("the same read from its \(stored.count >> 10) KiB", seconds: loaded, bar: 100e-3)
    let lifts = try ZoneLiftReplies(ListZoneLiftsRequest(), of: affinity)
    var bytes = 0
    let listed = ProcessorTime.median(rounds: 5) {
      bytes = lifts.places.reduce(0) { $0 + lifts.reply(from: $1).serializedBytes().count }
    }
    table.add("its table of lifts, \(bytes >> 10) KiB", FigureTable.time(listed))
    try addCatalogues(affinity, to: &table)
  }

  private static func addCatalogues(_ affinity: RegionAffinity, to table: inout FigureTable) throws {
    let edition = try ReleasedTown.edition()
    let segment = try ReleasedTown.whole(edition)
    guard let prepared = try edition.source(of: segment) else { throw ReleasedTown.Missing() }
    let source = CatalogueSource(segment: segment.asked, prepared: prepared, affinity: affinity)
    let engine = PersonalityEngine(tables: try .published(), knots: KnotCache())
    let registered = request(sort: "blend", detail: "ranked") { number in
      var product = ProductQuantumState()
      (product.productID, product.itemID) = ("product-\(number)", "item-\(number * 2)")
      product.shopScore = Double(number * 37 % 1_009)
      return product
    }
    let states = ProductFigures.messages()
    let ranked = request(sort: "personality", detail: "ranked") { states[$0] }
    let full = request(sort: "personality", detail: "full") { states[$0] }
    for (what, request, bar) in [
      ("10,000 registered items blended for three zones", registered, 20e-3),
      ("10,000 products with states ranked", ranked, 50e-3), ("the same in full detail", full, 90e-3),
    ] {
      let (first, whole) = try times(request.serializedBytes(), source, engine)
      table.add(what, seconds: whole, bar: bar)
      table.add("  until its first reply", seconds: first, bar: 30e-3)
    }
  }

  /// Seconds until the first reply is encoded and until all are, the medians of rounds.
  private static func times(
    _ request: [UInt8], _ source: CatalogueSource, _ engine: PersonalityEngine
  ) throws -> (first: Double, whole: Double) {
    var (firsts, sent): ([Double], Int) = ([], 0)
    let whole = try ProcessorTime.median(rounds: 15) {
      let start = ProcessorTime.now()
      let question = try CatalogueQuestion(EnrichProductsRequest(serializedBytes: request))
      let catalogue = try RankedCatalogue(question, from: source, engine: engine)
      for place in stride(from: 0, to: catalogue.count, by: RankedCatalogue.productsPerReply) {
        sent += try catalogue.reply(from: place).serializedBytes().count
        if place == 0 { firsts.append(ProcessorTime.now() - start) }
      }
    }
    if sent == 0 { print("nothing was answered") }
    return (firsts.sorted()[firsts.count / 2], whole)
  }

  private static func request(
    sort: String, detail: String, product: (Int) -> ProductQuantumState
  ) -> EnrichProductsRequest {
    var request = EnrichProductsRequest()
    (request.sort, request.detail) = (sort, detail)
    request.products = (0..<products).map(product)
    request.zones = [3, 17, 40].map { number in
      var zone = ZoneShare()
      zone.zoneID = "zone-\(number)"
      return zone
    }
    return request
  }

  private static func release() -> AffinityRelease {
    var random = SplitMix64(seed: 9)
    var release = AffinityRelease()
    (release.releaseID, release.region, release.epoch, release.granularityBits) = ("a1", "town", 1, 16)
    release.areaIds = (0..<8).map { "area-\($0)" }
    release.zones = (0..<zones).map { number in
      var zone = AffinityZone()
      (zone.zoneID, zone.area) = ("zone-\(number)", Int32(1 + number % 8))
      return zone
    }
    release.items = (0..<items).map { number in
      var item = AffinityItem()
      (item.itemID, item.zone) = ("item-\(number)", Int32(1 + number % zones))
      return item
    }
    // Cells of a few units with noise of about 1.7.
    release.cells = (0..<(zones * items)).map { _ in Int32(random.below(1 << 19)) - (1 << 17) }
    (release.cellsSigma2Numerator, release.cellsSigma2Denominator) = (12_216_000_000, 1)
    release.counts = (0..<(zones + 8)).map { Int64($0 % 9 == 0 ? 40 : 900) }
    (release.countsSigma2Numerator, release.countsSigma2Denominator) = (595, 1)
    (release.floor, release.threshold) = (100, 237)
    return release
  }

  /// Bytes that the process has allocated and not given back.
  private static func allocatedBytes() -> Int { Int(mallinfo2().uordblks) + Int(mallinfo2().hblkhd) }
}
