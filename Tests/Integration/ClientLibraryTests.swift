import EnrichmentClient
import EnrichmentSchema
import Foundation
import Testing
import WireFormat

/// The partner's library against real servers.
@Suite("the client's library", .timeLimit(.minutes(5)))
struct ClientLibraryTests {
  private static let authority = ProgramRun.root.appending(path: "certs/ca.pem").path

  private static func client(_ server: RunningServer) async throws -> PartnerClient {
    try PartnerClient(endpoint: server.endpoint, key: await server.makeKey(plan: "prod"), ca: authority)
  }

  @Test("the quick start of the README is these ten lines, and they work")
  func quickStart() async throws {
    let lines = try QuickStart.lines()
    let document = try String(contentsOf: ProgramRun.root.appending(path: "README.md"), encoding: .utf8)
    #expect(lines.count == 10 && document.contains(lines.joined(separator: "\n")))
    let server = try await RunningServer(store: try await SmallCity.copy())
    let shown = try await QuickStart.run(endpoint: server.endpoint, key: server.makeKey(plan: "prod"))
    #expect(shown.recommendations.map(\.productID) == ["tea", "cup"])
    guard case .used(let release)? = shown.answers[.behavior] else {
      return #expect(Bool(false), "\(shown.answers)")
    }
    #expect(release.hasPrefix("rel_") && !shown.segmentReasons.isEmpty)
  }

