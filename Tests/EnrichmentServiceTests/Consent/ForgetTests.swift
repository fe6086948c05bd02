import EnrichmentRPC
import EnrichmentSchema
import Foundation
import Operations
import Population
import RPC
import Storage
import StoreFixtures
import Testing
import WireFormat

@testable import EnrichmentService

extension ForgetRequest {
  /// Asks to forget a person.
  init(_ subject: String) {
    self.init()
    self.subject = subject
  }
}

extension ExportPersonRequest {
  /// Asks for all that is held of a person.
  init(_ subject: String) {
    self.init()
    self.subject = subject
  }
}

extension ConsentTown {
  /// The items of adoptions that `settleAnn` gives her: numbers that stand nowhere else.
  static let markers = (1...40).map { 0xC0DE_0000_0000_0000 | UInt64($0) << 24 | 0xABCDEF }

  /// Imports `ann` into `town` with a row of every kind, connected with `bob`, who stays; a session about each, and one
  /// about the customer of acme whom she is linked with.
  func settleAnn() async throws {
    try await importBoth()
    try await openSession(about: agent("ann"), token: 1)
    try await openSession(about: agent("bob"), token: 2)
    let customer = try store.opened.pepper.pseudonymizer.agent("ann of acme".utf8, in: .partner("acme"))
    _ = try await store.opened.store.link(customer, of: "acme", with: agent("ann"), at: time.now).get()
    try await openSession(about: customer, token: 3)
  }

  /// Delivers both people's rows, again and again the same.
  @discardableResult
  func importBoth(into other: OpenedStore? = nil) async throws -> BulkLoadCounts {
    let agents = (ann: try agent("ann"), bob: try agent("bob"))
    let now = TemporaryStore.cutOff
    return try await (other ?? store.opened).store.bulkLoad(policyVersion: "1", at: now) { sink in
      try sink.begin(
        RegionDeclaration(region: "town", timeZone: "UTC", sources: .all, isSimulated: false, asOf: nil))
      try sink.write([
        Self.records(of: agents.ann, knowing: agents.bob, now),
        Self.records(of: agents.bob, knowing: agents.ann, now, isMarked: false),
      ])
      try sink.finish()
    }
  }

  private static func records(
    of agent: AgentID, knowing peer: AgentID, _ now: Int64, isMarked: Bool = true
  ) -> AgentRecords {
    var person = Person(agent: agent, region: "town", consents: .all, consentedAt: 1)
    person.statedDimensions = [250_000] + Array(repeating: nil, count: 11)
    person.answeredAt = now - RegionCalendar.day
    var records = AgentRecords(person: person)
    let cafe = CoarseCoordinate(latitude: -617, longitude: 10_682)
    records.visits = (1...40).map { number in
      let arrive = now - Int64(number) * RegionCalendar.hour
      return Visit(
        id: UInt64(number), place: 1 << 63 | 7, arrive: arrive, leave: arrive + 25 * RegionCalendar.minute,
        coordinate: cafe, category: .coffee)
    }
    records.actions = [Population.Action(id: 900, kind: .share, time: now - 5, category: .culture)]
    records.adoptions = markers.enumerated().map { index, item in
      Adoption(id: UInt64(1_000 + index), item: isMarked ? item : 1, category: .shopping, time: now - 9)
    }
    records.connections = [Tie(peer: peer, first: 1, last: 2, sessions: 3, slots: Tie.Slots(own: 0, peer: 0))]
    return records
  }

  private func openSession(about agent: AgentID, token: UInt8) async throws {
    let sessions = store.opened.store
    try await sessions.openSession(
      SessionRow(
        sessionID: "s\(token)", partner: "acme", resumeTokenHash: Array(repeating: token, count: 32), releaseID: "r",
        epoch: 1, openMessage: [], agent: agent, createdAt: time.now, touchedAt: time.now))
    _ = try await sessions.appendEvents(
      [
        SessionEvent(
          id: try #require(EventID(Array(repeating: token, count: EventID.byteCount))),
          bytes: Array("marker of session \(token)".utf8))
      ], to: "s\(token)",
      updates: 0, at: time.now)
  }

  /// Whether bytes stand anywhere in the database or its log.
  func files(contain bytes: [UInt8]) throws -> Bool {
    let path = store.opened.location.path
    return try ["", "-wal"].contains { suffix in
      guard FileManager.default.fileExists(atPath: path + suffix) else { return false }
      return try Data(contentsOf: URL(filePath: path + suffix)).range(of: Data(bytes)) != nil
    }
  }

  /// Whether anything of what `settleAnn` gave her alone is left in the files.
  func holdsMarker() throws -> Bool {
    let items = Self.markers.map { item in (0..<8).map { UInt8(truncatingIfNeeded: item >> (56 - 8 * $0)) } }
    return try (items + [1, 3].map { Array("marker of session \($0)".utf8) }).contains { try files(contain: $0) }
  }
}

