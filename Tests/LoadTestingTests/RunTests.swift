import DynamicMessages
import EventLoop
import RPC
import Synchronization
import Testing
import WireFormat

@testable import LoadTesting

/// A server that counts its calls and fails some of them.
private final class CountingService: RPCService, Sendable {
  let serviceName = "test.Count"
  private let count = Atomic(0)
  private let open = Atomic(0)
  private let most = Atomic(0)
  private let texts = Mutex<Set<String>>([])

  /// How many calls there were.
  var calls: Int { count.load(ordering: .relaxed) }
  /// How many at once, at most.
  var mostAtOnce: Int { most.load(ordering: .relaxed) }
  /// The different requests.
  var requests: Set<String> { texts.withLock { $0 } }

  var methods: [RPCMethod] {
    [.unary("Add", add), .unary("Refuse", refuse), .unary("Wait", wait), .unary("Hang", hang)]
  }

  private func add(_ request: GoogleProtobufStringValue, context: ServerContext) async throws
    -> Reply<GoogleProtobufStringValue>
  {
    count.wrappingAdd(1, ordering: .relaxed)
    texts.withLock { _ = $0.insert(request.value) }
    return Reply(request)
  }

  private func refuse(_ request: GoogleProtobufStringValue, context: ServerContext) async throws
    -> Reply<GoogleProtobufStringValue>
  {
    count.wrappingAdd(1, ordering: .relaxed)
    throw RPCError.notFound("call \(calls)")
  }

  private func wait(_ request: GoogleProtobufStringValue, context: ServerContext) async throws
    -> Reply<GoogleProtobufStringValue>
  {
    count.wrappingAdd(1, ordering: .relaxed)
    let now = open.wrappingAdd(1, ordering: .relaxed).newValue
    most.max(now, ordering: .relaxed)
    try await Task.sleep(for: .milliseconds(5))
    open.wrappingSubtract(1, ordering: .relaxed)
    return Reply(request)
  }

  private func hang(_ request: GoogleProtobufStringValue, context: ServerContext) async throws
    -> Reply<GoogleProtobufStringValue>
  {
    count.wrappingAdd(1, ordering: .relaxed)
    try await Task.sleep(for: .seconds(60))
    return Reply(request)
  }
}

/// A workload without a way of its own to take turns, so that each is a task.
private struct InTasks: Workload {
  let inner: UnaryWorkload
  var method: String { inner.method }
  var messages: Int { 0 }
  func run(_ turn: Turn) async { await inner.run(turn) }
}

@Suite("Runs", .timeLimit(.minutes(2)))
struct RunTests {
  private func measure(
    _ kind: LoopKind, method: String = "Add", source: RequestSource = .constant([]), lanes count: Int = 1,
    channels: Int = 1, warmup: Double = 0, seconds: Double = 60, inTasks: Bool = false,
    service: CountingService = CountingService()
  ) async throws -> (LoadResult, CountingService) {
    let server = RPCServer(
      configuration: ServerConfiguration(listeners: [.plaintext(host: "127.0.0.1", port: 0)], loops: 1),
      services: [service])
    let address = try await server.start()[0]
    defer { server.stop() }
    guard case .tcp(let host, let port) = address.endpoint else { throw RPCError.internal("no port") }
    let lanes = try (0..<count).map { index in
      let loop = try EventLoop.spawn(name: "lane")
      let made = try (0..<channels).map { _ in try Channel(target: .plaintext(host: host, port: port), loop: loop) }
      return Lane(loop: loop, channels: made, random: SeededRandom(seed: 1, stream: UInt64(index)))
    }
    defer { for lane in lanes { lane.close() } }
    let descriptor = MethodDescriptor(service: "test.Count", name: method, kind: .unary)
    let calls = UnaryWorkload(descriptor, source: source, options: CallOptions(timeout: .seconds(60)))
    let run = LoadRun(kind: kind, warmup: warmup, seconds: seconds, plan: LoadPlan())
    let result = inTasks ? await run.run(InTasks(inner: calls), on: lanes) : await run.run(calls, on: lanes)
    return (result, service)
  }

