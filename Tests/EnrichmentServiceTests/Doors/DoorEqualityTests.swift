import EngineFixtures
import EnrichmentRPC
import EnrichmentSchema
import EventLoop
import Operations
import Population
import RPC
import Testing
import WireFormat

@testable import EnrichmentService

@Suite("all doors", .timeLimit(.minutes(10)))
struct DoorEqualityTests {
  /// Requests of each method, half of them wrong in some way.
  private static let requests = 200

  @Test(
    "answer the same request the same, field by field, and refuse it with the same reason", arguments: Method.allCases)
  func equality(method: Method) async throws {
    try await LiveDoor.run { live in
      let key = try await live.addProductionKey()
      try live.parts.store.releaseJakarta(epoch: 2, affinity: AffinityFixtures.release(epoch: 2))
      try await live.parts.catalogue.refresh()
      var random = SplitMix64(seed: 18)
      let doors = try Doors(port: live.port, key: key)
      var failures = 0
      for _ in 0..<Self.requests {
        let question = try method.question(&random)
        let expected = try await live.outcome(of: question, key: key)
        if case .failure = expected { failures += 1 }
        for (name, outcome) in try await live.asking({ try doors.outcomes(of: question) }) {
          #expect(outcome == expected, "\(name): \(question.json)")
        }
      }
      // Both kinds are there.
      #expect(failures > 0 && failures < Self.requests)
    }
  }
}

/// A method that all doors have.
enum Method: String, CaseIterable, Sendable {
  case behavior, personality, influence, segments, zones, items, budget

  /// A request by chance.
  func question(_ random: inout SplitMix64) throws -> Question {
    typealias Methods = EnrichmentServiceMethods
    let api = "/api/v1"
    switch self {
    case .behavior:
      var request = GetRealWorldBehaviorRequest()
      if random.below(8) > 0 { request.userSegment = random.segment() }
      request.requestedInsights = random.words([
        "dwell_time_patterns", "exploration_vs_loyalty", "all", "product_implications",
      ])
      if random.below(2) > 0 { request.productContext = random.context() }
      return try Question(
        Methods.getRealWorldBehavior, "POST", "\(api)/enrichment/real-world-behavior", request,
        GetRealWorldBehaviorResponse.self)
    case .personality:
      var request = GetQuantumPersonalityRequest()
      if random.below(8) > 0 { request.userSegment = random.segment() }
      request.requestedInsights = random.words(["quantum_compatibility", "personality_profile", "knots"])
      request.productQuantumStates = (0..<random.below(3)).map { _ in random.product() }
      return try Question(
        Methods.getQuantumPersonality, "POST", "\(api)/enrichment/quantum-personality", request,
        GetQuantumPersonalityResponse.self)
    case .influence:
      var request = GetCommunityInfluenceRequest()
      if random.below(8) > 0 { request.userSegment = random.segment() }
      request.requestedInsights = random.words(["influence_patterns", "viral_potential", "purchase", ""])
      request.productCategory = random.word(["", "electronics", "é ☕"])
      return try Question(
        Methods.getCommunityInfluence, "POST", "\(api)/enrichment/community-influence", request,
        GetCommunityInfluenceResponse.self)
    case .segments:
      var request = ListSegmentsRequest()
      request.pageSize = [0, 1, 1_000, 1_001, -1][random.below(5)]
      request.pageToken = random.word(["", "jakarta_all", "zzz & ü"])
      return try Question(Methods.listSegments, "GET", "\(api)/segments", request, ListSegmentsResponse.self)
    case .zones:
      var request = ListZonesRequest()
      request.geographicRegion = random.word(["jakarta", "", "nowhere"])
      request.pageSize = [0, 1, -1][random.below(3)]
      return try Question(Methods.listZones, "GET", "\(api)/zones", request, ListZonesResponse.self)
    case .items:
      var request = ListItemsRequest()
      request.geographicRegion = random.word(["jakarta", "", "+%"])
      request.pageToken = random.word(["", "item-3", "x"])
      return try Question(Methods.listItems, "GET", "\(api)/items", request, ListItemsResponse.self)
    case .budget:
      var request = GetBudgetRequest()
      request.year = [0, 1970, 2026, 1969, 10_000, -5][random.below(6)]
      return try Question(Methods.getBudget, "GET", "\(api)/budget", request, GetBudgetResponse.self)
    }
  }
}

extension SplitMix64 {
  fileprivate mutating func word(_ words: [String]) -> String { words[below(words.count)] }

  fileprivate mutating func words(_ words: [String]) -> [String] { (0..<below(3)).map { _ in word(words) } }

