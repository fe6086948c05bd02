import Population
import GRDB
import Testing

@testable import Storage

@Suite("Admission under D and B", .timeLimit(.minutes(5)))
struct AdmissionTests {
  private func connection(to number: UInt64, first: Int64 = 5, sessions: Int32 = 1) -> Connection {
    Connection(
      peer: agent(number), first: first, last: first, sessions: sessions, compatibility: 700_000, counted: true)
  }

  @Test("a connection is counted only while both ends hold fewer than D counted ones, and never changes")
  func degreeBound() async throws {
    try await withStore(StoreOptions(bounds: AdmissionBounds(degree: 2))) { store in
      try await store.addPeople(1...5)
      var counted: [Bool] = []
      for (owner, peer) in [(1, 2), (1, 3), (1, 4), (4, 1), (4, 5), (2, 5)] as [(UInt64, UInt64)] {
        counted.append(try await store.putConnection(connection(to: peer), of: agent(owner), at: 9))
      }
      #expect(counted == [true, true, false, false, true, true])
      #expect(try await store.connections(of: agent(1)).map(\.counted) == [true, true, false])
      #expect(try await store.connections(of: agent(4)).map(\.counted) == [false, true])
    }
  }

  @Test("both ends are stored at once; an end's own word replaces the mirrored one in either order")
  func mirrored() async throws {
    for isOwnFirst in [true, false] {
      try await withStore { store in
        try await store.addPeople(1...2)
        let deliveries = [(agent(1), connection(to: 2, sessions: 3)), (agent(2), connection(to: 1, sessions: 8))]
        for (owner, end) in isOwnFirst ? deliveries : deliveries.reversed() {
          _ = try await store.putConnection(end, of: owner, at: 9)
        }
        #expect(try await store.connections(of: agent(1)).map(\.sessions) == [3])
        #expect(try await store.connections(of: agent(2)).map(\.sessions) == [8])
      }
    }
  }

  @Test("a connection with oneself or with a stranger is refused")
  func refused() async throws {
    try await withStore { store in
      try await store.addPeople(1...1)
      let own = await storeError { try await store.putConnection(connection(to: 1), of: agent(1), at: 9) }
      #expect(own == .invalidValue("a connection of a person with themself"))
      let stranger = await storeError { try await store.putConnection(connection(to: 7), of: agent(1), at: 9) }
      #expect(stranger == .notFound("person \(agent(7))"))
    }
  }

  @Test("counted is set once, also for who writes SQL")
  func countedOnce() async throws {
    try await withStore { store in
      try await store.addPeople(1...2)
      _ = try await store.putConnection(connection(to: 2), of: agent(1), at: 9)
      let error = await storeError {
        try await store.write { try $0.execute(sql: "UPDATE ai2ai_connections SET counted = 0") }
      }
      #expect(error?.description.contains("set once") == true)
    }
  }

  @Test("a person is named by at most B adoptions of others per kind of mark, the first ones")
  func creditBound() async throws {
    try await withStore(StoreOptions(bounds: AdmissionBounds(creditedEvents: 2))) { store in
      let people = (1...5 as ClosedRange<UInt64>).map { number in
        var records = AgentRecords(person: somebody(number))
        var adoption = Adoption(id: number, item: 77, time: Int64(number))
        adoption.creditedBy = number == 1 ? [] : [agent(1)]
        adoption.comparisons = number == 1 ? [] : [AdoptionComparison(peer: agent(1), order: .later)]
        adoption.followsConnection = number > 1
        records.adoptions = [adoption]
        return records
      }
      _ = try await store.load(people)
      let adoptions = try await store.snapshot(cutOff: day).flatMap(\.adoptions)
      #expect(adoptions.map(\.creditedBy.count) == [0, 1, 1, 0, 0])
      #expect(adoptions.map(\.comparisons.count) == [0, 1, 1, 0, 0])
      #expect(adoptions.map(\.followsConnection) == [false, true, true, true, true])
    }
  }
}
