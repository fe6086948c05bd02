import Answers
import EnrichmentRPC
import EnrichmentSchema
import EnrichmentService
import Foundation
import Ingest
import Measures
import Operations
import Population
import Privacy
import RPC
import Releases
import Segments
import Storage
import StoreFixtures
import Testing
import WireFormat

/// A folder of people with consent, imported, and a server in this process that takes their actions in.
struct RecordingTown {
  static let region = "town"
  static let cutOff = TemporaryStore.cutOff
  let store: TemporaryStore
  private let server: RPCServer
  private let keys: KeyTable

  /// Imports people `1` and `2`, who agreed, and `3`, who did not: nine visits of the first, twelve of the others.
  init() async throws {
    store = try await TemporaryStore()
    try await Self.load(into: store.opened)
    keys = KeyTable(keys: store.opened.store, pepper: store.opened.pepper, environment: nil)
    let services: [any RPCService] = [
      RecordingService(intake: Self.intake(of: store.opened)),
      ConsentHandlers(
        store: store.opened.store, forgetting: Forgetting(store: store.opened.store),
        names: store.opened.pepper.pseudonymizer, clock: TemporaryStore.clock),
    ]
    server = RPCServer(
      configuration: ServerConfiguration(listeners: [.inProcess]), services: services,
      interceptors: [
        Authentication(keys: keys, rules: try AccessRules(services), clock: TemporaryStore.clock)
      ])
    _ = try await server.start()
  }

  func stop() { server.stop() }

  /// The service's own way in.
  private static func intake(of opened: OpenedStore) -> ActionIntake {
    ActionIntake(
      store: opened.store, recording: EventRecording(opened.pepper.pseudonymizer),
      metering: Metering(quotas: QuotaTable()), streams: OpenStreams(), clock: TemporaryStore.clock)
  }

