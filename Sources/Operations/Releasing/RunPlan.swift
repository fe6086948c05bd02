import Answers
import Cryptography
import EnrichmentSchema
import Measures
import Population
package import Privacy
import Releases
import Segments
import Storage
import WireFormat

/// What a run is to draw, worked out before it is charged: whatever can refuse a run refuses it here.
struct RunPlan: Sendable {
  /// A region with what its release draws and what it is measured in.
  struct PlannedRegion: Sendable {
    let region: Region
    let terms: RegionTerms
    let builder: ReleaseBuilder
    let context: MeasureContext
    /// Whether some segment of it can be answered, as the verdicts of the running term are; nil where a term of admission
    /// begins, so that it must be drawn.
    let isAnswerable: Bool?
    /// What its affinity is drawn with; nil where no term of it begins.
    var affinity: PlannedAffinity?
  }

  /// The map and the noise of a region whose affinity is drawn.
  struct PlannedAffinity: Sendable {
    let registered: RegisteredMap
    let family: AffinityFamily
  }

  let regions: [PlannedRegion]
  /// Regions for which the run would be of no use.
  let leftOut: [LeftOutRegion]
  let registry: SegmentRegistry
  let policy: PrivacyPolicy
  /// Whether everything is drawn, also of regions of which nothing could be answered.
  let isForced: Bool
  private let now: Int64

  /// Plans a run over those regions of a store for which it is of use.
  ///
  /// - Parameters:
  ///   - asOf: cut-off; nil takes each region's own, and `now` for a live one.
  ///   - now: the time, in microseconds since 1970 UTC.
  ///   - isForced: whether a run is drawn that could be seen to be of no use.
  /// - Throws: `OperatorError` for a region that cannot be measured, a cut-off that cannot be and a run that is of use
  ///   for none, `PolicyRefusal`, `StoreError`.
  init(
    of regions: [Region], policy: PrivacyPolicy, asOf: AskedCutOff?, now: Int64, isForced: Bool, in store: any Store
  ) async throws {
    registry = try await RegisteredSegments.read(from: store)
    (self.policy, self.isForced, self.now) = (policy, isForced, now)
    var planned: [PlannedRegion] = []
    var leftOut: [LeftOutRegion] = []
    for region in regions {
      let version = PolicyVersion.hash(of: policy)
      let registered = policy.affinity.isNone ? nil : try await store.registeredMap(of: region.id)
      let terms = RegionTerms(
        sources: region.sources, cutOff: try asOf?.time(in: region) ?? region.asOf ?? now, policy: policy,
        previous: try await PreviousReleases(of: region.id, registry: registry, policyVersion: version, in: store),
        hasMap: registered?.map.items.isEmpty == false,
        affinity: try await DrawnAffinity(of: region.id, policyVersion: version, in: store), isForced: isForced)
      try CutOffRules(region, now: now).check(terms.cutOff)
      let newest = try await Self.newestCutOff(of: region.id, in: store)
      let isAnswerable = try isForced ? true : terms.isAnswerable(region.id, in: registry)
      let reason =
        isForced
        ? nil
        : terms.pointlessness(in: region, isAnswerable: isAnswerable, newest: newest, now: now, policy: policy)
      if let reason = reason ?? terms.emptiness(policy) {
        var left = LeftOutRegion()
        (left.region, left.reason) = (region.id, reason)
        leftOut.append(left)
        continue
      }
      planned.append(
        try PlannedRegion(
          region, terms: terms, policy: policy, registered: registered, isAnswerable: isAnswerable))
    }
    guard !planned.isEmpty else {
      let reasons = leftOut.map { "region \($0.region): \($0.reason)" }.joined(separator: "; ")
      throw isForced ? OperatorError.invalid("\(reasons); nothing was charged") : .pointless(reasons)
    }
    (self.regions, self.leftOut) = (planned, leftOut)
  }

  /// The cut-off of a region's newest release: its own, which may lie before that of the run it was drawn in.
  private static func newestCutOff(of region: String, in store: any Store) async throws -> Int64? {
    guard let current = try await store.currentEpoch(of: region) else { return nil }
    let rows = try await store.releases(
      cells: [region, AffinityRelease.cellID(ofRegion: region)], statisticVersion: current.statisticVersion,
      epoch: current.epoch)
    return rows.lazy.compactMap { $0 }.first?.cutOff ?? current.cutOff
  }

  /// How far back rows are read, in µs: affinity counts all there are.
  var lookback: Int64 { regions.contains { $0.affinity != nil } ? .max / 2 : MeasureWindow.reach }

