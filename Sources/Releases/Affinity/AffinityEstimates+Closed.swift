package import Population

extension AffinityEstimates {
  /// Reads the release of a closed region, whose sums were not drawn: nothing is known of any zone or item.
  ///
  /// - Throws: `AffinityError` when it has sums, when counts do not fit the map, and when one of them opens a place.
  package init(closed map: ZoneMap, cells: [Int32], counts: [Int64], threshold: Int64) throws(AffinityError) {
    guard cells.isEmpty else { throw .shape("\(cells.count) cells, none are allowed where no zone is open") }
    guard counts.count == map.zones.count + map.areas.count else {
      throw .shape("\(counts.count) counts, \(map.zones.count + map.areas.count) are allowed")
    }
    guard counts.allSatisfy({ $0 < threshold }) else { throw .shape("a zone is open, and it has no sums") }
    (self.map, self.cells, granule, noiseVariance) = (map, [], 1, 1)
    isOpen = map.zones.map { _ in false }
    isAreaOpen = map.areas.map { _ in false }
    zoneTotals = map.zones.map { _ in 1 }
    itemTotals = map.items.map { _ in 1 }
    total = 1
    areaCells = map.areas.map { _ in [] }
    explained = map.zones.map { _ in [Double](repeating: 0, count: map.zones.count + 1) }
  }

  /// Whether there are sums: none are drawn where no zone is open.
  package var hasSums: Bool { !cells.isEmpty }
}