  @Test(
    "a closed loop makes as many calls as it was told, over all its lanes and connections", arguments: [false, true])
  func closed(inTasks: Bool) async throws {
    let kind = LoopKind.closed(ClosedLoop(concurrency: 7, count: 101))
    let (result, service) = try await measure(kind, lanes: 2, channels: 3, inTasks: inTasks)
    #expect(result.started == 101)
    #expect(result.succeeded == 101)
    #expect(result.failed == 0)
    #expect(service.calls == 101)
    #expect(result.latencyFromSend?.count == 101)
    #expect(result.generatorLag?.count == 101)
    #expect(result.traffic?.connects == 6)
  }

  @Test("a closed loop ends with its window, and its warm-up does not count")
  func window() async throws {
    let kind = LoopKind.closed(ClosedLoop(concurrency: 3, think: .milliseconds(1)))
    let (result, service) = try await measure(kind, warmup: 0.1, seconds: 0.2)
    #expect(result.started == result.succeeded)
    #expect(service.calls >= Int(result.started))
  }

  @Test("a closed loop without workers on a lane ends")
  func fewWorkers() async throws {
    let (result, _) = try await measure(.closed(ClosedLoop(concurrency: 1, count: 5)), lanes: 2)
    #expect(result.succeeded == 3)
  }

  @Test("calls that fail alike are counted together, and the workers go on", arguments: [false, true])
  func failures(inTasks: Bool) async throws {
    let kind = LoopKind.closed(ClosedLoop(concurrency: 4, count: 12))
    let (result, _) = try await measure(kind, method: "Refuse", inTasks: inTasks)
    #expect(result.failed == 12)
    #expect(result.outcomes.map(\.status) == ["NOT_FOUND"])
    #expect(result.outcomes.map { $0.cause.hasPrefix("call ") } == [true])
  }

  @Test("an open loop makes every call of its schedule, the warm-up's beside", arguments: [false, true])
  func open(inTasks: Bool) async throws {
    let kind = LoopKind.open(OpenLoop(schedule: LoadSchedule(rate: 500, seconds: 0.2), concurrency: 1_000))
    let (result, service) = try await measure(kind, lanes: 2, channels: 2, warmup: 0.1, inTasks: inTasks)
    #expect(result.started == 100)
    #expect(result.succeeded == 100)
    #expect(service.calls >= 100)
    #expect(result.latencyFromIntended?.count == 100)
  }

  @Test("the rate of a server that falls behind is the one at which calls ended")
  func reachedRateOfSlowServer() async throws {
    let kind = LoopKind.open(OpenLoop(schedule: LoadSchedule(rate: 2_000, seconds: 0.1), concurrency: 2))
    let (result, _) = try await measure(kind, method: "Wait")
    // Two hundred calls of 5 ms, two at a time, take half a second.
    #expect(result.succeeded == 200 && result.seconds >= 0.45 && result.rate <= 450)
    let course = result.timeline.map { $0.rate * $0.seconds }.reduce(0, +)
    #expect(abs(course - 200) < 1)
    #expect(result.timeline.allSatisfy { $0.rate <= 500 }, "no stretch has the calls of others")
  }

  @Test("a cancelled run answers what was measured until then", arguments: [true, false])
  func cut(isOpen: Bool) async throws {
    let kind: LoopKind =
      isOpen
      ? .open(OpenLoop(schedule: LoadSchedule(rate: 200, seconds: 60), concurrency: 1_000))
      : .closed(ClosedLoop(concurrency: 2, count: 1_000_000_000, think: .milliseconds(1)))
    let service = CountingService()
    let run = Task { try await measure(kind, service: service) }
    while service.calls < 20 { try await Task.sleep(for: .milliseconds(5)) }
    run.cancel()
    let result = try await run.value.0
    #expect(result.cut && result.seconds > 0 && result.seconds < 30)
    #expect(result.succeeded > 0 && result.succeeded == result.started && service.calls >= Int(result.succeeded))
    #expect(abs(result.rate * result.seconds - Double(result.succeeded)) < 0.5)
    #expect(TextReport(result).lines.contains { $0.hasPrefix("CUT after ") })
  }