  /// What is drawn whatever the counts say. Where a term of admission or of affinity begins, nobody knows whether anything
  /// can be answered, and nothing that is not noised may tell: counts of people are drawn first, and only they are paid for
  /// where nothing can.
  var leastParts: Set<RunPart> {
    parts { RegionVerdict(answersCells: $0.isAnswerable ?? false, opensZones: isForced) }
  }

  /// What is drawn where everything can be answered.
  var mostParts: Set<RunPart> { parts { _ in .everything } }

  /// What the run is charged for where the counts say so much of its regions.
  func parts(_ verdict: (PlannedRegion) throws -> RegionVerdict) rethrows -> Set<RunPart> {
    try regions.reduce(into: []) { $0.formUnion($1.terms.parts(try verdict($1), policy: policy)) }
  }

  /// What the store reserves at first: what is drawn in any case. Of the year of `now`; `acceptsClock` says that a clock far
  /// ahead of the ledger is right.
  func request(acceptsClock: Bool) throws -> EpochRunRequest {
    let (family, charge) = try self.charge(of: leastParts)
    return EpochRunRequest(
      family: family, regions: regions.map(\.region.id),
      releaseID: "rel_" + Hexadecimal.encode(try RandomBytes.make(8)), statisticVersion: ReleaseRun.statisticVersion,
      policy: policy.edition, policyVersion: PolicyVersion.hash(of: policy),
      cutOff: regions.map(\.terms.cutOff).max() ?? now, charge: charge,
      year: CivilTime(microseconds: now).date.year, acceptsClock: acceptsClock)
  }

  /// Name in the ledger and charge of some parts.
  func charge(of parts: Set<RunPart>) throws(OperatorError) -> (family: String, cost: PrivacyCost) {
    var (total, names): (PrivacyCost, [String]) = (.zero, [])
    for part in RunPart.allCases where parts.contains(part) {
      guard let sum = total.adding(part.cost(policy)) else { throw .invalid("the charge of a run is too large") }
      total = sum
      if names.last != part.name(policy) { names.append(part.name(policy)) }
    }
    let joined = names.joined(separator: "+")
    return (policy.name == "default" ? joined : "\(policy.name)_\(joined)", total)
  }
}

extension RunPlan {
  /// What the run has of each region, before it is drawn.
  var outline: [ReleasedRegion] {
    regions.map { planned in
      var outlined = ReleasedRegion()
      outlined.region = planned.region.id
      outlined.asOf = GoogleProtobufTimestamp(microseconds: planned.terms.cutOff)
      outlined.cells =
        policy.drawsCells ? Int32(clamping: registry.cells.count { $0.region == planned.region.id }) : 0
      outlined.zones = Int32(clamping: planned.affinity?.registered.map.zones.count ?? 0)
      outlined.segments = Int32(clamping: registry.segments.count { $0.region == planned.region.id })
      return outlined
    }
  }
}

extension RunPlan.PlannedRegion {
  fileprivate init(
    _ region: Region, terms: RegionTerms, policy: PrivacyPolicy, registered: RegisteredMap?, isAnswerable: Bool?
  ) throws {
    guard let calendar = RegionCalendar(timeZone: region.timeZone) else {
      throw OperatorError.invalid("region \(region.id): unknown time zone \(region.timeZone)")
    }
    (self.region, self.terms, self.isAnswerable) = (region, terms, isAnswerable)
    builder = try ReleaseBuilder(policy: policy, family: DailyFamily(sources: region.sources))
    context = MeasureContext(
      window: MeasureWindow(cutOff: terms.cutOff), calendar: calendar, sources: region.sources,
      order: try Self.keyedOrder(), measuresProfile: terms.begins(policy.profile))
    guard let registered, terms.begins(policy.affinity) else { return }
    guard let family = AffinityFamily(map: registered.map, policy: policy) else {
      throw PolicyRefusal.unsupportedNoise(statistic: policy.affinity.name)
    }
    affinity = RunPlan.PlannedAffinity(registered: registered, family: family)
  }

  /// Which rows stay under a contribution bound: HMAC under a key of this run, so that nobody chooses it by value.
  private static func keyedOrder() throws -> KeyedOrder {
    let ranks = try RowRanks(key: RandomBytes.make(32))
    return KeyedOrder { agent, row in ranks.rank(of: row, agent: agent) }
  }
}

/// Ranks rows by a code under a key that is forgotten with it.
private final class RowRanks: Sendable {
  private let code: HMACSHA256

  init(key: [UInt8]) throws { code = try HMACSHA256(key: key) }

  /// The first eight bytes of the code of person and row.
  func rank(of row: UInt64, agent: AgentID) -> UInt64 {
    var message = agent.bytes
    withUnsafeBytes(of: row.littleEndian) { message.append(contentsOf: $0) }
    return code.code(for: message).prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
  }
}

