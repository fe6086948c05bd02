import RPC
import Synchronization
import Testing
import WireFormat

/// Handlers that wait until they are let go, and such that do not.
private final class GateService: RPCService {
  let serviceName = "test.Gate"
  private let waiting = Mutex<[CheckedContinuation<Void, Never>]>([])
  let probe: Probe

  init(_ probe: Probe) {
    self.probe = probe
  }

  var methods: [RPCMethod] { [.unary("Wait", wait), .unary("Open", open), .unary("Look", look)] }

  func wait(_ request: Payload, context: ServerContext) async throws -> Reply<Payload> {
    await withCheckedContinuation { waiter in
      waiting.withLock { $0.append(waiter) }
      probe.count("waits")
    }
    return try await look(request, context: context)
  }

  func open(_ request: Payload, context: ServerContext) async throws -> Reply<Payload> {
    for waiter in waiting.withLock({ all in
      defer { all = [] }
      return all
    }) { waiter.resume() }
    return Reply(request)
  }

  func look(_ request: Payload, context: ServerContext) async throws -> Reply<Payload> {
    let before = ServerContext.current === context
    await Task.yield()
    return Reply(Payload("\(before && ServerContext.current === context) \(Task.isCancelled)"))
  }

  static func method(_ name: String) -> MethodDescriptor {
    MethodDescriptor(service: "test.Gate", name: name, kind: .unary)
  }
}

@Suite("Tasks that run one handler after another", .timeLimit(.minutes(2)))
struct HandlerRunnerTests {
  private func withGate(_ body: @escaping (LiveServer, Probe) async throws -> Void) async throws {
    let probe = Probe()
    try await LiveServer.run(services: [GateService(probe)]) { live in try await body(live, probe) }
  }

  @Test("handlers that wait keep no other handler waiting, and each has its own context")
  func manyWait() async throws {
    try await withGate { live, probe in
      try await withThrowingTaskGroup(of: Payload.self) { group in
        for _ in 0..<80 {
          group.addTask { try await live.channel.unary(GateService.method("Wait"), Payload("x")) }
        }
        #expect(await eventually { probe["waits"] == 80 })
        let look: Payload = try await live.channel.unary(GateService.method("Look"), Payload("x"))
        #expect(look == Payload("true false"))
        let _: Payload = try await live.channel.unary(GateService.method("Open"), Payload("x"))
        for try await reply in group { #expect(reply == Payload("true false")) }
      }
    }
  }

  @Test("a task that was cancelled with its call runs no other handler")
  func cancelled() async throws {
    try await withGate { live, probe in
      for round in 1...5 {
        let call = Task { () async throws -> Payload in
          try await live.channel.unary(GateService.method("Wait"), Payload("x"))
        }
        #expect(await eventually { probe["waits"] == round })
        call.cancel()
        _ = await call.result
        let _: Payload = try await live.channel.unary(GateService.method("Open"), Payload("x"))
        for _ in 0..<3 {
          let look: Payload = try await live.channel.unary(GateService.method("Look"), Payload("x"))
          #expect(look == Payload("true false"))
        }
      }
    }
  }
}