  fileprivate mutating func segment() -> UserSegment {
    var segment = UserSegment()
    segment.segmentID = word(["jakarta_all", "jakarta_all", "jakarta_al", "", "Ünknown \"x\""])
    segment.geographicRegion = word(["", "jakarta", "paris"])
    if below(3) == 0 { segment.demographics = Demographics() }
    if below(6) == 0 { segment.demographics?.ageRange = [[20, 30], [30, 20], [1], [-5, 0]][below(4)] }
    if below(4) == 0 { segment.demographics?.interests = words(["shopping", "travel", "technology"]) }
    segment.categoryPreferences = words(["electronics", "\u{1F600}"])
    return segment
  }

  fileprivate mutating func context() -> ProductContext {
    var context = ProductContext()
    (context.category, context.priceRange) = (word(["electronics", ""]), word(["premium", "", "cheap"]))
    return context
  }

  fileprivate mutating func product() -> ProductQuantumState {
    var product = ProductQuantumState()
    (product.productID, product.style) = (word(["a", "b", ""]), word(["minimalist", "none such", ""]))
    product.price = word(["budget", "", "free"])
    product.features = words(["handmade", "portable", "q\n"])
    if below(2) == 0 { product.attributes[word(["novelty_seeking", "novelty", "x"])] = [0.5, 1, 1.5, .nan][below(4)] }
    return product
  }
}

/// A reply that says something of its call beside its data.
protocol EnvelopedReply: Message {
  var metadata: ResponseMetadata? { get set }
}

extension GetRealWorldBehaviorResponse: EnvelopedReply {}
extension GetQuantumPersonalityResponse: EnvelopedReply {}
extension GetCommunityInfluenceResponse: EnvelopedReply {}
extension ListSegmentsResponse: EnvelopedReply {}
extension ListZonesResponse: EnvelopedReply {}
extension ListItemsResponse: EnvelopedReply {}
extension GetBudgetResponse: EnvelopedReply {}

/// A request as every door says it.
struct Question: Sendable {
  let method: MethodDescriptor
  let route: (verb: String, path: String)
  let bytes: [UInt8]
  let json: String
  /// A reply without what differs from call to call, of its bytes.
  let reply: @Sendable ([UInt8]) throws -> Outcome
  /// The same of its JSON, and of an envelope.
  let jsonReply: @Sendable ([UInt8]) throws -> Outcome
  let envelope: @Sendable (DoorReply) throws -> Outcome

  init<Request: Message, Reply: EnvelopedReply>(
    _ method: MethodDescriptor, _ verb: String, _ path: String, _ request: Request, _ type: Reply.Type
  ) throws {
    (self.method, route, bytes) = (method, (verb, path), request.serializedBytes())
    json = try request.jsonString()
    @Sendable func outcome(_ reply: Reply) -> Outcome {
      var reply = reply
      let ignored = reply.metadata?.ignoredInputs ?? []
      reply.metadata = ResponseMetadata()
      reply.metadata?.ignoredInputs = ignored
      return .reply(reply.serializedBytes())
    }
    reply = { outcome(try Reply(serializedBytes: $0)) }
    jsonReply = { outcome(try Reply(jsonUTF8Bytes: $0)) }
    envelope = { envelope in
      var reply = try envelope.data(Reply.self)
      reply.metadata = try ResponseMetadata(jsonString: envelope["metadata"] ?? "")
      return outcome(reply)
    }
  }

  /// The target of the plan's route: with the fields of a list in its query.
  var target: String {
    guard route.verb == "GET", let object = try? GoogleProtobufStruct(jsonString: json) else { return route.path }
    let pairs = object.fields.map { name, value in
      switch value.kind {
      case .stringValue(let text): "\(name)=\(Self.escaped(text))"
      case .numberValue(let number): "\(name)=\(Int(number))"
      default: "\(name)="
      }
    }
    return pairs.isEmpty ? route.path : "\(route.path)?\(pairs.joined(separator: "&"))"
  }

  private static func escaped(_ text: String) -> String {
    text.utf8.map { byte in
      let isPlain =
        byte < 0x80 && (Character(Unicode.Scalar(byte)).isLetter || Character(Unicode.Scalar(byte)).isNumber)
      let hex = String(byte, radix: 16, uppercase: true)
      return isPlain ? String(Unicode.Scalar(byte)) : "%" + (hex.count < 2 ? "0" : "") + hex
    }.joined()
  }
}

/// What a request was answered with.
enum Outcome: Sendable, Hashable {
  case reply([UInt8])
  case failure(StatusCode, reason: String, message: String)

  init(_ error: RPCError) throws {
    let infos = try error.details.compactMap { try $0.unpack(GoogleRPCErrorInfo.self) }
    self = .failure(error.code, reason: infos.first?.reason ?? "", message: error.message)
  }
}

extension LiveDoor {
  fileprivate func outcome(of question: Question, key: APIKey) async throws -> Outcome {
    var metadata = Metadata()
    try metadata.set(key.text, for: "x-api-key")
    let bytes: [UInt8]
    do throws(RPCError) {
      bytes = try await client.channel.unary(
        question.method, encoded: question.bytes, options: CallOptions(metadata: metadata))
    } catch {
      return try Outcome(error)
    }
    return try question.reply(bytes)
  }
}

