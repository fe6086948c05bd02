import Privacy
import Storage
import Testing

@Suite("Contract: runs of the epoch job and their releases", .timeLimit(.minutes(1)))
struct EpochRunContract {
  private func withRegion(_ engine: StoreEngine, _ body: (any TransactionalStore) async throws -> Void) async throws {
    try await engine.withStore { store in
      try await store.load([])
      try await body(store)
    }
  }

  @Test(
    "publishing stores the releases, uses the budget and moves the region's epoch, together",
    arguments: StoreEngine.all)
  func publishes(engine: StoreEngine) async throws {
    try await withRegion(engine) { store in
      #expect(try await store.currentEpoch(of: "testville") == nil)
      let run = try await store.begin("r1")
      #expect((run.epoch, run.state) == (1, .reserved))
      #expect(try await store.ledger(cap: cap).openReservations == [run.reservationID])
      try await store.publish([release("a", of: run), release("b", of: run, byte: 8)], of: run, at: 6)
      #expect(try await store.ledger(cap: cap).openReservations == [])
      #expect(
        try await store.currentEpoch(of: "testville")
          == CurrentEpoch(
            region: "testville", epoch: 1, releaseID: "r1", statisticVersion: "s1", policyVersion: "p1",
            cutOff: 10))
      #expect(try await store.currentEpochs().map(\.region) == ["testville"])
      let found = try await store.releases(cells: ["b", "x", "a"], statisticVersion: "s1", epoch: 1)
      #expect(found == [release("b", of: run, byte: 8), nil, release("a", of: run)])
    }
  }

  @Test("every run has the next epoch, and earlier releases stay", arguments: StoreEngine.all)
  func epochs(engine: StoreEngine) async throws {
    try await withRegion(engine) { store in
      for number in 1...4 as ClosedRange<Int64> {
        let run = try await store.begin("r\(number)")
        try await store.publish([release("a", of: run, byte: UInt8(number))], of: run, at: 6)
        #expect(try await store.currentEpoch(of: "testville")?.epoch == number)
      }
      #expect(try await store.release("a", epoch: 2)?.bytes == [2])
    }
  }

  @Test(
    "rows that do not belong to the run, cost too much or do not match their hash publish nothing",
    arguments: StoreEngine.all)
  func refusesRows(engine: StoreEngine) async throws {
    try await withRegion(engine) { store in
      let run = try await store.begin("r1")
      var foreign = release("a", of: run)
      foreign.releaseID = "other"
      var late = release("a", of: run)
      late.cutOff = run.request.cutOff + 1
      var forged = release("a", of: run)
      forged.bytes = [1]
      for bad in [foreign, late, forged, release("a", of: run, nanoRho: 101)] {
        let error = await storeError { try await store.publish([release("b", of: run), bad], of: run, at: 6) }
        guard case .invalidValue? = error else {
          Issue.record("\(String(describing: error))")
          continue
        }
      }
      #expect(try await store.release("b") == nil)
      #expect(try await store.ledger(cap: cap).openReservations == [run.reservationID])
    }
  }

  @Test("a run is published or abandoned once, and a release key exists once", arguments: StoreEngine.all)
  func once(engine: StoreEngine) async throws {
    try await withRegion(engine) { store in
      let run = try await store.begin("r1")
      let doubled = await storeError {
        try await store.publish([release("a", of: run), release("a", of: run)], of: run, at: 6)
      }
      #expect(doubled == .conflict("release a/s1/1 exists already"))
      try await store.publish([release("a", of: run)], of: run, at: 6)
      let conflict = StoreError.conflict("run of epoch 1 is not reserved; it can be published or abandoned once")
      #expect(await storeError { try await store.publish([release("b", of: run)], of: run, at: 6) } == conflict)
      #expect(await storeError { try await store.abandon(run, at: 6) } == conflict)
      #expect(await storeError { try await store.begin("r1") } == .conflict("release run 'r1' exists already"))
    }
  }

  @Test("runs that a dead process left are abandoned once, and a new one follows them", arguments: StoreEngine.all)
  func orphans(engine: StoreEngine) async throws {
    try await withRegion(engine) { store in
      let run = try await store.begin("r1", nanoRho: 400_000_000)
      #expect(try await store.abandonOrphanedRuns(at: 9) == [run])
      #expect(try await store.abandonOrphanedRuns(at: 9) == [])
      #expect(try await store.ledger(cap: cap).spent(in: 2_026).nanoRho == 400_000_000)
      let again = try await store.begin("r2", nanoRho: 400_000_000)
      #expect(again.epoch == 2)
      try await store.publish([release("a", of: again)], of: again, at: 10)
    }
  }

  @Test("P-14: a refused charge changes nothing and the ledger stays usable", arguments: StoreEngine.all)
  func refusedCharge(engine: StoreEngine) async throws {
    try await withRegion(engine) { store in
      _ = try await store.begin("r1", nanoRho: 900_000_000)
      let error = await storeError { try await store.begin("r2", nanoRho: 100_000_001) }
      #expect(error == .ledger(.yearExhausted(year: 2_026, requested: 100_000_001, available: 100_000_000)))
      #expect(try await store.begin("r2", nanoRho: 100_000_000).epoch == 2)
    }
  }

  @Test("a run covers at least one region, each once, each stored", arguments: StoreEngine.all)
  func regions(engine: StoreEngine) async throws {
    try await withRegion(engine) { (store) async throws in
      func begin(_ regions: [String]) async -> StoreError? {
        await storeError {
          let request = EpochRunRequest(
            family: "daily", regions: regions, releaseID: "r1", statisticVersion: "s1", policy: "default",
            policyVersion: "p1", cutOff: 1,
            charge: PrivacyCost(nanoRho: 1), year: 2_026)
          return try await store.beginRun(request, cap: cap, at: 5)
        }
      }
      for regions in [[], ["testville", "testville"]] {
        #expect(await begin(regions) == .invalidValue("a run covers at least one region, each once"))
      }
      #expect(await begin(["testville", "nowhere"]) == .notFound("region 'nowhere'"))
      #expect(try await store.ledger(cap: cap).spent(in: 2_026) == .zero)
    }
  }

  @Test(
    "a run can be extended once while it is reserved, and both its charges end as it does", arguments: StoreEngine.all)
  func extended(engine: StoreEngine) async throws {
    try await withRegion(engine) { store in
      let run = try await store.begin("r1", nanoRho: 10)
      let more = PrivacyCost(nanoRho: 300, deltaUnits: 4)
      let refused = await storeError {
        try await store.extendRun(run, family: "rest", by: PrivacyCost(nanoRho: 1_000_000_000), cap: cap, at: 6)
      }
      #expect(refused == .ledger(.yearExhausted(year: 2_026, requested: 1_000_000_000, available: 999_999_990)))
      let extended = try await store.extendRun(run, family: "rest", by: more, cap: cap, at: 6)
      #expect(extended.request.charge == PrivacyCost(nanoRho: 310, deltaUnits: 4))
      #expect(extended.request.family == "daily+rest")
      #expect(try await store.ledger(cap: cap).spent(in: 2_026) == extended.request.charge)
      #expect(await storeError { try await store.extendRun(run, family: "rest", by: more, cap: cap, at: 6) } != nil)
      try await store.publish([release("a", of: extended, nanoRho: 310)], of: extended, at: 7)
      #expect(try await store.ledger(cap: cap).openReservations == [])
      let late = await storeError { try await store.extendRun(extended, family: "x", by: more, cap: cap, at: 8) }
      #expect(late == .conflict("run of epoch 1 is not reserved"))
      let next = try await store.begin("r2", nanoRho: 10)
      let twice = try await store.extendRun(next, family: "rest+daily+more", by: more, cap: cap, at: 9)
      #expect(twice.request.family == "daily+rest+more", "a family of which both paid a part is named once")
      #expect(try await store.abandonOrphanedRuns(at: 10).count == 1)
      #expect(try await store.ledger(cap: cap).openReservations == [])
    }
  }
}
