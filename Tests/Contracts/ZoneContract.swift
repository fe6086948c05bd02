import Population
import Storage
import Testing

@Suite("Contract: zones and items", .timeLimit(.minutes(1)))
struct ZoneContract {
  private func map(_ zones: [ZoneMap.Zone], items: [ZoneMap.Item] = [], places: [String: Int] = [:]) throws
    -> RegisteredMap
  {
    let numbers = places.map { (PublicID.place($0.key.utf8), $0.value) }
    return try RegisteredMap(
      map: ZoneMap(zones: zones, areas: ["west", "east"], items: items),
      zoneOfPlace: Dictionary(uniqueKeysWithValues: numbers))
  }

  @Test("a map comes back as it was registered, in its order, and no region has another's", arguments: StoreEngine.all)
  func comesBack(engine: StoreEngine) async throws {
    try await engine.withStore { store in
      try await store.load([])
      try await store.load([], into: "elsewhere")
      let registered = try map(
        [.init(id: "z", area: 1), .init(id: "a", area: nil), .init(id: "m", area: 0)],
        items: [.init(id: "shop 2", zone: 2), .init(id: "shop 1", zone: nil)], places: ["park": 0, "pub": 2])
      try await store.registerMap(registered, of: "testville", at: 5)
      #expect(try await store.registeredMap(of: "testville") == registered)
      #expect(try await store.registeredMap(of: "elsewhere") == nil)
    }
  }

  @Test("a map takes the place of the one before, with nothing left of it", arguments: StoreEngine.all)
  func replaced(engine: StoreEngine) async throws {
    try await engine.withStore { store in
      try await store.load([])
      let first = try map(
        [.init(id: "a", area: 0), .init(id: "b", area: 1)], items: [.init(id: "x", zone: 1)], places: ["park": 1])
      try await store.registerMap(first, of: "testville", at: 5)
      let second = try map([.init(id: "c", area: nil)], items: [.init(id: "y", zone: 0)], places: ["pub": 0])
      try await store.registerMap(second, of: "testville", at: 6)
      #expect(try await store.registeredMap(of: "testville") == second)
    }
  }

  @Test(
    "what places and items were recorded under stays known by a map that says nothing of it, while they are registered",
    arguments: StoreEngine.all)
  func earlierNumbers(engine: StoreEngine) async throws {
    try await engine.withStore { store in
      try await store.load([])
      let (park, shop) = (PublicID.place("park".utf8), PublicID.place("shop".utf8))
      let plain = try map([.init(id: "a", area: nil)], items: [.init(id: "shop", zone: nil)], places: ["park": 0])
      let known = try plain.recognising([71: park, 72: shop, 73: PublicID.place("lost".utf8)])
      #expect(known.earlier == [71: park, 72: shop] && known.zone(ofPlace: 71) == 0 && known.item(72) == 0)
      try await store.registerMap(known, of: "testville", at: 5)
      #expect(try await store.registeredMap(of: "testville") == known)
      try await store.registerMap(plain, of: "testville", at: 6)
      #expect(try await store.registeredMap(of: "testville") == known)
      try await store.registerMap(map([.init(id: "a", area: nil)], places: ["park": 0]), of: "testville", at: 7)
      #expect(try await store.registeredMap(of: "testville")?.earlier == [71: park])
    }
  }

  @Test("a delivery brings the map of its region along", arguments: StoreEngine.all)
  func delivered(engine: StoreEngine) async throws {
    try await engine.withStore { store in
      let registered = try map([.init(id: "a", area: nil)], places: ["park": 0])
      try await store.bulkLoad(policyVersion: "test", at: 1) { sink in
        try sink.begin(
          RegionDeclaration(region: "testville", timeZone: "UTC", sources: [.visits], isSimulated: false, asOf: nil))
        try sink.register(registered)
        try sink.finish()
      }
      #expect(try await store.registeredMap(of: "testville") == registered)
    }
  }

  @Test("a region that is not stored, and an id that is too long, are refused", arguments: StoreEngine.all)
  func refused(engine: StoreEngine) async throws {
    try await engine.withStore { store in
      let registered = try map([.init(id: "a", area: nil)])
      let unknown = await storeError { try await store.registerMap(registered, of: "testville", at: 1) }
      #expect(unknown == .notFound("region 'testville'"))
      #expect(await storeError { try await store.registeredMap(of: "testville") } == .notFound("region 'testville'"))
      try await store.load([])
      let long = String(repeating: "x", count: 257)
      let error = await storeError {
        try await store.registerMap(map([.init(id: long, area: nil)]), of: "testville", at: 1)
      }
      #expect(error == .invalidValue("zone id '\(long)': 1 to 256 bytes are allowed"))
      #expect(try await store.registeredMap(of: "testville") == nil)
    }
  }
}
