import Operations
import Population
import Segments
import Storage
import StoreFixtures
import Synchronization
import Testing

@Suite("Bringing regions into a store", .timeLimit(.minutes(5)))
struct PopulationLoadTests {
  private func plan(
    _ region: String = "town", _ timeZone: String = "UTC", _ division: PopulationLoad.Division = .region
  ) throws -> RegionPlan {
    try PopulationLoad.plan(region: region, timeZone: timeZone, division: division, ages: [15, 20])
  }

  private func load(into store: TemporaryStore) -> PopulationLoad {
    PopulationLoad(store: store.opened.store, clock: TemporaryStore.clock)
  }

  /// The error of a body that is refused with words.
  private func refusal(_ body: () async throws -> Void) async -> String {
    do { try await body() } catch { return "\(error)" }
    return ""
  }

  @Test("a region that is founded is live, has its cells and keeps its rows as long as was said")
  func found() async throws {
    let store = try await TemporaryStore()
    try await load(into: store).found(plan("town", "Asia/Jakarta", .ageCluster), historyDays: 30)
    let region = try #require(try await store.opened.store.regions().first)
    #expect(region.id == "town" && region.asOf == nil && region.historyDays == 30 && !region.isSimulated)
    #expect(region.sources == [.visits, .dwell, .shares, .adoptions])
    let registry = try await RegisteredSegments.read(from: store.opened.store)
    #expect(registry.cells.count > 2 && registry.cells.allSatisfy { $0.region == "town" })
  }

  @Test("a store takes several regions, but none twice")
  func severalRegions() async throws {
    let store = try await TemporaryStore()
    try await load(into: store).found(plan("one"), historyDays: 30)
    try await load(into: store).found(plan("two", "Asia/Jakarta"), historyDays: 60)
    let again = await refusal { try await load(into: store).found(plan("one"), historyDays: 90) }
    #expect(again.contains("has a region one already"))
    #expect(try await store.opened.store.regions().map(\.historyDays) == [30, 60])
  }

  @Test("a region that is loaded again with other base cells is refused, and nothing of it is stored")
  func otherCells() async throws {
    let store = try await TemporaryStore()
    let declaration = RegionDeclaration(
      region: "town", timeZone: "UTC", sources: [.visits], isSimulated: false, asOf: 9, historyDays: nil)
    try await store.settle("town", people: 1, visits: 1)
    let refused = await refusal {
      _ = try await load(into: store).load(plan("town", "UTC", .cluster)) { sink in
        try sink.begin(declaration)
        try sink.finish()
      }
    }
    #expect(refused.contains("town began with other base cells"))
    #expect(try await store.opened.store.regions().first?.asOf == nil)
  }

  @Test("a time zone that is none is refused before anything is stored")
  func timeZone() async throws {
    let store = try await TemporaryStore()
    let refused = await refusal { try await load(into: store).found(plan("town", "Nowhere/At_All"), historyDays: 1) }
    #expect(refused.contains("time zone \"Nowhere/At_All\": allowed are names of the tz database"))
    #expect(try await store.opened.store.regions().isEmpty)
  }

  @Test("a delivery that fails leaves nothing, neither people nor segments")
  func allOrNothing() async throws {
    struct Broken: Error {}
    let store = try await TemporaryStore()
    await #expect(throws: Broken.self) {
      _ = try await load(into: store).load(plan()) { _ in throw Broken() }
    }
    #expect(try await store.opened.store.regions().isEmpty)
    #expect(try await RegisteredSegments.read(from: store.opened.store).segments.isEmpty)
  }

  @Test("how far a load has come is told after every batch")
  func progress() async throws {
    struct Counting: ImportSink {
      var batches = 0
      mutating func begin(_ declaration: RegionDeclaration) {}
      mutating func register(_ map: RegisteredMap) {}
      mutating func register(places: [UInt64]) {}
      mutating func register(people: [AgentID]) {}
      mutating func write(_ batch: [AgentRecords]) { batches += 1 }
      mutating func finish() {}
    }
    let store = try await TemporaryStore()
    let told = Told()
    var sink = ProgressSink(Counting()) { told.add($0) }
    let person = AgentRecords(
      person: Person(agent: try store.opened.pepper.pseudonymizer.agent("1".utf8, in: .spots), region: "town"))
    try sink.write([person, person])
    try sink.write([person])
    #expect(told.numbers == [2, 3] && (sink.sink as? Counting)?.batches == 2)
  }
}

/// Numbers that were told, in order.
private final class Told: Sendable {
  private let told = Mutex<[Int]>([])

  var numbers: [Int] { told.withLock { $0 } }
  func add(_ number: Int) { told.withLock { $0.append(number) } }
}
