import Population
import Storage
import Testing

@Suite("Contract: bulk load", .timeLimit(.minutes(1)))
struct BulkLoadingContract {
  @Test("what was loaded is what the epoch job reads", arguments: StoreEngine.all)
  func roundTrip(engine: StoreEngine) async throws {
    try await engine.withStore { store in
      let counts = try await store.load(pair())
      #expect((counts.people, counts.visits, counts.actions, counts.adoptions) == (2, 4, 6, 2))
      #expect((counts.connections, counts.duplicates) == (1, 0))
      #expect(try await store.snapshot() == pair())
      let region = try #require(try await store.regions().first)
      #expect(
        region
          == Region(id: "testville", timeZone: "UTC", sources: .all, isSimulated: true, asOf: 800 * day))
    }
  }

  @Test("loading the same again adds nothing", arguments: StoreEngine.all)
  func idempotent(engine: StoreEngine) async throws {
    try await engine.withStore { store in
      try await store.load(pair())
      let again = try await store.load(pair())
      #expect((again.visits, again.actions, again.adoptions, again.connections) == (0, 0, 0, 0))
      #expect(again.duplicates == 12)
      #expect(try await store.snapshot() == pair())
    }
  }

  @Test("visits of one moment come back in the order of the newest delivery, each once", arguments: StoreEngine.all)
  func momentOrder(engine: StoreEngine) async throws {
    try await engine.withStore { store in
      func delivered(_ ids: [UInt64]) -> AgentRecords {
        var records = AgentRecords(person: somebody(1))
        records.visits = ids.map { visit($0, at: 10 * day) }
        records.visits.numberMoments()
        return records
      }
      try await store.load([delivered([9, 2, 5])])
      #expect(try await store.snapshot()[0].visits.map(\.id) == [9, 2, 5])
      let again = try await store.load([delivered([9, 2, 5])])
      #expect((again.visits, again.duplicates) == (0, 3))
      #expect(try await store.snapshot() == [delivered([9, 2, 5])])
      let longer = try await store.load([delivered([1, 5, 9, 2])])
      #expect((longer.visits, longer.duplicates) == (1, 3))
      #expect(try await store.snapshot() == [delivered([1, 5, 9, 2])])
    }
  }

  @Test("a load that throws, or ends without finish, leaves nothing visible", arguments: StoreEngine.all)
  func failedLoad(engine: StoreEngine) async throws {
    try await engine.withStore { (store) async throws in
      for isThrowing in [true, false] {
        let error = await storeError {
          try await store.bulkLoad(policyVersion: "1", at: 1) { sink in
            try sink.begin(
              RegionDeclaration(
                region: "testville", timeZone: "UTC", sources: .all, isSimulated: true, asOf: 1))
            try sink.write(pair())
            if isThrowing { throw StoreError.conflict("planted") }
          }
        }
        #expect(error == (isThrowing ? .conflict("planted") : .invalidValue("the delivery ended without finish")))
        #expect(try await store.regions() == [])
        #expect(await storeError { try await store.snapshot() } == .notFound("region 'testville'"))
      }
    }
  }

  @Test("people and segments are stored together or not at all", arguments: StoreEngine.all)
  func withSegments(engine: StoreEngine) async throws {
    try await engine.withStore { store in
      func segment(_ version: Int64, region: String = "testville") -> SegmentRow {
        SegmentRow(id: "all", version: version, region: region, definition: [7])
      }
      for broken in [segment(3), segment(1, region: "elsewhere")] {
        let error = await storeError { try await store.load(pair(), segments: [segment(1), broken]) }
        #expect(error != nil)
        #expect(try await store.regions().isEmpty)
        #expect(try await store.segments(after: nil, limit: 9).isEmpty)
      }
      try await store.load(pair(), segments: [segment(1)])
      #expect(try await store.segments(after: nil, limit: 9) == [segment(1)])
      try await store.load(pair(), segments: [segment(1)])
      #expect(try await store.snapshot() == pair())
    }
  }

  @Test("people and places are delivered between one begin and one finish", arguments: StoreEngine.all)
  func order(engine: StoreEngine) async throws {
    try await engine.withStore { store in
      let declaration = RegionDeclaration(
        region: "testville", timeZone: "UTC", sources: .all, isSimulated: true, asOf: 1)
      let early = await storeError {
        try await store.bulkLoad(policyVersion: "1", at: 1) { try $0.write(pair()) }
      }
      #expect(early == .invalidValue("people and places are delivered between begin and finish"))
      let twice = await storeError {
        try await store.bulkLoad(policyVersion: "1", at: 1) { sink in
          try sink.begin(declaration)
          try sink.begin(declaration)
        }
      }
      #expect(twice == .invalidValue("a delivery declares its region once"))
      let empty = await storeError {
        try await store.bulkLoad(policyVersion: "1", at: 1) { try $0.finish() }
      }
      #expect(empty == .invalidValue("a delivery declares its region before it ends"))
    }
  }

  @Test("a person known only as a peer is in no region until delivered", arguments: StoreEngine.all)
  func peerOnly(engine: StoreEngine) async throws {
    try await engine.withStore { store in
      try await store.load([pair()[0]])
      let alone = try await store.snapshot()
      #expect(alone.map(\.person.agent) == [agent(1)])
      #expect(alone[0].connections == [])
      try await store.load([pair()[1]])
      #expect(try await store.snapshot() == pair())
    }
  }

  @Test("a person belongs to one region", arguments: StoreEngine.all)
  func personRegion(engine: StoreEngine) async throws {
    try await engine.withStore { store in
      try await store.addPeople(1...1)
      let moved = AgentRecords(person: somebody(1, region: "elsewhere"))
      let error = await storeError { try await store.load([moved], into: "elsewhere") }
      #expect(error == .conflict("person \(agent(1)) is stored in another region than 'elsewhere'"))
      #expect(try await store.regions().map(\.id) == ["testville"])
    }
  }

  @Test("a later delivery of a person replaces what they stated", arguments: StoreEngine.all)
  func replaces(engine: StoreEngine) async throws {
    try await engine.withStore { store in
      try await store.load(pair())
      var person = somebody(1)
      person.ageBand = AgeBand(lower: 30) ?? .unknown
      try await store.load([AgentRecords(person: person)])
      let read = try await store.snapshot()[0].person
      #expect((read.ageBand, read.statedDimensions, read.answeredAt) == (person.ageBand, [], nil))
    }
  }

  @Test(
    "stated dimensions outside 0 to 1,000,000, or not twelve, are refused",
    arguments: StoreEngine.all, [[1_000_001], [-2], [5]])
  func statedDimensions(engine: StoreEngine, values: [Int32]) async throws {
    try await engine.withStore { store in
      var person = somebody(1)
      person.statedDimensions = values + Array(repeating: 1, count: values == [5] ? 10 : 11)
      let records = AgentRecords(person: person)
      let error = await storeError { try await store.load([records]) }
      #expect(error == .invalidValue("stated dimensions: 12 values of 0 to 1,000,000, or none, are allowed"))
    }
  }

  @Test("delivering to a region again unites its sources", arguments: StoreEngine.all)
  func widens(engine: StoreEngine) async throws {
    try await engine.withStore { store in
      try await store.load([], sources: .visits)
      try await store.load([], sources: .price)
      #expect(try await store.regions().map(\.sources) == [[.visits, .price]])
    }
  }

  @Test(
    "a live region is not archived by rows that end at a day; nothing of them is stored", arguments: StoreEngine.all)
  func staysLive(engine: StoreEngine) async throws {
    try await engine.withStore { store in
      _ = try await store.bulkLoad(policyVersion: "1", at: 1) { sink in
        try sink.begin(
          RegionDeclaration(
            region: "testville", timeZone: "UTC", sources: .all, isSimulated: false, asOf: nil, historyDays: 30))
        try sink.finish()
      }
      let error = await storeError { try await store.load([AgentRecords(person: somebody(1))], places: [7]) }
      #expect(error?.description.contains("region 'testville' is live") == true)
      #expect(try await store.regions().map(\.asOf) == [nil])
      #expect(try await store.snapshot().isEmpty)
    }
  }

  @Test(
    "an archived region does not go on without an end; a given end replaces the old one", arguments: StoreEngine.all)
  func staysArchived(engine: StoreEngine) async throws {
    try await engine.withStore { store in
      func deliver(asOf: Int64?) async throws {
        _ = try await store.bulkLoad(policyVersion: "1", at: 1) { sink in
          try sink.begin(
            RegionDeclaration(region: "testville", timeZone: "UTC", sources: .all, isSimulated: false, asOf: asOf))
          try sink.finish()
        }
      }
      try await deliver(asOf: 5)
      let error = await storeError { try await deliver(asOf: nil) }
      #expect(error?.description.contains("region 'testville' is archived") == true)
      try await deliver(asOf: 9)
      #expect(try await store.regions().map(\.asOf) == [9])
    }
  }

  @Test("another time zone, or an id of no bytes or too many, is refused", arguments: StoreEngine.all)
  func refusesRegion(engine: StoreEngine) async throws {
    try await engine.withStore { store in
      try await store.load([])
      let zone = await storeError { try await store.load([], timeZone: "Asia/Jakarta") }
      #expect(zone == .conflict("region 'testville' has time zone UTC, not Asia/Jakarta"))
      for id in ["", String(repeating: "x", count: 65)] {
        let error = await storeError { try await store.load([], into: id) }
        #expect(error == .invalidValue("region id '\(id)': 1 to 64 bytes are allowed"))
      }
    }
  }
}
