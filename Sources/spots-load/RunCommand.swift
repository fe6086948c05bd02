import ArgumentParser
import EnrichmentClient
import EnrichmentRPC
import EnrichmentSchema
import EventLoop
@preconcurrency import Glibc
import LoadTesting
import RPC
import Terminal
import WireFormat

/// What `spots-load` does unless told otherwise: drives a server and reports.
struct RunCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Drives a server and reports.", shouldDisplay: false)

  @OptionGroup var target: TargetOptions
  @OptionGroup var request: RequestOptions
  @OptionGroup var pace: PaceOptions
  @OptionGroup var output: OutputOptions
  @OptionGroup var abuse: AbuseOptions
  @Flag(help: "Sessions of the enrichment service: open, events each waiting for its update, close.")
  var session = false
  @Option(help: "Events of a session, 1 to 1,000.")
  var events = 20
  @Option(help: "Cut each session's stream after so many events and resume it on another.")
  var cutAfter: Int?

  func validate() throws {
    try Bounds.check("--events", events, in: 1...1_000)
    if let cutAfter { try Bounds.check("--cut-after", cutAfter, in: 1...events) }
  }

  func run() async throws {
    DescriptorLimit.raise()
    if !abuse.abuse.isEmpty { return try await abuse.run(target) }
    var files = try output.files()
    let lanes = try target.lanes(seed: pace.seed)
    let outcome = await Interruption.allowing { try await measure(lanes) }
    let result: LoadResult
    do { result = try outcome.result.get() } catch let error as RPCError {
      fputs("spots-load: \(error)\n", stderr)
      if error.code == .unauthenticated { target.adviseOnKey() }
      throw ExitCode(outcome.exitCode ?? 69)
    }
    lanes.forEach { $0.close() }
    TextReport(result).lines.forEach { print($0) }
    if result.outcomes.contains(where: { $0.status == StatusCode.unauthenticated.description }) { target.adviseOnKey() }
    try files.write(result)
    if let code = outcome.exitCode ?? exitCode(result) { throw ExitCode(code) }
  }

  private func exitCode(_ result: LoadResult) -> Int32? {
    if result.thresholds.contains(where: { !$0.held }) { return 99 }
    if pace.findMax {
      switch SearchVerdict(result.search) {
      case .highest, .atLeast: return nil
      case .none: return 99
      case .undecided: return 2
      }
    }
    if result.succeeded == 0 { return 69 }
    return result.failed > 0 ? 1 : nil
  }

  private func measure(_ lanes: [Lane]) async throws -> LoadResult {
    var workload = try await workload(lanes)
    if target.reconnect { workload = ReconnectingWorkload(workload, target: try target.channelTarget()) }
    var result = try pace.findMax ? await search(workload, lanes) : await single(pace.kind(), workload, lanes)
    result.thresholds = try output.conditions().map { $0.check(result) }
    return result
  }

  private func single(_ kind: LoopKind, _ workload: any Workload, _ lanes: [Lane]) async throws -> LoadResult {
    var plan = LoadPlan()
    plan.endpoint = target.endpoint
    plan.connections = UInt32(target.connections)
    plan.seed = pace.seed
    let run = LoadRun(kind: kind, warmup: try pace.warmupSeconds(), seconds: try pace.seconds(), plan: plan)
    let line = ProgressLine()
    let result = await run.run(workload, on: lanes) { line.show($0.line, step: Int($0.elapsed / 10)) }
    line.clear()
    return result
  }

  private func search(_ workload: any Workload, _ lanes: [Lane]) async throws -> LoadResult {
    let seconds = try Bounds.duration("--duration", pace.duration).inSeconds
    let search = RateSearch(
      conditions: try Threshold.list(pace.slo), firstRate: try pace.firstRate(), seconds: seconds)
    var last = LoadResult()
    let found = try await search.run { rate in
      let kind = LoopKind.open(
        OpenLoop(schedule: LoadSchedule(rate: rate, seconds: seconds), concurrency: pace.concurrency ?? 1_000))
      last = try await single(kind, workload, lanes)
      return last
    } tried: { step in
      fputs(step.line + "\n", stderr)
    }
    var result = found.best ?? last
    (result.search, result.cut) = (found.steps, last.cut)
    return result
  }

  private func workload(_ lanes: [Lane]) async throws -> any Workload {
    var request = request
    let options = try target.options()
    if request.isOwn, request.segment == nil, session || (request.data == nil && request.requests == nil) {
      request.segment = try await firstSegment(options)
    }
    guard session else {
      let channel = lanes[0].channels[0]
      return try await request.workload(options: options, think: pace.thinkTime(), channel: channel)
    }
    return SessionWorkload(
      segment: request.segment ?? "", events: events, cutAfter: cutAfter, think: try pace.thinkTime(), options: options)
  }

  private func firstSegment(_ options: CallOptions) async throws -> String {
    let client = EnrichmentServiceClient(channel: try Channel(target: try target.channelTarget()))
    let listed = try await client.listSegments(ListSegmentsRequest(), options: options)
    return listed.segments.first { !$0.answerable.isEmpty }?.segmentID ?? ""
  }
}
