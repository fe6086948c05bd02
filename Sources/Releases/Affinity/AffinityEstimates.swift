package import Population

/// What a release says of how much the people of a zone like an item: post-processing of noisy sums and the public map.
///
/// It keeps the sums and nothing of their size besides: a lift is computed when it is asked for. Symbols as in
/// affinity.md 3: A the noisy sums, r and t their totals by zone and item, E what they would be if all zones liked alike.
package struct AffinityEstimates: Sendable {
  /// The public map.
  package let map: ZoneMap
  /// Zones whose noisy count reaches the threshold.
  package let isOpen: [Bool]
  /// Areas whose noisy count does.
  package let isAreaOpen: [Bool]

  /// Noisy sums in granules, the items of a zone one after the other.
  let cells: [Int32]
  /// One granule, in units.
  let granule: Double
  /// Variance of the noise of a sum, in units squared.
  let noiseVariance: Double
  /// Totals of zones, not below what noise alone gives.
  let zoneTotals: [Double]
  /// Totals of items, likewise.
  let itemTotals: [Double]
  /// Total of all sums, at least 1.
  let total: Double
  /// For each zone what being near explains: of items in each zone, then 0 for items that stand in none.
  let explained: [[Double]]
  /// Sums of the zones of each open area that has closed zones, by item, in granules; empty for others.
  let areaCells: [[Int64]]

  /// Granularity of sampling: a variance of `q / E` is allowed for.
  package static let sampling = 0.25
  /// Prior variance of what a zone's people like of all that stands in a zone.
  static let groupPrior = 1.0

  /// Reads released sums.
  ///
  /// - Parameters:
  ///   - cells: Zones by items, in granules.
  ///   - counts: Noisy numbers of people of every zone, then of every area.
  ///   - sigmaSquared: Variance of the noise of a cell, in granules squared.
  ///   - threshold: The number of people from which a zone or area is open.
  ///   - fractionBits: Bits of the granule, 0 to `AffinityFamily.fractionBits`.
  /// - Throws: `AffinityError` when they do not fit the map.
  package init(
    map: ZoneMap, cells: [Int32], counts: [Int64], sigmaSquared: Double, threshold: Int64,
    fractionBits: Int = AffinityFamily.fractionBits
  ) throws(AffinityError) {
    let (zones, items) = (map.zones.count, map.items.count)
    guard cells.count == zones * items else { throw .shape("\(cells.count) cells, \(zones * items) are allowed") }
    guard counts.count == zones + map.areas.count else {
      throw .shape("\(counts.count) counts, \(zones + map.areas.count) are allowed")
    }
    guard sigmaSquared > 0, sigmaSquared.isFinite else { throw .shape("the variance of its noise must be positive") }
    guard (0...AffinityFamily.fractionBits).contains(fractionBits) else {
      throw .shape("\(fractionBits) bits of a granule, 0 to \(AffinityFamily.fractionBits) are allowed")
    }
    let granule = Double(sign: .plus, exponent: -fractionBits, significand: 1)
    self.map = map
    self.cells = cells
    self.granule = granule
    isOpen = counts.prefix(zones).map { $0 >= threshold }
    isAreaOpen = counts.dropFirst(zones).map { $0 >= threshold }
    noiseVariance = sigmaSquared * granule * granule
    let sums = Totals(cells, zones: zones, items: items)
    let deviation = noiseVariance.squareRoot()
    zoneTotals = sums.zones.map { max(Double($0) * granule, deviation * Double(items).squareRoot() + 1) }
    itemTotals = sums.items.map { max(Double($0) * granule, 1.5 * deviation * Double(zones).squareRoot() + 0.5) }
    total = max(Double(sums.all) * granule, 1)
    areaCells = Self.areaCells(cells, map: map, isOpen: isOpen, isAreaOpen: isAreaOpen)
    let nearness = Nearness(
      map: map, cells: cells, zoneTotals: zoneTotals, itemTotals: itemTotals, total: total,
      noiseVariance: noiseVariance, granule: granule)
    explained = nearness.explained(isOpen: isOpen)
  }

  /// What a zone's sum for an item would be if all zones liked alike.
  func expected(zone: Int, item: Int) -> Double { zoneTotals[zone] * itemTotals[item] / total }

  /// Prior variance of what a zone's people like, of a map with places of items and of one without.
  package var priorVariance: Double { map.placesItems ? 0.5 : 1 }

  /// The share of an item in all that is adopted, by position; they add up to 1, and are equal where nothing is known.
  package var popularity: [Double] {
    let all = itemTotals.reduce(0, +)
    return itemTotals.map { $0 / all }
  }

  /// The sums of an open area's zones, where a closed zone is answered by them.
  private static func areaCells(
    _ cells: [Int32], map: ZoneMap, isOpen: [Bool], isAreaOpen: [Bool]
  ) -> [[Int64]] {
    map.areas.indices.map { area in
      let inside = map.zones.indices.filter { map.zones[$0].area == area }
      guard isAreaOpen[area], inside.contains(where: { !isOpen[$0] }) else { return [] }
      return map.items.indices.map { item in
        inside.reduce(0) { $0 + Int64(cells[$1 * map.items.count + item]) }
      }
    }
  }
}

