import Foundation
import Testing

/// Catalogues ranked for customers of zones by a real server, and what is left of their zones: nothing.
@Suite("zones of a request", .timeLimit(.minutes(5)))
struct ZoneTraceTests {
  private static let zones = ["zzmenteng", "zzkemang", "zztebet"]
  private static let segment = #""user_segment":{"segment_id":"town_all"}"#

  /// A town of two districts with 400 people each and one with five; everybody shops where they live.
  private static func town() throws -> URL {
    let folder = try SmallCity.folder()
    var (venues, map, visits) = ("venue_id,category_path\n", "venue_id,zone_id\n", "user_id,venue_id,time\n")
    for zone in zones {
      venues += "cafe-\(zone),Food>Coffee Shop\nshop-\(zone),Shop & Service>Clothing Store\n"
      map += "cafe-\(zone),\(zone)\nshop-\(zone),\(zone)\n"
    }
    for person in 0..<805 {
      let zone = zones[person / 400]
      for day in 10...21 { visits += "\(person),cafe-\(zone),2013-02-\(day)T10:00:00Z\n" }
      visits += "\(person),shop-\(zone),2013-02-20T15:00:00Z\n"
    }
    for (name, text) in [("venues.csv", venues), ("zones.csv", map), ("checkins.csv", visits)] {
      try Data(text.utf8).write(to: folder.appending(path: name))
    }
    return folder
  }

  private static func store() async throws -> String {
    let store = try SmallCity.folder().appending(path: "spots.db").path
    let imported = try await ProgramRun.spots(
      "import", "folder", try town().path, "--region", "town", "--tz", "UTC", "--consent", "all", "--as-of",
      "2013-02-22",
      "--store", "sqlite:\(store)")
    try #require(imported.status == 0, "\(imported.errors)")
    let released = try await ProgramRun.spots("release", "--policy", "affinity", "--store", "sqlite:\(store)")
    try #require(released.status == 0, "\(released.errors)")
    return store
  }

  private static func request(_ zones: String, products: [String] = zones.map { "shop-\($0)" }) -> String {
    let products = products.map { #"{"product_id":"of \#($0)","item_id":"\#($0)"}"# }.joined(separator: ",")
    return #"{\#(segment),"sort":"affinity","zones":[\#(zones)],"products":[\#(products)]}"#
  }

  private static func call(
    _ method: String, _ request: String, _ server: RunningServer, _ key: String
  ) async throws -> ProgramRun {
    try await ProgramRun.spots(
      "call", method, request, "--endpoint", server.endpoint, environment: ["SPOTS_KEY": key])
  }

  /// How often the names stand in the files of a stopped store.
  private static func occurrences(of names: [String], in store: String) throws -> [Int] {
    let folder = URL(filePath: store).deletingLastPathComponent()
    let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
    let contents = try files.map { String(decoding: try Data(contentsOf: $0), as: UTF8.self) }
    return names.map { name in contents.reduce(0) { $0 + $1.components(separatedBy: name).count - 1 } }
  }

  @Test("a catalogue ranks by the zones of the customer; neither log nor store know them afterwards")
  func traces() async throws {
    let store = try await Self.store()
    var server = try await RunningServer(store: store)
    let key = try await server.makeKey(plan: "prod")
    let plain = try await Self.call("EnrichProducts", Self.request(""), server, key)
    try #require(plain.status == 0, "\(plain.errors)")
    server.terminate()
    #expect(try await server.waitForExit() == 0)
    let wrong = ["zzkemnag", "zzatlantis"]
    let before = try Self.occurrences(of: Self.zones + wrong, in: store)

    server = try await RunningServer(store: store)
    for zone in Self.zones.prefix(2) {
      let ranked = try await Self.call(
        "EnrichProducts", Self.request(#"{"zone_id":"\#(zone)"}"#), server, key)
      try #require(ranked.status == 0, "\(ranked.errors)")
      let first = try #require(ranked.output.firstMatch(of: /"product_id": *"([^"]*)"/)?.1)
      #expect(first == "of shop-\(zone)", "\(ranked.output)")
    }
    let closed = try await Self.call("EnrichProducts", Self.request(#"{"zone_id":"zztebet"}"#), server, key)
    #expect(closed.output.contains("below_floor"), "\(closed.output)")
    for zones in [#"{"zone_id":"zzkemang"},{"zone_id":"zzkemnag"}"#, #"{"zone_id":"zztebet","share":-1}"#] {
      let refused = try await Self.call("EnrichProducts", Self.request(zones), server, key)
      #expect(refused.status != 0 && refused.errors.contains("zones["), "\(refused.errors)")
    }
    let question = #"{\#(Self.segment),"zones":[{"zone_id":"zzatlantis"}]}"#
    #expect(try await Self.call("GetQuantumPersonality", question, server, key).status != 0)
    server.terminate()
    #expect(try await server.waitForExit() == 0)
    let log = try server.log()
    #expect(log.contains("EnrichProducts"))
    let calls = log.split(separator: "\n").filter { $0.contains("EnrichProducts") || $0.contains("Personality") }
    #expect(
      calls.count == 6 && calls.allSatisfy { !$0.contains("_bytes") }, "sizes tell how long the names are: \(calls)")
    for name in Self.zones + wrong { #expect(!log.contains(name), "\(name) in \(log)") }
    #expect(try Self.occurrences(of: Self.zones + wrong, in: store) == before, "the map alone names zones")
    #expect(before.suffix(2) == [0, 0])
  }
}
