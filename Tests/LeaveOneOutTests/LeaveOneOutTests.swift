import EnrichmentSchema
import Foundation
import Population
import Privacy
import Releases
import Segments
import Storage
import Testing
import WireFormat

@testable import Operations

/// Removes one person after the other from what is handed to a store, and compares what would be published before noise.
///
/// The second store is made whole a second time, from all lines and events but theirs. Only which ties and which events
/// are accepted is answered as the first store did, for that is what neighbours are (`Acceptance`).
@Suite("leave one out", .timeLimit(.minutes(Soak.isOn ? 110 : 10)))
struct LeaveOneOutTests {
  /// What a world would publish.
  private func release(
    _ world: World, accepting acceptance: Acceptance, draws: Bool = false
  ) async throws -> ExactRelease {
    let stored = try await WorldStore(world, accepting: acceptance)
    let release = try await ExactRelease(of: stored.store, draws: draws)
    try await stored.close()
    return release
  }

  @Test("whoever is removed, every statistic moves by no more than is charged, and no header by anything")
  func everybody() async throws {
    let world = World(.small, seed: 1)
    #expect(world.people.count >= 60)
    let answers = AcceptanceAnswers()
    let whole = try await release(world, accepting: answers.noting)
    #expect(answers.refusals > 0, "a world in which every tie is accepted does not try the acceptance")
    var table = MovementTable()
    for person in world.people {
      let left = try await release(world.without(person), accepting: answers.repeated)
      let movements = whole.movements(to: left)
      for movement in movements { #expect(movement.isCovered, "\(movement), by \(person)") }
      for (name, header) in whole.headers { #expect(left.headers[name] == header, "\(name), by \(person)") }
      #expect(left.headers.count == whole.headers.count)
      table.note(movements, of: person)
    }
    if Soak.isOn { print("removing each of \(world.people.count) people:\n\(table.text)") }
    // A statistic that is hardly moved would not be tried by this world.
    for statistic in [
      "eligible_people", "direct_connections", "personality_state", "average_dwell_time", "zones_by_items",
    ] {
      #expect(table.share(of: statistic) > 0.9, "\(statistic)")
    }
  }

  @Test("what is published beside the sums is the same without whoever is planted, release by release")
  func headers() async throws {
    let world = World(.small, seed: 2)
    let answers = AcceptanceAnswers()
    let whole = try await release(world, accepting: answers.noting, draws: true)
    #expect(whole.headers.keys.contains("release village") && whole.headers.keys.contains("release city/all/unknown"))
    for person in ["hub", "vera", "citizen0"] {
      let left = try await release(world.without(person), accepting: answers.repeated, draws: true)
      #expect(left.headers == whole.headers, "\(person)")
      // Both were drawn with the same coins, so that the noise is the same and what is left of it is the exact sums'.
      #expect(zip(whole.noisy(without: left), whole.exact(without: left)).allSatisfy { $0 == $1 }, "\(person)")
    }
  }

  @Test("of neighbours nobody else's ties and events differ, though acceptance would have them differ")
  func acceptance() async throws {
    let world = World(.small, seed: 5)
    let answers = AcceptanceAnswers()
    let whole = try await rows(of: world, accepting: answers.noting)
    let citizen = try await rows(of: world.without("citizen0"), accepting: answers.repeated)
    let hub = try await rows(of: world.without("hub"), accepting: answers.repeated)
    let others = Set(whole.keys).intersection(citizen.keys)
    #expect(others.count == whole.count - 1 && others.allSatisfy { whole[$0]?.actions == citizen[$0]?.actions })
    #expect(hub.allSatisfy { Set($0.value.ties).isSubset(of: whole[$0.key]?.ties ?? []) })
    // Of two who share ids of events the first one's count, and places that are free are given to others.
    let accepted = try await rows(of: world.without("citizen0"), accepting: .standard)
    #expect(others.contains { whole[$0]?.actions != accepted[$0]?.actions })
    let tied = try await rows(of: world.without("hub"), accepting: .standard)
    #expect(tied.contains { Set($0.value.ties) != Set(hub[$0.key]?.ties ?? []) })
  }

  @Test("whoever agrees to nothing moves nothing: every statistic and header is as if they were not there")
  func refusal() async throws {
    let world = World(.small, seed: 7)
    let answers = AcceptanceAnswers()
    let whole = try await release(world, accepting: answers.noting)
    for person in ["hub", "visitor"] {
      let refused = try await release(world.refusing(person), accepting: answers.repeated)
      let left = try await release(world.without(person), accepting: answers.repeated)
      for movement in left.movements(to: refused) { #expect(movement.distance == 0, "\(movement), by \(person)") }
      #expect(left.headers == refused.headers)
      #expect(whole.movements(to: refused).contains { $0.distance > 0 }, "\(person) counts for nothing anyway")
    }
  }

  /// What is stored of everybody: their actions by id, and their ties with their places.
  private func rows(
    of world: World, accepting acceptance: Acceptance
  ) async throws -> [AgentID: (actions: [UInt64], ties: [String])] {
    let stored = try await WorldStore(world, accepting: acceptance)
    var rows: [AgentID: (actions: [UInt64], ties: [String])] = [:]
    for region in ["city", "village", "town"] {
      let people = try await stored.store.withEpochSnapshot(region: region, cutOff: .max, lookback: .max) { snapshot in
        var people: [AgentRecords] = []
        while let records = try snapshot.next() { people.append(records) }
        return people
      }
      for records in people {
        let ids = records.visits.map(\.id) + records.actions.map(\.id) + records.adoptions.map(\.id)
        rows[records.person.agent] = (ids.sorted(), records.connections.map { "\($0.peer) \($0.slots as Any)" })
      }
    }
    try await stored.close()
    return rows
  }

  @Test("rows after the cut-off move nothing")
  func afterCutOff() async throws {
    var world = World(.small, seed: 3)
    let answers = AcceptanceAnswers()
    let before = try await release(world, accepting: answers.noting)
    world.addRowsAfterCutOff()
    let after = try await release(world, accepting: answers.repeatedThenFree)
    for movement in before.movements(to: after) { #expect(movement.distance == 0, "\(movement)") }
    #expect(after.headers == before.headers)
  }

  @Test("a statistic is published with the noise and price of the bound that is proven, and no other is published")
  func complete() async throws {
    let stored = try await WorldStore(World(.small, seed: 4))
    let proven = try await ExactRelease(of: stored.store)
    _ = try await EpochJob(store: stored.store).run(
      policy: .default, asOf: nil, now: World.now, isForced: true)
    let cells = try await RegisteredSegments.read(from: stored.store).cells
    var published: Set<ExactRelease.Statistic> = []
    for region in ["city", "village", "town"] {
      let ids = cells.filter { $0.region == region }.map(\.id) + [region]
      let epoch = try #require(try await stored.store.currentEpoch(of: region)?.epoch)
      let rows = try await stored.store.releases(
        cells: ids, statisticVersion: ReleaseRun.statisticVersion, epoch: epoch)
      for row in rows {
        for statistic in try SegmentRelease(serializedBytes: #require(row).bytes).statistics {
          let key = ExactRelease.Statistic(region: region, name: statistic.name)
          let price = try #require(proven.priced[key], "\(key) is published and not summed here")
          #expect(statistic.sigma2Numerator == price.mechanism.sigmaSquared && statistic.sigma2Denominator == 1)
          #expect(statistic.nanoRho == price.nanoRho)
          published.insert(key)
        }
      }
    }
    let drawn = try await stored.store.releases(
      cells: ["city/affinity"], statisticVersion: ReleaseRun.statisticVersion, epoch: 1)
    let affinity = try AffinityRelease(serializedBytes: #require(drawn.first ?? nil).bytes)
    let sums = ExactRelease.Statistic(region: "city", name: "zones_by_items")
    let people = ExactRelease.Statistic(region: "city", name: "people_of_zones")
    #expect(affinity.cellsSigma2Numerator == proven.priced[sums]?.mechanism.sigmaSquared)
    #expect(affinity.countsSigma2Numerator == proven.priced[people]?.mechanism.sigmaSquared)
    #expect(affinity.cellsSigma2Denominator == 1 && affinity.countsSigma2Denominator == 1)
    #expect(affinity.nanoRho == [sums, people].compactMap { proven.priced[$0]?.nanoRho }.reduce(0, +))
    #expect(published.union([sums, people]) == Set(proven.priced.keys))
    try await stored.close()
  }

  @Test(
    "in a larger world too; before acceptance, what a person moves is told and not bounded", .enabled(if: Soak.isOn))
  func large() async throws {
    let world = World(.large, seed: 9)
    let answers = AcceptanceAnswers()
    let whole = try await release(world, accepting: answers.noting)
    var (accepted, before) = (MovementTable(), MovementTable())
    // Two at a time, as many as processors are likely.
    for start in stride(from: 0, to: world.people.count, by: 2) {
      let pair = world.people[start..<min(start + 2, world.people.count)]
      for (person, movements) in try await movements(of: pair, from: whole, world, accepting: answers.repeated) {
        for movement in movements { #expect(movement.isCovered, "\(movement), by \(person)") }
        accepted.note(movements, of: person)
      }
    }
    for (person, movements) in try await movements(of: world.planted[...], from: whole, world, accepting: .standard) {
      before.note(movements, of: person)
    }
    print("removing each of \(world.people.count) people from what was accepted:\n\(accepted.text)")
    print("removing whoever is planted before anything is accepted, which no release promises:\n\(before.text)")
  }

  /// What removing each of some people moves, in stores that are made at the same time.
  private func movements(
    of people: ArraySlice<String>, from whole: ExactRelease, _ world: World, accepting acceptance: Acceptance
  ) async throws -> [(person: String, movements: [Movement])] {
    try await withThrowingTaskGroup(of: (person: String, movements: [Movement]).self) { group in
      for person in people {
        group.addTask {
          (person, whole.movements(to: try await release(world.without(person), accepting: acceptance)))
        }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
  }
}