  private static func load(into opened: OpenedStore) async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "spots-town-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for (name, text) in files { try Data(text.utf8).write(to: folder.appending(path: name)) }
    let options = ImportOptions(
      region: region, timeZone: "UTC", consent: .column, pseudonymizer: opened.pepper.pseudonymizer, asOf: cutOff,
      now: TemporaryStore.clock.now)
    let plan = try PopulationLoad.plan(region: region, timeZone: "UTC", division: .region)
    _ = try await PopulationLoad(store: opened.store, clock: TemporaryStore.clock).load(plan) { sink in
      var counted = ProgressSink(sink) { _ in }
      try Import.run(folder: folder.path, options: options, into: &counted)
      sink = counted.sink
    }
  }

  private static var files: [String: String] {
    let visits = [("1", 9), ("2", 12), ("3", 12)].flatMap { user, count in
      (1...count).map { "\(user),cafe,2025-12-\($0 + 9)T08:00:00Z,2025-12-\($0 + 9)T08:30:00Z" }
    }
    return [
      "venues.csv": "venue_id,category_path\ncafe,Food>Coffee Shop\nmall,Shop & Service>Mall\n",
      "visits.csv": "user_id,venue_id,arrive,leave\n" + visits.joined(separator: "\n") + "\n",
      "people.csv": """
      user_id,consent_behavior,consent_personality,consent_network,consent_experiments
      1,1,0,0,0
      2,1,0,0,0
      3,0,1,1,1
      """,
    ]
  }

  /// A key of the namespace; empty for a partner's own.
  func key(namespace: String, partner: String = "acme", scopes: [Scope] = Scope.ofNewKey) async throws -> String {
    let issuer = KeyIssuer(keys: store.opened.store, pepper: store.opened.pepper)
    var request = CreateKeyRequest()
    (request.partner, request.plan, request.namespace) = (partner, "prod", namespace)
    request.scopes = scopes.map(\.rawValue)
    let made = try await issuer.create(request, at: Self.cutOff)
    try await keys.refresh()
    return made.key
  }

  /// Calls the consent service on a connection of its own, as the SPOTS application.
  func asApplication<Answer>(
    _ body: (ConsentServiceClient, CallOptions) async throws -> Answer
  ) async throws -> Answer {
    let channel = try Channel(target: .inProcess(server))
    defer { channel.close() }
    var options = CallOptions()
    let key = try await key(namespace: "spots", partner: "spotsapp", scopes: [.consentWrite])
    try options.metadata.add("Bearer \(key)", for: "authorization")
    return try await body(ConsentServiceClient(channel: channel), options)
  }

  /// Hands visits of a person to a place in, an hour apart and before the cut-off.
  func record(
    _ visits: Int, of subject: String, at place: String, key: String, prefix: String = "e"
  ) async throws -> RecordActionsResponse {
    let channel = try Channel(target: .inProcess(server))
    defer { channel.close() }
    var options = CallOptions()
    try options.metadata.add("Bearer \(key)", for: "authorization")
    let call = try await EnrichmentServiceClient(channel: channel).recordActions(options: options)
    for number in 0..<visits {
      var action = Action()
      action.subject = subject
      action.event = Self.visit("\(prefix)\(number)", at: place, Self.cutOff - Int64(number + 2) * RegionCalendar.hour)
      var request = RecordActionsRequest()
      request.action = action
      try await call.send(request)
    }
    return try await call.finish()
  }

  private static func visit(_ id: String, at place: String, _ time: Int64) -> Event {
    var event = Event()
    (event.eventID, event.kind, event.venueCategory, event.placeID) = (id, .visit, "shopping", place)
    event.time = GoogleProtobufTimestamp(microseconds: time)
    event.dwellMinutes = 45
    return event
  }

  /// What the store has of the people, as a release reads it, by what the import called them.
  func people() async throws -> [String: AgentRecords] {
    let names = store.opened.pepper.pseudonymizer
    let subjects = try Dictionary(
      uniqueKeysWithValues: ["1", "2", "3"].map { (try names.agent($0.utf8, in: .spots), $0) })
    let records = try await store.opened.store.withEpochSnapshot(
      region: Self.region, cutOff: Self.cutOff, lookback: MeasureWindow.reach
    ) { snapshot in
      var records: [AgentRecords] = []
      while let next = try snapshot.next() { records.append(next) }
      return records
    }
    return try Dictionary(uniqueKeysWithValues: records.map { (try #require(subjects[$0.person.agent]), $0) })
  }

  /// The exact sums of the region's one cell over some people.
  func sums(of people: [AgentRecords]) async throws -> [DailyStatistic: [Int64]] {
    let region = try #require(try await store.opened.store.regions().first)
    let context = MeasureContext(
      window: MeasureWindow(cutOff: Self.cutOff), calendar: .utc, sources: region.sources,
      order: KeyedOrder { _, row in row })
    let builder = try ReleaseBuilder(policy: .default, family: DailyFamily(sources: region.sources))
    var sums = RegionSums(
      region: Self.region, registry: try await RegisteredSegments.read(from: store.opened.store), builder: builder,
      drawsNetwork: false, in: context)
    for person in people { try sums.add(person, in: context) }
    let cell = try #require(sums.exactCells["\(Self.region)/all/all"])
    return Dictionary(
      uniqueKeysWithValues: builder.family.statistics.map { ($0, cell.exactSums(of: $0) ?? []) })
  }
}

/// `RecordActions` and nothing else, for whoever the key says.
private struct RecordingService: RPCService {
  let intake: ActionIntake

  var serviceName: String { "spots.enrichment.v1.EnrichmentService" }
  var methods: [RPCMethod] {
    let method = RPCMethod.clientStreaming("RecordActions") {
      [intake] (requests: RequestStream<RecordActionsRequest>, context: ServerContext) -> Reply<RecordActionsResponse>
      in
      let caller = try #require(context[IdentityKey.self])
      return Reply(try await intake.record(requests, from: caller, context: context))
    }
    return [method.with(options: EnrichmentServiceMethods.recordActions.options)]
  }
}

@Suite("Recording what people of SPOTS do", .timeLimit(.minutes(5)))
struct FirstPartyRecordingTests {
  private func withTown(_ body: (RecordingTown) async throws -> Void) async throws {
    let town = try await RecordingTown()
    defer { town.stop() }
    try await body(town)
  }

  @Test("a key of the namespace spots records an imported person's actions, as rows of that person and no other")
  func rows() async throws {
    try await withTown { town in
      let before = try await town.people()
      let answer = try await town.record(3, of: "1", at: "mall", key: town.key(namespace: "spots"))
      #expect(answer.received == 3 && answer.duplicates == 0)
      let after = try await town.people()
      #expect(after["2"] == before["2"] && after["3"] == before["3"])
      let person = try #require(after["1"])
      #expect(person.person == before["1"]?.person)
      #expect(Array(person.visits.prefix(9)) == before["1"]?.visits)
      let new = person.visits.dropFirst(9)
      #expect(new.map(\.arrive) == [4, 3, 2].map { RecordingTown.cutOff - $0 * RegionCalendar.hour })
      #expect(new.allSatisfy { $0.leave == $0.arrive + 45 * RegionCalendar.minute && $0.category == .shopping })
    }
  }

  @Test("a place that the import registered is the same place in both; one it did not know is another")
  func places() async throws {
    try await withTown { town in
      let key = try await town.key(namespace: "spots")
      _ = try await town.record(1, of: "1", at: "cafe", key: key, prefix: "a")
      _ = try await town.record(1, of: "1", at: "kiosk", key: key, prefix: "b")
      let visits = try #require(try await town.people()["1"]?.visits)
      let imported = try #require(visits.first?.place)
      #expect(imported == PublicID.place("cafe".utf8))
      let unknown = try town.store.opened.pepper.pseudonymizer.place("kiosk".utf8, in: .spots)
      #expect(Set(visits.suffix(2).map(\.place)) == [imported, unknown])
    }
  }

  @Test("the next release's exact sums move by what that person contributes and by nothing else")
  func sums() async throws {
    try await withTown { town in
      let before = try await town.people()
      _ = try await town.record(3, of: "1", at: "mall", key: town.key(namespace: "spots"))
      let after = try await town.people()
      let (allBefore, allAfter) = try await (
        town.sums(of: Array(before.values)), town.sums(of: Array(after.values))
      )
      let alone = try await town.sums(of: [try #require(after["1"])])
      let tooFew = try await town.sums(of: [try #require(before["1"])])
      #expect(tooFew.values.joined().allSatisfy { $0 == 0 })
      for (statistic, sums) in alone {
        let moved = zip(try #require(allAfter[statistic]), try #require(allBefore[statistic])).map { $0 - $1 }
        #expect(moved == sums, "\(statistic)")
      }
      // Of the two who agreed, one had ten visits before and both have after.
      #expect(allBefore[.eligiblePeople]?.first == 1 && allAfter[.eligiblePeople]?.first == 2)
      #expect(alone[.averageDwellTime]?.contains { $0 != 0 } == true)
    }
  }

  @Test("a partner's key names its own customers: of the same subject nothing is kept")
  func partner() async throws {
    try await withTown { town in
      let before = try await town.people()
      let answer = try await town.record(3, of: "1", at: "mall", key: town.key(namespace: ""))
      #expect(answer.received == 3 && answer.duplicates == 0)
      #expect(try await town.people() == before)
    }
  }

  @Test("of a person who did not agree nothing is kept, and what comes twice is kept once")
  func consentAndDuplicates() async throws {
    try await withTown { town in
      let before = try await town.people()
      let key = try await town.key(namespace: "spots")
      for (subject, prefix) in [("3", "c"), ("nobody", "n")] {
        #expect(try await town.record(2, of: subject, at: "mall", key: key, prefix: prefix).duplicates == 0)
        #expect(try await town.record(2, of: subject, at: "mall", key: key, prefix: prefix).duplicates == 2)
      }
      #expect(try await town.people() == before)
      #expect(try await town.record(2, of: "2", at: "mall", key: key, prefix: "d").duplicates == 0)
      #expect(try await town.record(3, of: "2", at: "mall", key: key, prefix: "d").duplicates == 2)
      #expect(try await town.people()["2"]?.visits.count == 15)
    }
  }
}
