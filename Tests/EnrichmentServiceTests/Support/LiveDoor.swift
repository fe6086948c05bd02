import EnrichmentRPC
import EnrichmentSchema
import EventLoop
import Operations
import Population
import RPC
import RawHTTP2
import Storage
import WireFormat

@testable import EnrichmentService

/// The enrichment service behind its JSON door, on a port of this machine without TLS, and in this process for gRPC.
struct LiveDoor: Sendable {
  let parts: ServiceParts
  let port: UInt16
  let client: EnrichmentServiceClient
  let pages: BrowserSessionServiceClient
  private let pool: BlockingPool

  /// Starts the service, runs the test and stops the service.
  static func run(
    hasRelease: Bool = true, hasSandbox: Bool = false, maxRequestBytes: Int = 1 << 20,
    limits: ServiceLimits = ServiceLimits(), _ body: (LiveDoor) async throws -> Void
  ) async throws {
    let parts = try await ServiceParts(hasRelease: hasRelease, limits: limits)
    let handlers = try await parts.handlers(hasSandbox: hasSandbox)
    let pages = BrowserSessionHandlers(parts.browsers, metering: parts.metering, clock: parts.clock.source)
    let services: [any RPCService] = [handlers, pages]
    let rules = try AccessRules(services)
    var configuration = ServerConfiguration(listeners: [.plaintext(host: "127.0.0.1", port: 0), .inProcess])
    configuration.limits.maxRequestMessageBytes = maxRequestBytes
    configuration.protocols = [
      JSONDoor(routes: try DoorRoutes(services), quotas: parts.quotas, clock: parts.clock.source).callProtocol,
      .grpcWeb, .connect,
    ]
    let server = RPCServer(
      configuration: configuration, services: services,
      interceptors: [
        Authentication(keys: parts.keys, rules: rules, clock: parts.clock.source),
        Revalidation { handlers.tags(of: $0) }, parts.metering,
      ])
    let port = try await server.start().first?.port ?? 0
    defer {
      server.stop()
      parts.pool.shutdown()
    }
    let channel = try Channel(target: .inProcess(server))
    let asking = try BlockingPool(name: "asking", threads: 1)
    defer {
      channel.close()
      asking.shutdown()
    }
    try await body(
      LiveDoor(
        parts: parts, port: port, client: EnrichmentServiceClient(channel: channel),
        pages: BrowserSessionServiceClient(channel: channel), pool: asking))
  }

  /// Asks by HTTP/2, with the key of `acme` unless fields say otherwise.
  func ask(
    _ verb: String, _ path: String, _ fields: [(String, String)] = [], pieces: [[UInt8]] = []
  ) async throws -> DoorReply {
    // The client blocks its thread, which must be none that the service's tasks wait for.
    let own = fields.contains { $0.0 == "authorization" } ? [] : [("authorization", "Bearer \(parts.key.text)")]
    return try await asking { [port] in
      let client = try RawClient(port: port, timeout: 120)
      try client.settle()
      let head = [(":method", verb), (":scheme", "http"), (":path", path), (":authority", "localhost")]
      client.headers(1, HeaderBlock.literals(head + own + fields), endStream: pieces.isEmpty)
      for (index, piece) in pieces.enumerated() { client.data(1, piece, endStream: index == pieces.count - 1) }
      let answer = try client.answer(1)
      return try DoorReply(
        RawAnswer(status: answer.headers[":status"] ?? "", fields: answer.headers, body: answer.body))
    }
  }

  /// Runs what blocks where nothing of the service waits for it.
  func asking<Answer: Sendable>(_ body: @escaping @Sendable () throws -> Answer) async throws -> Answer {
    try await pool.run { try body() }
  }

  /// A key of the partner `acme` with all scopes, whose plan bounds accidents only.
  func addProductionKey() async throws -> APIKey {
    let key = try APIKey(environment: "prod", partner: "acme", random: Array(64..<96))
    try await parts.store.add(key, pepper: parts.pepper, scopes: Scope.allCases)
    try await parts.keys.refresh()
    return key
  }

  /// Posts JSON.
  func post(_ path: String, _ json: String, _ fields: [(String, String)] = []) async throws -> DoorReply {
    let type = fields.contains { $0.0 == "content-type" } ? [] : [("content-type", "application/json")]
    return try await ask("POST", path, type + fields, pieces: Self.pieces(json))
  }

  /// A body in pieces that fit into frames; an empty one is a piece too.
  static func pieces(_ body: String, size: Int = 16_384) -> [[UInt8]] {
    let bytes = Array(body.utf8)
    return stride(from: 0, to: max(1, bytes.count), by: size).map { Array(bytes[$0..<min($0 + size, bytes.count)]) }
  }

  /// Makes a key of the sandbox with every scope.
  func sandboxKey() async throws -> String {
    let key = try APIKey(environment: "test", partner: "acme", random: Array(64..<96))
    try await parts.store.add(key, pepper: parts.pepper, scopes: Scope.allCases)
    try await parts.keys.refresh()
    return key.text
  }

  /// Options of a gRPC call that shows the key.
  func options() throws -> CallOptions {
    var metadata = Metadata()
    try metadata.set("Bearer \(parts.key.text)", for: "authorization")
    return CallOptions(metadata: metadata)
  }
}

/// What the door has answered.
struct DoorReply {
  let status: String
  let fields: [String: String]
  let body: [UInt8]
  /// The body, where it is one JSON object.
  let object: [String: GoogleProtobufValue]

  init(_ answer: RawAnswer) throws {
    (status, fields, body) = (answer.status, answer.fields, answer.body)
    object = ((try? GoogleProtobufStruct(jsonUTF8Bytes: answer.body))?.fields).map(Self.pairs) ?? [:]
  }

  private static func pairs(_ map: FieldMap<String, GoogleProtobufValue>) -> [String: GoogleProtobufValue] {
    Dictionary(uniqueKeysWithValues: map.map { ($0.key, $0.value) })
  }

  /// The body as text.
  var text: String { String(decoding: body, as: UTF8.self) }

  /// The value at a path of names, such as `error.code`, as text; nil where there is none.
  subscript(path: String) -> String? {
    var value: GoogleProtobufValue?
    var members = object
    for name in path.split(separator: ".") {
      value = members[String(name)]
      if case .structValue(let inner) = value?.kind { members = Self.pairs(inner.fields) } else { members = [:] }
    }
    switch value?.kind {
    case .stringValue(let text): return text
    case .numberValue(let number): return "\(number)"
    case .boolValue(let flag): return "\(flag)"
    case nil, .nullValue: return nil
    case .structValue(let inner): return try? inner.jsonString()
    case .listValue(let list): return try? list.jsonString()
    }
  }

  /// The data of an envelope as the message that it is.
  func data<M: Message>(_ type: M.Type) throws -> M { try M(jsonString: self["data"] ?? "") }
}
