import EnrichmentRPC
import EnrichmentSchema
import Foundation
import Operations
import Population
import RPC
import Storage
import StorageSQLite
import StoreFixtures
import Testing

@testable import EnrichmentService

@Suite("A restored copy, and who was forgotten after it was made", .timeLimit(.minutes(5)))
struct RestoredForgettingTests {
  /// A copy of a town's database with its log.
  private static func copy(of town: ConsentTown) throws -> String {
    let path = town.store.opened.location.path
    for suffix in ["", "-wal"] {
      try FileManager.default.copyItem(atPath: path + suffix, toPath: path + ".copy" + suffix)
    }
    return path + ".copy"
  }

  private static func restoration(of copy: String, in town: ConsentTown) async throws -> Restoration {
    try await Restoration(
      of: copy, to: town.store.opened.location, engine: .sqlite, anchors: [], clock: town.time.source)
  }

  @Test("forgets them too, down to its pages, under the same receipt; no import brings them back, and others stay")
  func forgets() async throws {
    try await ConsentTown.run { town in
      try await town.settleAnn()
      let copy = try Self.copy(of: town)
      town.time.move(by: 5_000_000)
      let receipt = try await town.client.forget(ForgetRequest("ann"), options: town.options()).receipt
      await town.store.opened.close()
      let restoration = try await Self.restoration(of: copy, in: town)
      #expect(restoration.knowsForgotten && restoration.plan.forgottenAgain == 1)
      try restoration.carryOut()
      #expect(try !town.holdsMarker())
      let restored = try await OpenedStore(town.store.opened.location, engine: .sqlite, clock: town.time.source)
      let ann = try #require(try await restored.store.heldPerson(town.agent("ann")))
      #expect(ann.region == nil && ann.records.rowCount == 1 && ann.sessions.isEmpty && ann.links.isEmpty)
      #expect(ann.decisions.count == 10 && ann.decisions.prefix(5).allSatisfy { !$0.isGranted })
      #expect(ann.forgetting.map(ForgetReceipt.init) == receipt)
      #expect(try await restored.store.heldPerson(town.agent("bob"))?.records.visits.count == 40)
      #expect(try await town.importBoth(into: restored).forgotten.people == 1)
      #expect(try await restored.store.openForgets().isEmpty)
      await restored.close()
    }
  }

  @Test("leaves it at what the copy knows of, and keeps out whom it has never seen")
  func known() async throws {
    try await ConsentTown.run { town in
      try await town.settleAnn()
      let options = try await town.options()
      let early = try Self.copy(of: town)
      _ = try await town.client.putPerson(PutPersonRequest("cem"), options: options)
      _ = try await town.client.forget(ForgetRequest("cem"), options: options)
      await town.store.opened.close()
      try await Self.restoration(of: early, in: town).carryOut()
      // Once more of itself: everything is known.
      let late = try Self.copyAgain(of: town)
      let second = try await Self.restoration(of: late, in: town)
      #expect(second.knowsForgotten && second.plan.forgottenAgain == 0)
      second.giveUp()
      let restored = try await OpenedStore(town.store.opened.location, engine: .sqlite, clock: town.time.source)
      #expect(try await restored.store.forgottenPeople().map(\.agent) == [try town.agent("cem")])
      #expect(try await restored.store.heldPerson(town.agent("cem"))?.region == nil)
      #expect(try await restored.store.heldPerson(town.agent("ann"))?.records.visits.count == 40)
      await restored.close()
    }
  }

  private static func copyAgain(of town: ConsentTown) throws -> String {
    let path = town.store.opened.location.path
    try FileManager.default.copyItem(atPath: path, toPath: path + ".again")
    return path + ".again"
  }
}
