import EnrichmentClient
import EnrichmentSchema
import EventLoop
import Foundation
import RPC
import WireFormat

/// What a customer waits for, whatever SPOTS does: a table of how long the connector took against its budget.
///
/// Each row has a server, or none, of its own behind a socket of this machine. Exits with 1 where a row's p99 is later than
/// the budget and five milliseconds, or where a ranking is another than it must be.
@main
struct ConnectorBenchmark {
  static let budget = Duration.milliseconds(20)
  static let allowance = Duration.milliseconds(5)
  static let requests = 400
  static let together = 4
  /// Products of a ranking.
  static let products = 200

  static func main() async throws {
    print("budget 20 ms, bar: p99 within 25 ms; \(requests) rankings of \(products) products, \(together) at a time\n")
    print("| SPOTS | zones | ranking | p50 ms | p99 ms | worst ms |\n|---|---|---|---|---|---|")
    var isKept = true
    for conduct in Conduct.allCases {
      for place in [CustomerPlace.shares(["z0": 0.7, "z3": 0.3]), .told(zones: ["z0"])] {
        isKept = try await row(conduct, place) && isKept
      }
    }
    if !isKept { exit(1) }
  }

  private static func row(_ conduct: Conduct, _ place: CustomerPlace) async throws -> Bool {
    let server = RPCServer(
      configuration: ServerConfiguration(listeners: [.plaintext(host: "127.0.0.1", port: 0)], loops: 1),
      services: [BenchmarkService(conduct: conduct)])
    guard let port = try await server.start().first?.port else { return false }
    defer { server.stop() }
    if conduct == .gone { server.stop() }
    let configuration = PartnerConfiguration()
    let channel = try Channel(
      target: .plaintext(host: "127.0.0.1", port: port), configuration: configuration.channel)
    defer { channel.close() }
    let client = try PartnerClient(channel: channel, key: "bench", configuration)
    // A pause would spare most rankings the wait that is to be measured.
    let connector = RecommendationConnector(
      client: client, region: "bench", settings: ConnectorSettings(budget: budget, pause: .zero))
    let list = BenchmarkService.list
    if conduct == .answers {
      // What all customers share is there after the first ones.
      for _ in 0..<5 { _ = await enhance(connector, list, place) }
      try await Task.sleep(for: .milliseconds(200))
    }
    let taken = await times(connector, list, place)
    return report(conduct, place, taken)
  }

  private static func enhance(
    _ connector: RecommendationConnector, _ list: [ShopRecommendation], _ place: CustomerPlace
  ) async -> EnhancedRecommendations {
    var segment = UserSegment()
    segment.segmentID = "bench_all"
    return await connector.enhanceRecommendations(list, for: segment, customer: place)
  }

  /// How long each ranking took, and whether it was the shop's own.
  private static func times(
    _ connector: RecommendationConnector, _ list: [ShopRecommendation], _ place: CustomerPlace
  ) async -> [(time: Duration, isOwn: Bool)] {
    await withTaskGroup(of: [(Duration, Bool)].self) { group in
      for _ in 0..<together {
        group.addTask {
          var taken: [(Duration, Bool)] = []
          for _ in 0..<(requests / together) {
            let start = ContinuousClock.now
            let shown = await enhance(connector, list, place)
            let isOwn = shown.recommendations.map(\.shopPlace) == Array(list.indices)
            taken.append((ContinuousClock.now - start, isOwn && shown.spotsContribution == 0))
          }
          return taken
        }
      }
      return await group.reduce(into: []) { all, part in all += part.map { (time: $0.0, isOwn: $0.1) } }
    }
  }

  private static func report(
    _ conduct: Conduct, _ place: CustomerPlace, _ taken: [(time: Duration, isOwn: Bool)]
  ) -> Bool {
    let sorted = taken.map(\.time).sorted()
    func milliseconds(_ share: Double) -> String {
      let time = sorted[min(sorted.count - 1, Int(Double(sorted.count) * share))]
      return String(format: "%.2f", time / .milliseconds(1))
    }
    let own = taken.count { $0.isOwn }
    let words = own == 0 ? "enhanced" : own == taken.count ? "the shop's own" : "\(own) of \(taken.count) the shop's own"
    let zones = if case .told = place { "told" } else { "on the device" }
    let (p50, p99, worst) = (milliseconds(0.5), milliseconds(0.99), milliseconds(1))
    print("| \(conduct.rawValue) | \(zones) | \(words) | \(p50) | \(p99) | \(worst) |")
    let isInTime = sorted[Int(Double(sorted.count) * 0.99)] <= budget + allowance
    return isInTime && (conduct == .answers ? own <= taken.count / 100 : own == taken.count)
  }
}

/// What a server does.
enum Conduct: String, CaseIterable, Sendable {
  case answers = "answers"
  case slow = "answers after three seconds"
  case silent = "never answers"
  case refuses = "refuses"
  case cuts = "breaks off in the middle"
  case contradicts = "contradicts itself"
  case gone = "is gone"
}
