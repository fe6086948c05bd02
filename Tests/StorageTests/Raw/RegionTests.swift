import Population
import Storage
import Testing

@Suite("Regions and people", .timeLimit(.minutes(5)))
struct RegionTests {
  @Test("storing a region again widens it and never turns its clock back")
  func widens() async throws {
    try await withStore { store in
      try await store.putRegion(
        Region(id: "r", timeZone: "UTC", sources: .visits, isSimulated: true, clock: 50, defaultCutOff: 40), at: 1)
      try await store.putRegion(Region(id: "r", timeZone: "UTC", sources: .price, clock: 20), at: 2)
      #expect(
        try await store.region("r")
          == Region(
            id: "r", timeZone: "UTC", sources: [.visits, .price], isSimulated: true, clock: 50, defaultCutOff: 40))
      try await store.putRegion(Region(id: "r", timeZone: "UTC", clock: 60, defaultCutOff: 55), at: 3)
      #expect(try await store.region("r")?.clock == 60)
      #expect(try await store.region("r")?.defaultCutOff == 55)
    }
  }

  @Test("another time zone, or an empty id, is refused")
  func refuses() async throws {
    try await withStore { store in
      try await store.putRegion(Region(id: "r", timeZone: "UTC"), at: 1)
      let zone = await storeError { try await store.putRegion(Region(id: "r", timeZone: "Asia/Jakarta"), at: 1) }
      #expect(zone == .conflict("region 'r' has time zone UTC, not Asia/Jakarta"))
      let empty = await storeError { try await store.putRegion(Region(id: "", timeZone: "UTC"), at: 1) }
      #expect(empty == .invalidValue("region id '': 1 to 64 bytes are allowed"))
    }
  }

  @Test("a person in an unknown region, or in a second one, is refused")
  func personRegion() async throws {
    try await withStore { store in
      let unknown = await storeError { try await store.putPerson(somebody(1), policyVersion: "1", at: 1) }
      #expect(unknown == .notFound("region 'testville'"))
      try await store.addPeople(1...1)
      try await store.putRegion(Region(id: "elsewhere", timeZone: "UTC"), at: 1)
      var moved = somebody(1)
      moved.region = "elsewhere"
      let error = await storeError { try await store.putPerson(moved, policyVersion: "1", at: 1) }
      #expect(error == .conflict("person \(agent(1)) is stored in another region than 'elsewhere'"))
    }
  }

  @Test("stated dimensions outside 0 to 1,000,000, or not twelve, are refused", arguments: [[1_000_001], [-2], [5]])
  func statedDimensions(values: [Int32]) async throws {
    try await withStore { store in
      try await store.putRegion(Region(id: "testville", timeZone: "UTC"), at: 1)
      var person = somebody(1)
      person.statedDimensions = values + Array(repeating: 1, count: values == [5] ? 10 : 11)
      await #expect(throws: StoreError.self) { try await store.putPerson(person, policyVersion: "1", at: 1) }
    }
  }
}
