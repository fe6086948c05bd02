import EnrichmentSchema
import Population
import Privacy
import Releases
import Storage
import StoreFixtures
import WireFormat

@testable import Operations

/// A live region of one base cell with two zones, an area and two items.
struct AffinityTown {
  /// Its id.
  var region = "town"
  /// What its people agree to.
  var consents: ConsentSet = .all

  private let day = RegionCalendar.day

  private func place(_ id: String) -> UInt64 { PublicID.place(id.utf8) }

  /// The map, which knows its place and its item by the numbers that the SPOTS application and a partner recorded before.
  func mapWithNumbers(_ store: TemporaryStore) throws -> RegisteredMap {
    let names = EarlierNumbers(store.opened.pepper.pseudonymizer, in: [.spots, .partner("acme")])
    var numbers: [UInt64: UInt64] = [:]
    for id in ["park", "shop"] { for number in try names.of(id.utf8) { numbers[number] = place(id) } }
    return try map().recognising(numbers)
  }

  /// Puts the rows of a person under the numbers that places and items have before they are registered.
  func unregistered(_ records: inout AgentRecords, in store: TemporaryStore) throws {
    let names = store.opened.pepper.pseudonymizer
    let (park, shop) = (try names.place("park".utf8, in: .spots), try names.item("shop".utf8, in: .partner("acme")))
    for index in records.visits.indices where records.visits[index].place == place("park") {
      records.visits[index].place = park
    }
    records.adoptions.append(Adoption(id: 101, item: shop, time: records.adoptions[0].time + day))
    records.adoptions[0].item = shop
  }

  /// Zones `north`, of the area `inner`, and `south`, of none.
  func map() throws -> RegisteredMap {
    try RegisteredMap(
      map: ZoneMap(
        zones: [.init(id: "north", area: 0), .init(id: "south", area: nil)], areas: ["inner"],
        items: [.init(id: "shop", zone: 0), .init(id: "stall", zone: nil)]),
      zoneOfPlace: [place("park"): 0, place("pub"): 1])
  }

  /// Adds the region, in which people have been to the park twelve times and to the pub once, long ago, and like the shop.
  ///
  /// - Parameters:
  ///   - ago: days from the visits to the park to the present.
  ///   - isEarly: whether their rows were recorded before places and items were registered.
  func settle(
    _ store: TemporaryStore, people: Int, hasMap: Bool = true, ago: Int64 = 1, isEarly: Bool = false
  ) async throws {
    let settled = try (0..<people).map {
      var records = try records(of: "\(region) \($0)", in: store, ago: ago)
      if isEarly { try unregistered(&records, in: store) }
      return records
    }
    let plan = try PopulationLoad.plan(region: region, timeZone: "UTC", division: .region)
    let map = hasMap ? try map() : nil
    _ = try await PopulationLoad(store: store.opened.store, clock: TemporaryStore.clock).load(plan) { sink in
      try sink.begin(
        RegionDeclaration(region: region, timeZone: "UTC", sources: [.visits], isSimulated: false, asOf: nil))
      if let map { try sink.register(map) }
      try sink.write(settled)
      try sink.finish()
    }
  }

  private func records(of subject: String, in store: TemporaryStore, ago: Int64) throws -> AgentRecords {
    let now = TemporaryStore.cutOff
    let agent = try store.opened.pepper.pseudonymizer.agent(subject.utf8, in: .spots)
    var records = AgentRecords(person: Person(agent: agent, region: region, consents: consents, consentedAt: 1))
    records.visits = (0..<12).map {
      Visit(id: UInt64($0), place: place("park"), arrive: now - (ago + Int64($0)) * day, category: .outdoorsSport)
    }
    records.visits.append(Visit(id: 99, place: place("pub"), arrive: now - 300 * day, category: .nightlife))
    records.adoptions = [Adoption(id: 100, item: place("shop"), time: now - 400 * day)]
    return records
  }

  /// What an epoch released of its affinity; nil for nothing.
  func affinity(in store: TemporaryStore, epoch: Int64) async throws -> AffinityRelease? {
    let rows = try await store.opened.store.releases(
      cells: ["\(region)/affinity"], statisticVersion: ReleaseRun.statisticVersion, epoch: epoch)
    return try (rows.first ?? nil).map { try AffinityRelease(serializedBytes: $0.bytes) }
  }

  /// What a store has spent in 2026, in nano-rho.
  func spent(_ store: TemporaryStore, _ policy: PrivacyPolicy) async throws -> Int64 {
    try await store.opened.store.ledger(cap: policy.cap).spent(in: 2026).nanoRho
  }

  /// The names and charges of what a store has reserved.
  func reserved(in store: TemporaryStore) async throws -> [String] {
    guard let engine = store.opened.store as? any TransactionalStore else { return [] }
    return try await engine.read { transaction in
      let entries = try transaction.statement("SELECT family, nano_rho FROM ledger WHERE change = 1 ORDER BY year, seq")
      defer { entries.reset() }
      var found: [String] = []
      while try entries.step() { found.append("\(entries.text(at: 0)) \(entries.integer(at: 1))") }
      return found
    }
  }
}
