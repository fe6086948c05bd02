package import Population

/// How a region is divided into base cells, and which unions of them can be asked for.
///
/// The division depends on public choices only, never on anybody's data.
package struct RegionPlan: Sendable, Hashable {
  /// The division into base cells.
  package enum Division: Sendable, Hashable {
    /// One cell.
    case region
    /// A cell for each interest cluster.
    case cluster
    /// A cell for each age band and interest cluster.
    case ageCluster(bands: [AgeRange])
  }

  /// Region id: 1 to 64 of `a-z`, `0-9` and `_`, starting with a letter.
  package let region: String
  /// IANA name of the time zone, for example `Asia/Jakarta`.
  package let timeZone: String
  /// The division; age bands in order.
  package let division: Division
  /// Interest clusters of the division, without `unknown`.
  package let clusters: [InterestCluster]
  /// Whether people of unknown age or interest have cells of their own. Without them those people are in no cell.
  package let countsUnknown: Bool

  /// Checks and makes a plan.
  package init(
    region: String, timeZone: String, division: Division, clusters: [InterestCluster] = InterestCluster.named,
    countsUnknown: Bool = true
  ) throws(RegistryError) {
    guard RegionID.isValid(region) else { throw .regionID(region) }
    guard !timeZone.isEmpty else { throw .timeZoneMissing(region: region) }
    guard !clusters.isEmpty, Set(clusters).count == clusters.count, !clusters.contains(.unknown) else {
      throw .interestClusters(region: region)
    }
    self.region = region
    self.timeZone = timeZone
    self.division = try Self.ordered(division, region: region)
    self.clusters = clusters
    self.countsUnknown = countsUnknown
  }

  /// The base cells, disjoint, in a fixed order.
  package var cells: [BaseCell] {
    switch division {
    case .region: [BaseCell(region: region)]
    case .cluster: cells(ages: [.all])
    case .ageCluster(let bands): cells(ages: bands.map(CellAges.years) + (countsUnknown ? [.unknown] : []))
    }
  }

  /// The unbroken runs of age bands, each as one range.
  package var ageRanges: [AgeRange] {
    guard case .ageCluster(let bands) = division else { return [] }
    return bands.indices.flatMap { first in
      bands[first...].indices.prefix { $0 == first || bands[$0 - 1].to == bands[$0].from }
        .compactMap { AgeRange(from: bands[first].from, to: bands[$0].to) }
    }
  }

  private func cells(ages: [CellAges]) -> [BaseCell] {
    ages.flatMap { age in
      (clusters + (countsUnknown ? [.unknown] : [])).map {
        BaseCell(region: region, ages: age, interest: .cluster($0))
      }
    }
  }

  private static func ordered(_ division: Division, region: String) throws(RegistryError) -> Division {
    guard case .ageCluster(let bands) = division else { return division }
    let sorted = bands.sorted()
    let overlap = zip(sorted, sorted.dropFirst()).contains { $0.to > $1.from }
    guard !sorted.isEmpty, !overlap else { throw .ageBands(region: region) }
    return .ageCluster(bands: sorted)
  }
}
