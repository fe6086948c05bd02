import RPC
import Synchronization
import WireFormat

/// A service whose calls fail as often as they are told to, and note what they were called with.
struct FlakyService: RPCService {
  let probe: Probe
  let serviceName = "test.Flaky"

  var methods: [RPCMethod] {
    [.unary("Unary", unary), .bidirectional("Late", late), .clientStreaming("Collect", collect), .unary("Race", race)]
  }

  static func method(_ name: String, _ kind: MethodKind = .unary) -> MethodDescriptor {
    MethodDescriptor(service: "test.Flaky", name: name, kind: kind)
  }

  private func note(_ context: ServerContext) -> Int {
    probe.count("attempts")
    probe.note(context.metadata["grpc-previous-rpc-attempts"] ?? "-")
    return probe["attempts"]
  }

  private func unavailable(_ pushback: String = "") -> RPCError {
    var trailing = Metadata()
    if !pushback.isEmpty { try? trailing.set(pushback, for: "grpc-retry-pushback-ms") }
    return RPCError(code: .unavailable, message: "not yet", trailing: trailing)
  }

  /// Succeeds with the attempt the type URL names; the value is the pushback of the others.
  func unary(_ request: Payload, context: ServerContext) async throws -> Reply<Payload> {
    let attempt = note(context)
    guard attempt >= Int(request.typeURL) ?? 1 else {
      throw unavailable(String(decoding: request.value, as: UTF8.self))
    }
    return Reply(Payload("attempt \(attempt)"))
  }

  /// Fails after its first reply.
  func late(_ requests: RequestStream<Payload>, replies: ReplyWriter<Payload>, context: ServerContext) async throws {
    _ = note(context)
    try await replies.write(Payload("begun"))
    throw unavailable()
  }

  /// Fails once after all requests, then joins their type URLs.
  func collect(_ requests: RequestStream<Payload>, context: ServerContext) async throws -> Reply<Payload> {
    let attempt = note(context)
    var joined = ""
    for try await request in requests { joined += request.typeURL }
    guard attempt > 1 else { throw unavailable() }
    return Reply(Payload(joined))
  }

  /// Only the attempt the type URL names answers; the others sleep until they are cancelled.
  func race(_ request: Payload, context: ServerContext) async throws -> Reply<Payload> {
    let attempt = note(context)
    guard attempt == Int(request.typeURL) else {
      do { try await Task.sleep(for: .seconds(60)) } catch {
        probe.count("cancelled")
        throw error
      }
      return Reply(Payload("slow"))
    }
    return Reply(Payload("attempt \(attempt)"))
  }
}

/// A resolver that answers what a test says.
final class ListResolver: AddressResolver {
  private let answer: Mutex<Result<Resolution, RPCError>>
  private let asked = Atomic(0)

  init(_ answer: Result<Resolution, RPCError>) { self.answer = Mutex(answer) }

  /// How often it was asked.
  var questions: Int { asked.load(ordering: .relaxed) }

  func set(_ new: Result<Resolution, RPCError>) { answer.withLock { $0 = new } }

  func resolve(host: String, port: UInt16) async throws(RPCError) -> Resolution {
    asked.wrappingAdd(1, ordering: .relaxed)
    return try answer.withLock { $0 }.get()
  }
}
