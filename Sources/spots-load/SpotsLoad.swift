import ArgumentParser
import EnrichmentClient
import EnrichmentRPC
import EnrichmentSchema
@preconcurrency import Glibc
import RPC

@main
struct SpotsLoad: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "spots-load",
    abstract: "Drives the enrichment service in a closed loop and prints a latency table.",
    discussion: """
      The key comes from the environment variable SPOTS_KEY. Exit codes: 0 all calls succeeded, \
      1 some failed, 64 bad arguments, 69 no call succeeded.
      """)

  @Option(help: "HOST:PORT of the server.")
  var endpoint = "127.0.0.1:8443"
  @Option(help: "PEM file of the authorities to trust.")
  var ca = "certs/ca.pem"
  @Option(help: "Calls or sessions at once, 1 to 10,000.")
  var concurrency = 16
  @Option(help: "Connections to spread them over, 1 to 1,000.")
  var connections = 1
  @Option(help: "How long to run: 500ms, 10s or 2m.")
  var duration = "10s"
  @Option(help: "Segment to ask for; the first listed one when absent.")
  var segment: String?
  @Flag(help: "Sessions instead of unary calls: open, events each waiting for its update, close.")
  var session = false
  @Option(help: "Events of a session, 1 to 1,000.")
  var events = 20

  func validate() throws {
    try check("--concurrency", concurrency, in: 1...10_000)
    try check("--connections", connections, in: 1...1_000)
    try check("--events", events, in: 1...1_000)
    guard Self.parse(duration) != nil else {
      throw ValidationError("--duration \(duration): expected a number with ms, s or m, like 10s")
    }
  }

  private func check(_ option: String, _ value: Int, in allowed: ClosedRange<Int>) throws {
    guard allowed.contains(value) else {
      throw ValidationError("\(option) \(value): allowed are \(allowed.lowerBound) to \(allowed.upperBound)")
    }
  }

  func run() async throws {
    let key = getenv("SPOTS_KEY").map { String(cString: $0) }
    let target = try Endpoint(endpoint).target(ca: ca)
    let clients = try (0..<connections).map { _ in PartnerClient(channel: try Channel(target: target), key: key) }
    guard let time = Self.parse(duration) else { throw ExitCode(64) }
    do {
      let loop = ClosedLoop(concurrency: concurrency, duration: time, workload: try await workload(clients[0]))
      let (recorder, seconds) = await loop.run(clients)
      let report = LatencyReport(recorder, seconds: seconds)
      report.lines(unit: loop.workload.unit).forEach { print($0) }
      if report.successes == 0 { throw ExitCode(69) }
      if report.failures > 0 { throw ExitCode(1) }
    } catch let error as RPCError {
      fputs("spots-load: \(error)\n", stderr)
      throw ExitCode(69)
    }
  }

  private func workload(_ client: PartnerClient) async throws -> Workload {
    var user = UserSegment()
    if let segment {
      user.segmentID = segment
    } else {
      let listed = try await client.service.listSegments(ListSegmentsRequest(), options: client.options())
      user.segmentID = listed.segments.first { !$0.answerable.isEmpty }?.segmentID ?? ""
    }
    guard session else {
      var request = GetRealWorldBehaviorRequest()
      request.userSegment = user
      return .unary(request)
    }
    var open = Open()
    open.segment = user
    return .session(open, events: events)
  }

  private static func parse(_ text: String) -> Duration? {
    let units: [(String, Double)] = [("ms", 1e-3), ("s", 1), ("m", 60)]
    for (unit, seconds) in units where text.hasSuffix(unit) {
      guard let number = Double(text.dropLast(unit.count)), number > 0, number <= 86_400 else { return nil }
      return .seconds(number * seconds)
    }
    return nil
  }
}