/// The exact totals of noisy sums, in granules.
private struct Totals {
  var zones: [Int64]
  var items: [Int64]
  var all: Int64 = 0

  init(_ cells: [Int32], zones zoneCount: Int, items itemCount: Int) {
    zones = Array(repeating: 0, count: zoneCount)
    items = Array(repeating: 0, count: itemCount)
    for zone in 0..<zoneCount {
      for item in 0..<itemCount {
        let sum = Int64(cells[zone * itemCount + item])
        zones[zone] += sum
        items[item] += sum
      }
      all += zones[zone]
    }
  }
}

/// What the public map explains: people adopt what stands near them.
private struct Nearness {
  /// Sums and expectations of zones by the zone that items stand in, in units.
  private var sums: [[Double]]
  private var expected: [[Double]]
  private var itemsIn: [Int]
  private let map: ZoneMap
  private let noiseVariance: Double

  init(
    map: ZoneMap, cells: [Int32], zoneTotals: [Double], itemTotals: [Double], total: Double, noiseVariance: Double,
    granule: Double
  ) {
    let zones = map.zones.count
    self.map = map
    self.noiseVariance = noiseVariance
    itemsIn = Array(repeating: 0, count: zones)
    var granules = Array(repeating: [Int64](repeating: 0, count: zones), count: zones)
    var likely = [Double](repeating: 0, count: zones)
    for (position, item) in map.items.enumerated() {
      guard let standing = item.zone else { continue }
      itemsIn[standing] += 1
      likely[standing] += itemTotals[position]
      for zone in 0..<zones { granules[zone][standing] += Int64(cells[zone * map.items.count + position]) }
    }
    sums = granules.map { $0.map { Double($0) * granule } }
    expected = zoneTotals.map { zone in likely.map { zone * $0 / total } }
  }

  /// By zone, what being near explains of items by the zone they stand in; last, 0 for those that stand in none.
  func explained(isOpen: [Bool]) -> [[Double]] {
    guard map.placesItems else { return map.zones.map { _ in [Double](repeating: 0, count: map.zones.count + 1) } }
    let ratios = (0...2).map(ratio)
    return map.zones.indices.map { zone in
      map.zones.indices.map { standing in
        let base = ratios[distance(zone, standing)]
        guard isOpen[zone], itemsIn[standing] > 0 else { return base }
        return base + step(zone, standing, from: base)
      } + [0]
    }
  }

  /// 0 in the zone, 1 in its area, 2 elsewhere.
  private func distance(_ zone: Int, _ standing: Int) -> Int {
    if zone == standing { return 0 }
    guard let area = map.zones[zone].area else { return 2 }
    return map.zones[standing].area == area ? 1 : 2
  }

  /// How much more than expected is adopted at a distance.
  private func ratio(at nearness: Int) -> Double {
    var (sum, likely) = (0.0, 0.0)
    for zone in map.zones.indices {
      for standing in map.zones.indices where itemsIn[standing] > 0 && distance(zone, standing) == nearness {
        sum += sums[zone][standing]
        likely += expected[zone][standing]
      }
    }
    return sum / max(likely, 1e-9) - 1
  }

  /// What an open zone's own people add to that, shrunk by its variance.
  private func step(_ zone: Int, _ standing: Int, from base: Double) -> Double {
    let likely = expected[zone][standing]
    let variance = Double(itemsIn[standing]) * noiseVariance / (likely * likely) + AffinityEstimates.sampling / likely
    let prior = AffinityEstimates.groupPrior
    return prior / (prior + variance) * (sums[zone][standing] / likely - 1 - base)
  }
}
