package import EnrichmentSchema
package import Measures
package import Population
package import Privacy
package import Segments

/// The exact sums of a region's cells, of its network and of its affinity while an epoch is computed. They never leave the epoch job.
package struct RegionSums: Sendable {
  private var accumulators: [String: CellAccumulator]
  private var profiles: [String: ProfileAccumulator]
  private var network: NetworkAccumulator?
  private var adoptions: AdoptionAccumulator?
  private var affinity: AffinitySums?
  private let cells: [BaseCell]
  private let registry: SegmentRegistry
  private let family: DailyFamily

  /// Sums of nobody for a region's cells, of which there are none when the policy draws none; the profile is kept when
  /// the context measures it, the network when it is asked for, and affinity when it is given a map.
  package init(
    region: String, registry: SegmentRegistry, builder: ReleaseBuilder, drawsNetwork: Bool,
    affinity map: RegisteredMap? = nil, in context: MeasureContext
  ) {
    cells = builder.drawsCells ? registry.cells.filter { $0.region == region } : []
    affinity = map.map { AffinitySums(of: $0) }
    self.registry = registry
    family = builder.family
    accumulators = Dictionary(
      cells.map { ($0.id, CellAccumulator(family: builder.family)) }, uniquingKeysWith: { first, _ in first })
    profiles =
      context.measuresProfile
      ? accumulators.mapValues { _ in ProfileAccumulator(family: builder.profileFamily) } : [:]
    adoptions = builder.family.statistics.contains(where: \.isMarked) ? AdoptionAccumulator() : nil
    network = drawsNetwork ? NetworkAccumulator(family: builder.networkFamily, cutOff: context.window.cutOff) : nil
  }

  /// Adds a person to affinity and to the cell they belong to; who belongs to none is in no other statistic.
  ///
  /// - Throws: `AffinityError.overBound`: the run must not go on.
  package mutating func add(_ records: AgentRecords, in context: MeasureContext) throws(AffinityError) {
    try affinity?.add(records, in: context)
    addToCells(affinity == nil ? records : records.since(context.window.cutOff - MeasureWindow.reach), in: context)
  }

  private mutating func addToCells(_ records: AgentRecords, in context: MeasureContext) {
    let consents = records.person.consents
    let history = VisitHistory(records.visits, in: context.window)
    let interest = consents.contains(.behavior) ? history.interestCluster : InterestCluster.unknown
    let cell = registry.cell(region: records.person.region, age: records.person.ageBand, interest: interest)
    guard let cell else { return }
    let measures = AgentMeasures.measure(records, history: history, in: context, consents: consents) { _ in true }
    let purposes = family.purposes(of: measures)
    accumulators[cell.id]?.add(measures)
    profiles[cell.id]?.add(measures, purposes: purposes)
    guard purposes.contains(.network) else { return }
    network?.add(records)
    adoptions?.add(records, cell: cell.id, in: context)
  }

  /// The exact number of people counted for a purpose, over all cells.
  package func exactCount(of purpose: ReleasePurpose) -> Int64 {
    accumulators.values.reduce(0) { $0 + $1.exactCount(of: purpose) }
  }

  /// The exact sums of the cells by id, with what the adoptions of everybody say.
  package var exactCells: [String: CellAccumulator] {
    var cells = accumulators
    adoptions?.eachShares { cell, shares in cells[cell]?.add(shares) }
    return cells
  }

  /// Every exact sum that `draw` adds noise to, in granules, by id of the cell and name of the statistic; those of the
  /// network stand under the id of their region.
  package func exactSums(ofRegion region: String) -> [String: [String: [Int64]]] {
    var sums = exactCells.mapValues { cell in
      Self.named(cell.family.statistics) { cell.exactSums(of: $0) }
    }
    for (cell, profile) in profiles {
      sums[cell, default: [:]].merge(Self.named(profile.family.statistics) { profile.exactSums(of: $0) }) { $1 }
    }
    if let affinity { sums[AffinityRelease.cellID(ofRegion: region)] = affinity.named }
    if let exact = network?.exactSums() { sums[region] = Self.named(Array(exact.keys)) { exact[$0] } }
    return sums
  }

  private static func named<Statistic: RawRepresentable<String>>(
    _ statistics: [Statistic], _ sums: (Statistic) -> [Int64]?
  ) -> [String: [Int64]] {
    statistics.reduce(into: [:]) { $0[$1.rawValue] = sums($1) }
  }

  /// Who is admitted in each cell, by its id: the verdicts of the running term, or fresh ones where a term begins.
  package func admissions<Source: RandomBits & ~Copyable>(
    _ builder: ReleaseBuilder, terms: RegionTerms, using source: inout Source
  ) -> [String: [Admission]] {
    var verdicts: [String: [Admission]] = [:]
    for cell in cells {
      guard let sums = accumulators[cell.id] else { continue }
      verdicts[cell.id] = builder.admissions(
        of: sums, terms: terms, previous: terms.previous?.cells[cell.id], using: &source)
    }
    return verdicts
  }

  /// The releases of a region of which nothing can be answered during the term that begins: who is admitted, and nothing
  /// that would have to be paid for.
  package func undrawn(
    _ builder: ReleaseBuilder, terms: RegionTerms, run: ReleaseRun, region: String, isSimulated: Bool,
    admissions: [String: [Admission]]
  ) -> [SegmentRelease] {
    var source = SystemRandomBits()
    let counted = cells.map { cell in
      builder.admissionOnly(
        of: released(cell, isSimulated: isSimulated), run: run, admissions: admissions[cell.id] ?? [])
    }
    guard builder.drawsCells else { return [] }
    let network = builder.network(
      of: nil, cell: whole(region, isSimulated: isSimulated), run: run, previous: terms.previous?.network,
      using: &source)
    return counted + [network]
  }

  /// How many people zones and areas have, with fresh noise; to be drawn once a term. Nil where no affinity is summed.
  package func countZones<Source: RandomBits & ~Copyable>(
    _ family: AffinityFamily, using source: inout Source
  ) -> [Int64]? {
    affinity.map { family.counts.release($0.sums.counts, using: &source) }
  }

  /// The release of the region's affinity: where a term begins its counts, and fresh sums beside them; else the epoch that
  /// has them. Nil where none is drawn.
  ///
  /// - Parameters:
  ///   - counts: What `countZones` drew.
  ///   - drawsSums: Whether what people adopt is drawn: it is of use where the counts open a zone or an area.
  package func drawAffinity<Source: RandomBits & ~Copyable>(
    _ family: AffinityFamily?, counts: [Int64]?, drawsSums: Bool, terms: RegionTerms, header: AffinityRelease,
    using source: inout Source
  ) -> AffinityRelease? {
    if let running = terms.runningAffinity { return header.repeating(running) }
    guard let affinity, let family, let counts else { return nil }
    guard drawsSums else { return header.closing(by: counts, of: affinity.sums.map, family) }
    return header.drawing(affinity.sums, counts: counts, family, using: &source)
  }

  private func released(_ cell: BaseCell, isSimulated: Bool) -> ReleasedCell {
    ReleasedCell(
      id: cell.id, region: cell.region, ageBand: cell.ages.name, interestCluster: cell.interest.name,
      isSimulated: isSimulated)
  }

  private func whole(_ region: String, isSimulated: Bool) -> ReleasedCell {
    ReleasedCell(
      id: region, region: region, ageBand: CellAges.all.name, interestCluster: CellInterest.all.name,
      isSimulated: isSimulated)
  }

  /// The releases of all cells in a fixed order, with fresh noise, and of the region's network, which comes last; none
  /// where the policy draws no cells.
  ///
  /// - Parameters:
  ///   - isSimulated: whether any row of the region came from a generator.
  ///   - admissions: who is admitted, if that was drawn before; nil draws it.
  /// - Throws: `AccumulatorError` when the builder belongs to a region with other sources.
  package func draw<Source: RandomBits & ~Copyable>(
    _ builder: ReleaseBuilder, terms: RegionTerms, run: ReleaseRun, region: String, isSimulated: Bool,
    admissions: [String: [Admission]]? = nil, using source: inout Source
  ) throws(AccumulatorError) -> [SegmentRelease] {
    guard builder.drawsCells else { return [] }
    let verdicts = admissions ?? self.admissions(builder, terms: terms, using: &source)
    var releases: [SegmentRelease] = []
    let exact = exactCells
    for cell in cells {
      guard let sums = exact[cell.id] else { continue }
      let previous = terms.previous?.cells[cell.id]
      releases.append(
        try builder.release(
          of: sums, profile: profiles[cell.id], cell: released(cell, isSimulated: isSimulated), run: run,
          admissions: verdicts[cell.id] ?? [], previous: previous, using: &source))
    }
    releases.append(
      builder.network(
        of: network, cell: whole(region, isSimulated: isSimulated), run: run, previous: terms.previous?.network,
        using: &source))
    return releases
  }
}

extension ReleaseBuilder {
  /// The verdicts of the running term, or new ones when one begins.
  fileprivate func admissions<Source: RandomBits & ~Copyable>(
    of sums: CellAccumulator, terms: RegionTerms, previous: SegmentRelease?, using source: inout Source
  ) -> [Admission] {
    let running = terms.beginsAdmission ? [] : previous?.admissions ?? []
    guard running.isEmpty else { return running }
    var begun = admissions(of: sums, using: &source)
    for index in begun.indices { begun[index].termStartUs = terms.cutOff }
    return begun
  }
}