/// Every door but gRPC's own, each on a connection of its own. Blocks.
private final class Doors: @unchecked Sendable {
  private let frames: FrameClient
  // Made when it is asked first: a server does not wait long for the first request of a connection.
  private lazy var text = Result { try TextClient(port: port) }
  private let port: UInt16
  private let key: (String, String)

  init(port: UInt16, key: APIKey) throws {
    (frames, self.port) = (try FrameClient(port: port), port)
    self.key = ("authorization", "Bearer \(key.text)")
  }

  func outcomes(of question: Question) throws -> [(door: String, outcome: Outcome)] {
    let (path, body) = (question.method.path, Array(question.json.utf8))
    let json = [key, ("content-type", "application/json")]
    let binary = [key, ("content-type", "application/proto")]
    let (verb, target) = (question.route.verb, question.target)
    let (fields, sent) = verb == "GET" ? ([key], []) : (json, body)
    return [
      ("Connect, proto", try connect(try frames.ask("POST", path, binary, question.bytes), question.reply)),
      ("Connect, JSON", try connect(try frames.ask("POST", path, json, body), question.jsonReply)),
      ("Connect, JSON, HTTP/1.1", try connect(try text.get().ask("POST", path, json, body), question.jsonReply)),
      ("gRPC-Web", try grpcWeb(question)),
      ("JSON", try route(try frames.ask(verb, target, fields, sent), question)),
      ("JSON, HTTP/1.1", try route(try text.get().ask(verb, target, fields, sent), question)),
    ]
  }

  private func connect(_ answer: RawAnswer, _ reply: ([UInt8]) throws -> Outcome) throws -> Outcome {
    if answer.status == "200" { return try reply(answer.body) }
    let failure = try GoogleProtobufStruct(jsonUTF8Bytes: answer.body)
    guard case .stringValue(let name) = failure.fields["code"]?.kind,
      let code = StatusCode.allCases.first(where: { $0.description.lowercased() == name })
    else { return .reply([]) }
    var (reason, message) = ("", "")
    if case .stringValue(let text) = failure.fields["message"]?.kind { message = text }
    if case .listValue(let details) = failure.fields["details"]?.kind {
      for case .structValue(let detail) in details.values.map(\.kind) {
        guard case .stringValue("google.rpc.ErrorInfo") = detail.fields["type"]?.kind,
          case .stringValue(let value) = detail.fields["value"]?.kind,
          let bytes = Base64.decode(Array(value.utf8), as: .lenient)
        else { continue }
        reason = try GoogleRPCErrorInfo(serializedBytes: bytes).reason
      }
    }
    return .failure(code, reason: reason, message: message)
  }

  private func grpcWeb(_ question: Question) throws -> Outcome {
    let length = (0..<4).map { UInt8(truncatingIfNeeded: question.bytes.count >> (24 - 8 * $0)) }
    let answer = try frames.ask(
      "POST", question.method.path, [key, ("content-type", "application/grpc-web+proto")],
      [0] + length + question.bytes)
    var rest = answer.body[...]
    var reply: [UInt8] = []
    while rest.count >= 5 {
      let size = rest.dropFirst().prefix(4).reduce(0) { $0 << 8 | Int($1) }
      let frame = Array(rest.dropFirst(5).prefix(size))
      if rest.first == 0 { reply = frame } else { return try outcome(of: frame, reply, question) }
      rest = rest.dropFirst(5 + size)
    }
    return .reply([])
  }

  private func outcome(of trailers: [UInt8], _ reply: [UInt8], _ question: Question) throws -> Outcome {
    var fields: [String: String] = [:]
    for line in String(decoding: trailers, as: UTF8.self).split(separator: "\r\n") {
      let parts = line.split(separator: ":", maxSplits: 1).map { $0.drop { $0 == " " } }
      fields[String(parts[0])] = parts.count > 1 ? String(parts[1]) : ""
    }
    guard fields["grpc-status"] != "0" else { return try question.reply(reply) }
    let packed = Base64.decode(Array((fields["grpc-status-details-bin"] ?? "").utf8), as: .lenient) ?? []
    let status = try GoogleRPCStatus(serializedBytes: packed)
    return try Outcome(
      RPCError(
        code: StatusCode(rawValue: Int(status.code)) ?? .unknown, message: status.message, packedDetails: status.details
      ))
  }

  private func route(_ answer: RawAnswer, _ question: Question) throws -> Outcome {
    let reply = try DoorReply(answer)
    if answer.status == "200" { return try question.envelope(reply) }
    let codes = StatusCode.allCases.filter { "\(DoorFailure(Status(code: $0)).status)" == answer.status }
    let reason = reply["error.code"] ?? ""
    let code = codes.first { ErrorReason(rawValue: reason)?.code == $0 } ?? codes.first ?? .unknown
    return .failure(code, reason: reason, message: reply["error.message"] ?? "")
  }
}