  @Test("a run that is cut does not wait for calls without an end, nor count them")
  func cutHanging() async throws {
    let kind = LoopKind.closed(ClosedLoop(concurrency: 2))
    let service = CountingService()
    let run = Task { try await measure(kind, method: "Hang", service: service) }
    while service.calls < 2 { try await Task.sleep(for: .milliseconds(5)) }
    run.cancel()
    let result = try await run.value.0
    #expect(result.cut && result.started == 0 && service.calls == 2)
    #expect(result.invalidReasons == ["the run was cut before a call of its measured part had ended"])
    #expect(!TextReport(result).lines.joined(separator: "\n").contains("0 of 0 calls"))
  }

  @Test("turns of a warm-up come at the first rate, then those of the schedule, each lane's its own")
  func due() {
    let start = MonotonicTime(nanoseconds: 1_000_000_000)
    let schedule = LoadSchedule(rate: 10, seconds: 0.5)
    var turns = DueTurns(schedule, now: MonotonicTime(nanoseconds: 500_000_000), start: start, index: 1, lanes: 2)
    var dues: [(Int, Int64)] = []
    while let turn = turns.take() { dues.append((turn.number, turn.due.nanoseconds / 1_000_000)) }
    #expect(dues.map(\.0) == [1, 1, 1, 1, 3])
    #expect(dues.map(\.1) == [500, 700, 900, 1_100, 1_300])
    var late = DueTurns(schedule, now: start, start: start, index: 0, lanes: 2)
    #expect(late.take()?.due == start)
  }

  @Test("an open loop keeps to its calls at once; those that wait are counted from when they were due")
  func places() async throws {
    let kind = LoopKind.open(OpenLoop(schedule: LoadSchedule(rate: 2_000, seconds: 0.05), concurrency: 2))
    let (result, service) = try await measure(kind, method: "Wait")
    #expect(result.succeeded == 100)
    #expect(service.mostAtOnce <= 2)
    #expect(result.invalidReasons.contains { $0.contains("waited for a place among 2") })
    // A hundred calls of 5 ms, two at a time, take 250 ms: the last was due at 50.
    #expect((result.latencyFromIntended?.max ?? 0) >= 190)
  }

  @Test("each call has the request of its number: recorded ones in turn, templates filled in")
  func requests() async throws {
    let kind = LoopKind.closed(ClosedLoop(concurrency: 2, count: 10))
    let texts = (0..<3).map { number -> [UInt8] in
      var text = GoogleProtobufStringValue()
      text.value = "r\(number)"
      return text.serializedBytes()
    }
    let recorded = try await measure(kind, source: .recorded(texts))
    #expect(recorded.1.requests == ["r0", "r1", "r2"])
    let template = RequestSource.template(try RequestTemplate("{{seq}}")) { text in
      var value = GoogleProtobufStringValue()
      value.value = text
      return value.serializedBytes()
    }
    let (result, service) = try await measure(kind, source: template)
    #expect(service.requests == Set((0..<10).map(String.init)))
    #expect(result.traffic?.messageBytesSent == 30)
    #expect(result.traffic?.messageBytesReceived == 30)
  }

  @Test("a request that cannot be made is a call that failed")
  func unmakeable() async throws {
    let source = RequestSource.template(try RequestTemplate("{{seq}}")) { text throws(MessageEncodingError) in
      throw MessageEncodingError(path: "a", reason: "no such field")
    }
    let (result, service) = try await measure(.closed(ClosedLoop(concurrency: 1, count: 3)), source: source)
    #expect(result.outcomes.map(\.status) == ["INVALID_ARGUMENT"])
    #expect(service.calls == 0)
  }
}