  @Test("ranks a shop's list by the zones of its customer, in Swift as in Python")
  func ranking() async throws {
    let server = try await RunningServer(store: try await SmallTown.store())
    let client = try await Self.client(server)
    let table = try await client.zoneLifts(of: SmallTown.region)
    #expect(table.zones == SmallTown.zones && table.items.count == SmallTown.items.count)
    let cases = try await SmallTown.connectorCases.asyncMap { try await $0.run(client) }
    for one in cases { #expect(one.ranking.map(\.product) != SmallTown.products.map(\.productID), "\(one.name)") }
    let expected = ConnectorCase.Document(
      region: SmallTown.region, products: SmallTown.products.map(ConnectorCase.Product.init), cases: cases)
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = .convertToSnakeCase
    let json = String(decoding: try encoder.encode(expected), as: UTF8.self)
    let run = try await PythonClientTests.run(
      "test_connector", against: server, environment: ["SPOTS_EXPECTED": json, "SPOTS_SEGMENT": SmallTown.segment])
    #expect(run.status == 0, "\(run.errors)")
    try await server.killAtOnce()
    let segment = SmallTown.userSegment
    let alone = await RecommendationConnector(client: client, region: SmallTown.region)
      .enhanceRecommendations(SmallTown.products, for: segment, customer: .told(zones: ["zz-1"]))
    #expect(alone.recommendations.map(\.productID) == SmallTown.products.map(\.productID))
    #expect(alone.spotsContribution == 0)
  }

  @Test("a session goes on by itself when its server is killed and started again, and every event counts once")
  func session() async throws {
    let store = try await SmallCity.copy()
    let first = try await RunningServer(store: store)
    let client = try await Self.client(first)
    let (inputs, source) = AsyncStream.makeStream(of: SessionInput.self)
    var open = Open()
    open.segment = UserSegment()
    open.segment?.segmentID = SmallCity.segment
    let patience = SessionPatience(attempts: 200, firstWait: .milliseconds(50), longestWait: .milliseconds(200))
    var second: RunningServer?
    var (acknowledged, cuts, summary): ([String], Int, SessionSummary?) = ([], 0, nil)
    for try await news in client.session(open, inputs: inputs, patience: patience) {
      switch news {
      case .opened(let opened):
        if opened.resumed { #expect(opened.eventsKnown == 3) } else { for id in 0..<3 { source.yield(Self.visit(id)) } }
        guard opened.resumed else { continue }
        source.yield(Self.visit(5))
        source.finish()
      case .acknowledged(let ids):
        acknowledged += ids
        guard acknowledged.count == 3, second == nil else { continue }
        try await first.killAtOnce()
        for id in 3..<5 { source.yield(Self.visit(id)) }
        second = try await RunningServer(store: store, listen: first.endpoint)
      case .interrupted: cuts += 1
      case .closed(let closed): summary = closed.summary
      case .update, .notice: break
      }
    }
    #expect(acknowledged.sorted() == (0..<6).map { "visit-\($0)" } && cuts >= 1)
    #expect(summary?.events == 6 && summary?.duplicates == 0)
  }

  private static func visit(_ id: Int) -> SessionInput {
    var event = Event()
    (event.eventID, event.kind, event.venueCategory) = ("visit-\(id)", .visit, "coffee")
    event.time = .init()
    event.time?.seconds = Int64(Date.now.timeIntervalSince1970) - 60
    return .event(event)
  }
}

extension Sequence {
  /// The results of an asynchronous function, one after another.
  fileprivate func asyncMap<Result>(_ transform: (Element) async throws -> Result) async rethrows -> [Result] {
    var results: [Result] = []
    for element in self { results.append(try await transform(element)) }
    return results
  }
}

/// A ranking by the connector, as the Python tests compare it.
struct ConnectorCase: Codable {
  struct Product: Codable {
    let productID: String
    let score: Double
    let itemID: String

    init(_ product: ShopRecommendation) {
      (productID, score, itemID) = (product.productID, product.score, product.itemID ?? "")
    }
  }

  struct Place: Codable {
    let product: String
    let score: Double
    let lift: Double?
  }

  struct Document: Codable {
    let region: String
    let products: [Product]
    let cases: [ConnectorCase]
  }

  let name: String
  let basis: String
  let method: String
  var shares: [String: Double]?
  var zones: [String]?
  var ranking: [Place] = []

  /// The case with its ranking by the connector in Swift.
  func run(_ client: PartnerClient) async throws -> ConnectorCase {
    let blend = try Blend(
      basis: try #require(Blend.Basis(rawValue: basis)), method: try #require(Blend.Method(rawValue: method)))
    let connector = RecommendationConnector(
      client: client, region: SmallTown.region, settings: ConnectorSettings(budget: .seconds(60), blend: blend))
    let place: CustomerPlace = shares.map { .shares($0) } ?? .told(zones: zones ?? [])
    let shown = await connector.enhanceRecommendations(
      SmallTown.products, for: SmallTown.userSegment, customer: place)
    #expect(shown.spotsContribution == 0.3, "\(shown.answers)")
    var filled = self
    filled.ranking = shown.recommendations.map { Place(product: $0.productID, score: $0.score, lift: $0.lift) }
    return filled
  }
}

/// A town of six districts with affinity released: everybody shops where they live, some in the next district too.
enum SmallTown {
  static let region = "town"
  static let segment = "town_all"
  static let zones = (0..<6).map { "zz-\($0)" }
  static let items = zones.flatMap { zone in (0..<3).map { "shop-\(zone)-\($0)" } }

  static var userSegment: UserSegment {
    var user = UserSegment()
    user.segmentID = segment
    return user
  }

  /// The shop's list: every item in an order that knows nothing of places, and two products that are no items.
  static let products: [ShopRecommendation] =
    items.enumerated().map { place, item in
      ShopRecommendation(productID: "of \(item)", score: Double((place * 7) % 5) + 1, itemID: item)
    } + [ShopRecommendation(productID: "card", score: 5), ShopRecommendation(productID: "box", score: 0)]

  static let connectorCases: [ConnectorCase] = {
    let shares = ["zz-1": 0.6, "zz-2": 0.3, "zz-5": 0.1]
    return ["popularity", "region", "history"].flatMap { basis in
      ["blended", "multiplied"].flatMap { method in
        [
          ConnectorCase(name: "\(basis), \(method), shares", basis: basis, method: method, shares: shares),
          ConnectorCase(name: "\(basis), \(method), zones", basis: basis, method: method, zones: ["zz-3", "zz-4"]),
        ]
      }
    }
  }()

  /// A store with the town's release.
  static func store() async throws -> String {
    let store = try SmallCity.folder().appending(path: "spots.db").path
    let imported = try await ProgramRun.spots(
      "import", "folder", try folder().path, "--region", region, "--tz", "UTC", "--consent", "all", "--as-of",
      "2013-02-22", "--store", "sqlite:\(store)")
    try #require(imported.status == 0, "\(imported.errors)")
    let released = try await ProgramRun.spots("release", "--policy", "affinity", "--store", "sqlite:\(store)")
    try #require(released.status == 0, "\(released.errors)")
    return store
  }

  private static func folder() throws -> URL {
    let folder = try SmallCity.folder()
    var (venues, map, visits) = ("venue_id,category_path\n", "venue_id,zone_id\n", "user_id,venue_id,time\n")
    for zone in zones {
      venues += "cafe-\(zone),Food>Coffee Shop\n"
      map += "cafe-\(zone),\(zone)\n"
      for shop in 0..<3 {
        venues += "shop-\(zone)-\(shop),Shop & Service>Clothing Store\n"
        map += "shop-\(zone)-\(shop),\(zone)\n"
      }
    }
    for person in 0..<1_500 {
      let (home, next) = (zones[person % 6], zones[(person + 1) % 6])
      for day in 10...15 { visits += "\(person),cafe-\(home),2013-02-\(day)T10:00:00Z\n" }
      visits += "\(person),shop-\(home)-\(person % 2),2013-02-20T15:00:00Z\n"
      if person % 3 == 0 { visits += "\(person),shop-\(next)-2,2013-02-20T16:00:00Z\n" }
    }
    for (name, text) in [("venues.csv", venues), ("zones.csv", map), ("checkins.csv", visits)] {
      try Data(text.utf8).write(to: folder.appending(path: name))
    }
    return folder
  }
}
