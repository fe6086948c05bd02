import Dispatch
import Population
import GRDB
import Testing

@testable import Storage

@Suite("Bulk load and epoch snapshot", .timeLimit(.minutes(5)))
struct SnapshotTests {
  /// Two connected people with a row of every kind.
  private func people() -> [AgentRecords] {
    (1...2 as ClosedRange<UInt64>).map { number in
      var person = somebody(number)
      person.ageBand = AgeBand(lower: 25) ?? .unknown
      person.interestCluster = .foodAndCoffee
      person.statedDimensions = [nil, 0, 1_000_000] + Array(repeating: 500_000, count: 9)
      person.answeredAt = 77
      var records = AgentRecords(person: person)
      records.visits = [
        visit(1, at: 10 * day),
        Visit(id: UInt64.max, place: Visit.noPlace, arrive: 20 * day, category: .home, traits: [.crowded]),
      ]
      records.actions = [
        Action(id: 3, kind: .experience, time: 11 * day), Action(id: 4, kind: .share, time: 12 * day, item: UInt64.max),
        Action(id: 5, kind: .ai2aiSession, time: 13 * day, category: .event),
      ]
      var adoption = Adoption(id: 6, item: 1 << 63, category: .shopping, time: 14 * day)
      adoption.creditedBy = [agent(3 - number)]
      adoption.creditedNullBy = [agent(3 - number)]
      adoption.comparisons = [AdoptionComparison(peer: agent(3 - number), order: .tie)]
      adoption.followsConnectionWithinWeek = true
      records.adoptions = [adoption]
      records.connections = [
        Connection(
          peer: agent(3 - number), first: .min, last: .min, sessions: 2, compatibility: nil, learningSlope: -500,
          counted: true)
      ]
      return records
    }
  }

  @Test("what was loaded is what the epoch job reads")
  func roundTrip() async throws {
    try await withStore { store in
      let counts = try await store.load(people())
      #expect((counts.people, counts.visits, counts.actions, counts.adoptions) == (2, 4, 6, 2))
      #expect((counts.connections, counts.duplicates) == (1, 0))
      #expect(try await store.snapshot(cutOff: 800 * day) == people())
      let region = try await store.region("testville")
      #expect(region?.clock == 900 * day)
      #expect(region?.defaultCutOff == 800 * day)
      #expect(region?.isSimulated == true)
      #expect(try await store.person(agent(2)) == people()[1].person)
      #expect(try await store.personCount(region: "testville") == 2)
    }
  }

  @Test("loading the same again adds nothing")
  func idempotent() async throws {
    try await withStore { store in
      _ = try await store.load(people())
      let again = try await store.load(people())
      #expect((again.visits, again.actions, again.adoptions, again.connections) == (0, 0, 0, 0))
      #expect(again.duplicates == 12)
      #expect(try await store.snapshot(cutOff: 800 * day) == people())
      #expect(try await store.consentHistory(of: agent(1)).count == 4)
    }
  }

  @Test("a load that throws, or ends without finish, leaves nothing visible")
  func failedLoad() async throws {
    try await withStore { (store) async throws in
      for isThrowing in [true, false] {
        let people = people()
        let error = await storeError {
          try await store.bulkLoad(policyVersion: "1", at: 1) { sink in
            try sink.begin(
              RegionDeclaration(
                region: "testville", timeZone: "UTC", sources: .all, isSimulated: true, lastEvent: 1, defaultCutOff: 1))
            try sink.write(people)
            if isThrowing { throw StoreError.conflict("planted") }
          }
        }
        #expect(error != nil)
        #expect(try await store.regions() == [])
        #expect(try await store.person(agent(1)) == nil)
      }
    }
  }

  @Test("rows at the cut-off and rows older than the lookback are left out")
  func window() async throws {
    try await withStore { store in
      var records = AgentRecords(person: somebody(1))
      records.visits = [5, 9, 10, 20, 21].map { visit(UInt64($0), at: $0 * day) }
      _ = try await store.load([records])
      let days = try await store.snapshot(cutOff: 21 * day, lookback: 11 * day)[0].visits.map { $0.arrive / day }
      #expect(days == [10, 20])
    }
  }

  @Test("P-17: consent at the cut-off decides who is named in the rows of others")
  func consentOfPeers() async throws {
    try await withStore { store in
      _ = try await store.load(people())
      try await store.recordConsent(
        [ConsentEvent(agent: agent(2), purposes: .network, isGranted: false, policyVersion: "1", at: 100 * day)], at: 1)
      let before = try await store.snapshot(cutOff: 100 * day)
      #expect(before.map(\.connections.count) == [1, 1])
      let after = try await store.snapshot(cutOff: 100 * day + 1)
      #expect(after.map(\.connections.count) == [0, 1])
      #expect(after.map(\.adoptions[0].creditedBy.count) == [0, 1])
      #expect(after.map(\.adoptions[0].creditedNullBy.count) == [0, 1])
      #expect(after.map(\.adoptions[0].comparisons.count) == [0, 1])
      #expect(after.map(\.person.consents) == [.all, [.behavior, .personality, .experiments]])
    }
  }

  @Test("S-6: a snapshot does not see what is written while it is read")
  func oneView() async throws {
    try await withStore { store in
      try await store.addPeople(1...3)
      let counts = try await store.withEpochSnapshot(region: "testville", cutOff: day, lookback: day) { snapshot in
        let first = try snapshot.next()?.visits.count
        let written = DispatchSemaphore(value: 0)
        Task {
          let event = PartnerEvent(
            eventID: "late", action: RecordedAction(agent: agent(3), row: .visit(visit(1, at: 5))))
          _ = try? await store.recordActions([event], partner: "acme", at: 9)
          written.signal()
        }
        written.wait()
        var counts = [first]
        while let next = try snapshot.next() { counts.append(next.visits.count) }
        return counts
      }
      #expect(counts == [0, 0, 0])
      #expect(try await store.snapshot(cutOff: day).last?.visits.count == 1)
    }
  }

  @Test("a person known only as a peer is in no region until delivered")
  func peerOnly() async throws {
    try await withStore { store in
      _ = try await store.load([people()[0]])
      #expect(try await store.personCount(region: "testville") == 1)
      #expect(try await store.snapshot(cutOff: 800 * day)[0].connections == [])
      _ = try await store.load([people()[1]])
      #expect(try await store.snapshot(cutOff: 800 * day) == people())
    }
  }

  @Test("retention deletes old rows with their marks")
  func retention() async throws {
    try await withStore { store in
      _ = try await store.load(people())
      #expect(try await store.deleteActions(before: 20 * day) == 10)
      let left = try await store.snapshot(cutOff: 800 * day)
      #expect(left.map { $0.visits.count + $0.actions.count + $0.adoptions.count } == [1, 1])
      let marks = try await store.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM adoption_marks") }
      #expect(marks == 0)
    }
  }
}
