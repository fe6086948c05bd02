package import EnrichmentSchema
package import Population
package import Privacy

/// The newest releases of a region. What holds for a term is taken from them: admission, since checking the floor at
/// every epoch would tell who came and went, and the families that are drawn once a term.
package struct PreviousReleases: Sendable {
  /// By id of the base cell; every cell of the region has one.
  package let cells: [String: SegmentRelease]
  /// Of the region's network.
  package let network: SegmentRelease

  /// The newest releases of a region's cells and of its network, all of one policy.
  package init(cells: [String: SegmentRelease], network: SegmentRelease) {
    (self.cells, self.network) = (cells, network)
  }

  /// When the running term of admission began; nil when a cell has no verdict.
  package var admittedAt: Int64? {
    guard cells.values.allSatisfy({ !$0.admissions.isEmpty }) else { return nil }
    let starts = Set(cells.values.flatMap(\.admissions).map(\.termStartUs))
    return starts.count == 1 ? starts.first : nil
  }

  /// When the profile family was drawn; nil when cells differ or a statistic is missing.
  package var profileAsOf: Int64? {
    drawnAt(Array(cells.values)) { ProfileFamily(sources: $0).statistics.map(\.rawValue) }
  }

  /// When the network family was drawn; nil when a statistic is missing.
  package var networkAsOf: Int64? {
    drawnAt([network]) { NetworkFamily(sources: $0).statistics.map(\.rawValue) }
  }

  private func drawnAt(_ releases: [SegmentRelease], names: (RegionSources) -> [String]) -> Int64? {
    var cutOffs: Set<Int64> = []
    for release in releases {
      for name in names(RegionSources(names: release.sources) ?? []) {
        guard let statistic = release.statistics.first(where: { $0.name == name }) else { return nil }
        cutOffs.insert(statistic.asOfUs)
      }
    }
    return cutOffs.count == 1 ? cutOffs.first : nil
  }
}

/// Which terms begin with a region's next release, and so what it draws and pays for.
package struct RegionTerms: Sendable {
  /// Cut-off of the release, in microseconds since 1970 UTC.
  package let cutOff: Int64
  /// The region's newest releases; nil when a cell has none under this policy, so that everything begins anew.
  package let previous: PreviousReleases?
  /// Whether a term of admission begins.
  package let beginsAdmission: Bool
  /// The affinity whose term is running; nil where one begins, and where none is drawn.
  package let runningAffinity: DrawnAffinity?
  private let begun: Set<String>

  /// The terms of a region with these sources under a policy.
  ///
  /// - Parameters:
  ///   - hasMap: Whether zones and items are registered, without which affinity is not drawn.
  ///   - affinity: What was drawn of affinity last under this policy.
  ///   - isForced: Whether affinity is drawn anew within its term by a policy that draws nothing else.
  package init(
    sources: RegionSources, cutOff: Int64, policy: PrivacyPolicy, previous: PreviousReleases?, hasMap: Bool = false,
    affinity: DrawnAffinity? = nil, isForced: Bool = false
  ) {
    self.cutOff = cutOff
    self.previous = previous
    let isRunning = { (start: Int64?, days: Int) in
      start.map { $0 > cutOff - Int64(days) * RegionCalendar.day && $0 <= cutOff } ?? false
    }
    beginsAdmission = policy.drawsCells && !isRunning(previous?.admittedAt, policy.admission.termDays)
    var begun: Set<String> = []
    if !policy.profile.isNone, !ProfileFamily(sources: sources).statistics.isEmpty,
      !isRunning(previous?.profileAsOf, policy.profile.termDays)
    {
      begun.insert(policy.profile.name)
    }
    if !policy.network.isNone, !NetworkFamily(sources: sources).statistics.isEmpty,
      !isRunning(previous?.networkAsOf, policy.network.termDays)
    {
      begun.insert(policy.network.name)
    }
    let repeatsAffinity = policy.drawsCells || !isForced
    runningAffinity = repeatsAffinity && isRunning(affinity?.cutOff, policy.affinity.termDays) ? affinity : nil
    if hasMap, !policy.affinity.isNone, runningAffinity == nil { begun.insert(policy.affinity.name) }
    self.begun = begun
  }

  /// Whether a term of a family begins, so that it is drawn; never of one that the region has no source for.
  package func begins(_ family: PrivacyPolicy.Family) -> Bool { begun.contains(family.name) }

  /// What a release of the region is charged for.
  ///
  /// - Parameter verdict: what can be answered of it, in so far as that is known.
  package func parts(_ verdict: RegionVerdict, policy: PrivacyPolicy) -> Set<RunPart> {
    var parts: Set<RunPart> = []
    if verdict.answersCells, !policy.daily.isNone { parts.insert(.daily) }
    if beginsAdmission { parts.insert(.admission) }
    if verdict.answersCells, begins(policy.profile) { parts.insert(.profile) }
    if verdict.answersCells, begins(policy.network) { parts.insert(.network) }
    guard begins(policy.affinity) else { return parts }
    parts.insert(.peopleOfZones)
    if verdict.opensZones { parts.insert(.zonesByItems) }
    return parts
  }
}