/// Which cut-offs a region can have.
struct CutOffRules {
  private let region: Region
  private let end: Int64

  init(_ region: Region, now: Int64) {
    self.region = region
    end = min(region.asOf ?? now, now)
  }

  /// Throws `OperatorError.invalid` for a cut-off behind the end of the region's rows, which is now for a live one.
  func check(_ cutOff: Int64) throws(OperatorError) {
    guard cutOff > end else { return }
    let asked = CivilTime(microseconds: cutOff)
    throw .invalid(
      region.asOf == nil
        ? "region \(region.id): the cut-off \(asked) is in the future; allowed: up to now"
        : "region \(region.id): its rows end at \(CivilTime(microseconds: end)); allowed: a cut-off up to then, not \(asked)"
    )
  }
}

extension RegionTerms {
  /// Whether some segment of a region can be answered, as the verdicts of the running term are; nil where one begins.
  fileprivate func isAnswerable(_ region: String, in registry: SegmentRegistry) throws -> Bool? {
    guard !beginsAdmission, let previous else { return nil }
    let releases = Array(previous.cells.values) + [previous.network]
    return try AnswerableSegments(of: region, in: registry, by: releases).count > 0
  }

  /// Why a run with these terms would be of no use, as far as public numbers and earlier releases tell; nil when it may be
  /// of some. How many people there are is not looked at.
  fileprivate func pointlessness(
    in region: Region, isAnswerable: Bool?, newest: Int64?, now: Int64, policy: PrivacyPolicy
  ) -> String? {
    if cutOff == newest { return "a release at this cut-off exists, and another would be charged again" }
    let end = region.asOf ?? now
    if cutOff < end - 366 * RegionCalendar.day { return "the cut-off is more than a year before its rows end" }
    guard isAnswerable == false, !begins(policy.affinity) else { return nil }
    return
      "no segment is admitted until the term of \(policy.admission.termDays) days ends, so that nothing could be answered"
  }

  /// Why a policy that releases affinity alone has nothing to release, forced or not; nil when it has.
  fileprivate func emptiness(_ policy: PrivacyPolicy) -> String? {
    guard !policy.drawsCells, !begins(policy.affinity) else { return nil }
    guard let running = runningAffinity else {
      return "no zones with items are registered, and the policy \(policy.name) releases nothing else"
    }
    let (drawn, days) = (CivilTime(microseconds: running.cutOff), policy.affinity.termDays)
    return running.isClosed
      ? "no zone and no area had enough people at \(drawn), by counts that hold for \(days) days"
      : "affinity was drawn at \(drawn) and holds for \(days) days"
  }
}

extension PreviousReleases {
  /// The region's newest releases; nil unless there is one of each cell and of the network, under the same policy.
  fileprivate init?(
    of region: String, registry: SegmentRegistry, policyVersion: String, in store: any Store
  ) async throws {
    guard let current = try await store.currentEpoch(of: region), current.policyVersion == policyVersion else {
      return nil
    }
    let cells = registry.cells.filter { $0.region == region }.map(\.id)
    let rows = try await store.releases(
      cells: cells + [region], statisticVersion: current.statisticVersion, epoch: current.epoch)
    var releases: [String: SegmentRelease] = [:]
    for row in rows {
      guard let row else { return nil }
      releases[row.cellID] = try SegmentRelease(serializedBytes: row.bytes)
    }
    guard let network = releases.removeValue(forKey: region) else { return nil }
    self.init(cells: releases, network: network)
  }
}

extension DrawnAffinity {
  /// What a region's newest release has of affinity; nil without, or under another policy.
  fileprivate init?(of region: String, policyVersion: String, in store: any Store) async throws {
    guard let current = try await store.currentEpoch(of: region), current.policyVersion == policyVersion else {
      return nil
    }
    let rows = try await store.releases(
      cells: [AffinityRelease.cellID(ofRegion: region)], statisticVersion: current.statisticVersion,
      epoch: current.epoch)
    guard case let row?? = rows.first else { return nil }
    self.init(try AffinityRelease(serializedBytes: row.bytes))
  }
}

/// A name for every public number that decides what is released and what is said of it.
package enum PolicyVersion {
  /// First 16 hex digits of SHA-256 over the policy, the dimensions' ranges and the versions of the tables.
  package static func hash(of policy: PrivacyPolicy) -> String {
    let text = [
      policy.canonicalText, DimensionPolicy.default.text, DerivedCoefficients.standard.canonicalText,
      ReleaseRun.statisticVersion,
    ]
    .joined(separator: "\n")
    return String(Hexadecimal.encode(SHA256.digest(Array(text.utf8))).prefix(16))
  }
}