@Suite("Forgetting a person", .timeLimit(.minutes(5)))
struct ForgetTests {
  @Test("everything is gone from database and log but the pseudonym and the consent history, and the receipt says so")
  func forget() async throws {
    try await ConsentTown.run { town in
      try await town.settleAnn()
      #expect(try town.holdsMarker())
      let options = try await town.options()
      let receipt = try #require(try await town.client.forget(ForgetRequest("ann"), options: options).receipt)
      #expect(receipt.finishedAt != nil && receipt.receiptID.hasPrefix("fgt_"))
      let deleted: [String: Int64] = [
        "visits_and_actions": 81, "connections": 1, "sessions": 2, "links": 1, "onboarding": 1,
      ]
      for (kind, count) in deleted { #expect(receipt.deleted[kind] == count, "\(kind)") }
      #expect(receipt.remains.contains { $0.contains("pseudonym") && $0.contains("consent") })
      #expect(try !town.holdsMarker())
      #expect(try town.files(contain: town.agent("ann").bytes))
      let people = try await town.store.people(of: "town")
      #expect(people.map(\.person.agent) == [try town.agent("bob")])
      #expect(people.first?.connections.isEmpty == true && people.first?.visits.count == 40)
      #expect(try await town.store.opened.store.heldPerson(town.agent("bob"))?.connections == 0)
      #expect(try await town.store.opened.store.heldPerson(town.agent("bob"))?.sessions.count == 1)
      let history = try await town.client.getConsent(GetConsentRequest("ann"), options: options)
      #expect(history.region.isEmpty && history.granted.isEmpty && history.history.count == 10)
      #expect(history.history.prefix(5).allSatisfy { !$0.granted && $0.setBy.hasPrefix("forget, key ") })
    }
  }

  @Test("asked again it is the same receipt; of nobody it is NOT_FOUND")
  func again() async throws {
    try await ConsentTown.run { town in
      try await town.settleAnn()
      let options = try await town.options()
      let first = try await town.client.forget(ForgetRequest("ann"), options: options)
      town.time.move(by: 1_000_000)
      #expect(try await town.client.forget(ForgetRequest("ann"), options: options) == first)
      let error = try await refusal { try await town.client.forget(ForgetRequest("nobody"), options: options) }
      #expect(error.code == .notFound)
    }
  }

  @Test("no import brings a person back before they agree anew; then it does, and they can be forgotten again")
  func imports() async throws {
    try await ConsentTown.run { town in
      try await town.settleAnn()
      let options = try await town.options()
      let first = try await town.client.forget(ForgetRequest("ann"), options: options)
      let left = try await town.importBoth().forgotten
      #expect((left.people, left.visits, left.actions, left.adoptions) == (1, 40, 1, 40))
      #expect(left.connectionEnds == 2 && left.rows == 83, "her end of the connection, and bob's to her")
      #expect(try await town.store.people(of: "town").map(\.person.agent) == [try town.agent("bob")])
      #expect(try await town.store.people(of: "town").first?.connections.isEmpty == true)
      #expect(try !town.holdsMarker())
      let unknown = try await refusal {
        try await town.client.setConsent(SetConsentRequest("ann", grant: ["behavior"]), options: options)
      }
      #expect(unknown.code == .notFound)
      #expect(try await town.client.putPerson(PutPersonRequest("ann"), options: options).created)
      try await town.importBoth()
      #expect(try await town.visits(of: "ann") == 0)
      town.time.move(by: 1_000_000)
      _ = try await town.client.setConsent(SetConsentRequest("ann", grant: ["behavior"]), options: options)
      try await town.importBoth()
      #expect(try await town.visits(of: "ann") == 40)
      let second = try await town.client.forget(ForgetRequest("ann"), options: options)
      #expect(second.receipt?.receiptID != first.receipt?.receiptID && second.receipt?.finishedAt != nil)
      #expect(try !town.holdsMarker())
    }
  }

  @Test("what was begun and cut anywhere is finished by the clock's work, and nobody registers meanwhile")
  func goesOn() async throws {
    try await ConsentTown.run { town in
      try await town.settleAnn()
      let store = town.store.opened.store
      let begun = try await store.beginForgetting(
        town.agent("ann"), receiptID: "fgt_1", setBy: "test", at: town.time.now
      ).get()
      #expect(begun.finishedAt == nil && begun.deleted.values.allSatisfy { $0 == 0 })
      // From the first moment nothing of the person is read for a release.
      #expect(try await town.store.people(of: "town").map(\.person.agent) == [try town.agent("bob")])
      #expect(try await town.store.people(of: "town").first?.connections.isEmpty == true)
      for _ in 0..<3 { #expect(try await store.forgetRows("fgt_1", limit: 7)) }
      let options = try await town.options()
      let error = try await refusal { try await town.client.putPerson(PutPersonRequest("ann"), options: options) }
      #expect(error.code == .unavailable && error.message.contains("being forgotten"))
      #expect(try await Forgetting(store: store).goOn(clock: town.time.source) == "forgot 1 people")
      #expect(try !town.holdsMarker())
      let receipt = try await town.client.forget(ForgetRequest("ann"), options: options).receipt
      #expect(receipt?.receiptID == "fgt_1" && receipt?.deleted["visits_and_actions"] == 81)
      #expect(try await Forgetting(store: store).goOn(clock: town.time.source).isEmpty)
    }
  }
}

extension ConsentTown {
  /// Visits that a release would read of a person of `town`.
  func visits(of subject: String) async throws -> Int? {
    let agent = try agent(subject)
    return try await store.people(of: "town").first { $0.person.agent == agent }?.visits.count
  }
}
