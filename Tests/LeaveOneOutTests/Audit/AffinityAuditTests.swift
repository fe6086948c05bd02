import EnrichmentSchema
import Foundation
import Population
import Privacy
import Releases
import Storage
import Testing

@testable import Operations

/// What somebody who has only lifts can tell of a person who moves one sum of zones by items as far as is charged for.
@Suite("audit of affinity", .timeLimit(.minutes(20)))
struct AffinityAuditTests {
  private static let delta = 0.05

  /// Two districts in which everybody adopts `far`, in one of them hardly anybody `near`: how that one likes `near` is told by
  /// few people, `target` among them, who does nothing else.
  private func world() -> World {
    var world = World(
      city: WorldFolder(region: "city", timeZone: "UTC", cutOff: World.cutOff, allConsent: true),
      village: WorldFolder(region: "village", timeZone: "UTC", cutOff: World.cutOff, allConsent: true),
      town: WorldTown(region: "town"))
    for (place, zone) in [("cafe-a", "a"), ("cafe-b", "b")] {
      add([place, "Food>Coffee Shop"], "venues", "venue_id,category_path", to: &world.city)
      add([place, zone], "zones", "venue_id,zone_id", to: &world.city)
    }
    for item in ["near", "far"] { add([item], "items", "item_id", to: &world.city) }
    for number in 0..<250 { live("north\(number)", "cafe-a", ["far"], in: &world.city) }
    for number in 0..<250 { live("south\(number)", "cafe-b", ["far", "near"], in: &world.city) }
    for person in (0..<6).map({ "odd\($0)" }) + ["target"] { live(person, "cafe-a", ["near"], in: &world.city) }
    add(["hut", "Food>Coffee Shop"], "venues", "venue_id,category_path", to: &world.village)
    live("villager", "hut", [], in: &world.village)
    return world
  }

  private func live(_ person: String, _ place: String, _ items: [String], in folder: inout WorldFolder) {
    add(
      [place, World.text(days: 3)], "checkins", "user_id,venue_id,time", of: [person], to: &folder)
    for item in items {
      add([item, World.text(days: 2)], "adoptions", "user_id,item_id,time", of: [person], to: &folder)
    }
  }

  private func add(
    _ values: [String], _ file: String, _ header: String, of people: [String] = [], to folder: inout WorldFolder
  ) {
    if folder.files[file] == nil { folder.files[file] = (header, []) }
    folder.add(Line(people, values), to: file)
  }

  @Test("what lifts tell of the tight pair is no more than epsilon, and more than nothing")
  func tightPair() async throws {
    let world = world()
    let with = try await DrawnLifts(of: world)
    let without = try await DrawnLifts(of: world.without("target"))
    let moved = zip(with.exact, without.exact).map { $0 - $1 }
    #expect(moved.filter { $0 != 0 } == [AffinityFamily.granulesPerUnit], "not the tight pair")
    let price = with.family.zonesByItems
    let promised = try #require(
      ZCDPConversion.epsilon(rho: PrivacyCost(nanoRho: price.nanoRho).rho, delta: Self.delta))
    let exact = Self.epsilon(shift: Double(AffinityFamily.granulesPerUnit), price.mechanism)
    let draws = Soak.isOn ? 60_000 : 4_000
    var source = SystemRandomBits()
    let one = try (0..<draws).map { _ in try with.lift(of: "near", in: "a", using: &source) }
    let other = try (0..<draws).map { _ in try without.lift(of: "near", in: "a", using: &source) }
    let found = EmpiricalEpsilon(delta: Self.delta).bound(with: one, without: other)
    if Soak.isOn { print("audit: epsilon of lifts found \(found), exact \(exact), promised \(promised)") }
    #expect(exact <= promised && found <= (Soak.isOn ? exact : promised))
    // The noise of the totals, which a lift is relative to, hides a part.
    #expect(found >= (Soak.isOn ? 0.8 : 0.2) * exact, "\(found) of \(exact): the attack does not try")
  }

  /// The most that a threshold of the one sum tells at `delta`: `max over t of ln((P(X + shift >= t) - delta) / P(X >= t))`.
  private static func epsilon(shift: Double, _ noise: GaussianMechanism) -> Double {
    let ratio = shift / Double(noise.sigmaSquared).squareRoot()
    func tail(_ value: Double) -> Double { erfc(value / 2.0.squareRoot()) / 2 }
    return stride(from: -4, through: 6, by: 0.001).reduce(0) { best, place in
      let (often, seldom) = (tail(place - ratio), tail(place))
      return often > delta ? max(best, log((often - delta) / seldom)) : best
    }
  }
}

/// The exact affinity sums of a world's city, from which releases are drawn as often as somebody who attacks them wants.
private struct DrawnLifts {
  let family: AffinityFamily
  /// The sums of zones by items.
  let exact: [Int64]
  private let sums: RegionSums
  private let planned: RunPlan.PlannedRegion

  init(of world: World) async throws {
    let stored = try await WorldStore(world)
    let regions = try await stored.store.regions().filter { $0.id == "city" }
    let plan = try await RunPlan(
      of: regions, policy: .affinity, asOf: nil, now: World.now, isForced: true, in: stored.store)
    guard let planned = plan.regions.first, let affinity = planned.affinity else { throw StoreError.notFound("city") }
    self.planned = planned
    family = affinity.family
    sums = try await stored.store.withEpochSnapshot(
      region: "city", cutOff: planned.terms.cutOff, lookback: plan.lookback
    ) { try planned.sums(of: $0, plan) { false } }
    let named = sums.exactSums(ofRegion: "city")[AffinityRelease.cellID(ofRegion: "city")]
    exact = named?[AffinityStatistic.zonesByItems.rawValue] ?? []
    try await stored.close()
  }

  /// Draws a release, reads it, and answers the lift of an item for a zone, in thousandths, as it is answered.
  func lift<Source: RandomBits & ~Copyable>(
    of item: String, in zone: String, using source: inout Source
  ) throws -> Int64 {
    let counts = sums.countZones(family, using: &source)
    let header = AffinityRelease(
      ReleaseRun(releaseID: "r", epoch: 1, cutOff: planned.terms.cutOff, policyVersion: "1"), region: "city",
      policy: "affinity", isSimulated: false)
    let release = sums.drawAffinity(
      family, counts: counts, drawsSums: true, terms: planned.terms, header: header, using: &source)
    guard let release else { throw StoreError.notFound("affinity") }
    let estimates = try RegionAffinity(release).estimates
    guard let zone = estimates.map.zone(zone), let item = estimates.map.item(item) else {
      throw StoreError.notFound("near")
    }
    let lift = estimates.lift(ofItems: [item], shares: [zone: 1]).values?.first?.lift ?? 1
    return Int64((lift * 1_000).rounded())
  }
}
