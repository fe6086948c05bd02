import Foundation
import Ingest
import Operations
import Population
import Segments
import Storage
import StorageSQLite

/// A store that a world was handed to, in a folder of its own, removed with it.
final class WorldStore: Sendable {
  let store: any Store
  private let folder: URL
  private let pseudonymizer: Pseudonymizer

  private let ages: [Int]

  /// Imports the folders of a world, registers the people of its town and records what they did, all with programs' own
  /// code; `acceptance` alone is handed in.
  ///
  /// - Parameter ages: lower ends of age bands, where the cells are to be of ages too.
  init(_ world: World, accepting acceptance: Acceptance = .standard, ages: [Int] = []) async throws {
    self.ages = ages
    folder = FileManager.default.temporaryDirectory.appending(path: "spots-world-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    pseudonymizer = try Pepper(secret: Array(repeating: 7, count: 32)).pseudonymizer
    var configuration = StoreConfiguration()
    configuration.acceptance = acceptance
    store = try SQLiteStore.open(
      at: StoreLocation(path: folder.appending(path: "spots.db").path), configuration: configuration, now: World.now)
    for source in [world.city, world.village] { try await load(source) }
    try await register(world.town)
    try await record(world.town)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  func close() async throws { try await store.close() }

  private var loading: PopulationLoad { PopulationLoad(store: store, clock: TimeSource { World.now }) }

  private func load(_ source: WorldFolder) async throws {
    let path = folder.appending(path: source.region)
    try FileManager.default.createDirectory(at: path, withIntermediateDirectories: true)
    for (name, file) in source.files {
      let text = ([file.header] + file.lines.map(\.text)).joined(separator: "\n") + "\n"
      try Data(text.utf8).write(to: path.appending(path: "\(name).csv"))
    }
    let plan = try PopulationLoad.plan(
      region: source.region, timeZone: source.timeZone, division: ages.isEmpty ? .cluster : .ageCluster, ages: ages)
    let options = ImportOptions(
      region: source.region, timeZone: source.timeZone, consent: source.allConsent ? .all : .column,
      pseudonymizer: pseudonymizer, asOf: source.cutOff, now: World.now)
    _ = try await loading.load(plan) { try Import.run(folder: path.path, options: options, into: &$0) }
  }

  private func agent(_ person: String) throws -> AgentID { try pseudonymizer.agent(person.utf8, in: .spots) }

  private func register(_ town: WorldTown) async throws {
    let plan = try PopulationLoad.plan(region: town.region, timeZone: "UTC", division: .region)
    let people = try town.people.map { person in
      var records = AgentRecords(
        person: Person(agent: try agent(person), region: town.region, consents: .all, consentedAt: 1))
      records.connections = try town.ties.filter { $0.owner == person }.map { tie in
        Tie(
          peer: try agent(tie.peer), first: World.cutOff, last: World.cutOff, sessions: 2,
          compatibility: tie.compatibility, learningSlope: 40_000, slots: Tie.Slots(own: 0, peer: 0))
      }
      return records
    }
    let declaration = RegionDeclaration(
      region: town.region, timeZone: "UTC", sources: .all, isSimulated: false, asOf: nil, historyDays: 180)
    _ = try await loading.load(plan) { sink in
      try sink.begin(declaration)
      try sink.write(people)
      try sink.finish()
    }
  }

  private func record(_ town: WorldTown) async throws {
    let events = try town.events.map { event in
      PartnerEvent(
        id: try pseudonymizer.event(event.id.utf8, of: "shop"),
        action: RecordedAction(subject: .person(try agent(event.person)), row: event.row))
    }
    _ = try await store.recordActions(events, at: World.now)
  }
}
