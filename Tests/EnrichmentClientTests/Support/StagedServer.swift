import EnrichmentClient
import EnrichmentRPC
import EnrichmentSchema
import RPC
import Synchronization
import Testing
import WireFormat

/// What a staged service does when a method is called.
enum StagedTurn: Sendable {
  /// Answers.
  case answer
  /// Ends the call with an error.
  case refuse(RPCError)
  /// Never answers; what waits ends with the call.
  case silence
  /// Says a part of the answer, and then the whole server is gone.
  case cut
}

/// A server of the enrichment service on a port of its own, which does what a test tells it to.
final class StagedServer: Sendable {
  private struct State {
    var turns: [EnrichmentMethod: [StagedTurn]] = [:]
    var calls: [EnrichmentMethod] = []
    var requests: [[UInt8]] = []
    var abandoned = 0
    var keys: Set<String> = []
  }

  /// The answers, which a test may spoil.
  let answers: Mutex<StagedAnswers>
  /// What a session says to the stream of this number.
  let session: Mutex<StagedSession> = Mutex(StagedSession())
  private let state = Mutex(State())
  private let server: Mutex<RPCServer?> = Mutex(nil)

  init(_ answers: StagedAnswers) { self.answers = Mutex(answers) }

  /// Starts a server, runs the test with it and a client of it, and stops it.
  static func run(
    _ answers: StagedAnswers? = nil, configuration: PartnerConfiguration = PartnerConfiguration(),
    _ body: (StagedServer, PartnerClient) async throws -> Void
  ) async throws {
    let staged = StagedServer(try answers ?? StagedAnswers())
    let port = try await staged.start()
    defer { staged.stop() }
    let channel = try Channel(
      target: .plaintext(host: "127.0.0.1", port: port), configuration: configuration.channel)
    defer { channel.close() }
    try await body(staged, try PartnerClient(channel: channel, key: "spots_test_acme_1", configuration))
  }

  /// Starts, on a port that is free or on the one given; answers the port.
  func start(port: UInt16 = 0) async throws -> UInt16 {
    let started = RPCServer(
      configuration: ServerConfiguration(listeners: [.plaintext(host: "127.0.0.1", port: port)], loops: 1),
      services: [StagedService(server: self)])
    let addresses = try await started.start()
    server.withLock { $0 = started }
    return try #require(addresses.first?.port)
  }

  /// Is gone from one moment to the next.
  func stop() { server.withLock { $0 }?.stop() }

  /// Does something else than answering at the next calls of a method; the last of the turns at all later ones.
  func stage(_ methods: [EnrichmentMethod], _ turns: StagedTurn...) {
    state.withLock { state in for method in methods { state.turns[method] = turns } }
  }

  /// The calls so far.
  var calls: [EnrichmentMethod] { state.withLock { $0.calls } }
  /// The requests so far, encoded.
  var requests: [[UInt8]] { state.withLock { $0.requests } }
  /// The keys that were shown.
  var keys: Set<String> { state.withLock { $0.keys } }
  /// Calls that nobody waits for any more.
  var abandoned: Int { state.withLock { $0.abandoned } }

  /// Takes a call in and does what is to be done.
  fileprivate func turn(_ method: EnrichmentMethod, _ request: (any Message)?, _ context: ServerContext) async throws
    -> Bool
  {
    let turn = state.withLock { state in
      state.calls.append(method)
      if let request { state.requests.append(request.serializedBytes()) }
      if let key = context.metadata["authorization"] { state.keys.insert(key) }
      guard var turns = state.turns[method], let turn = turns.first else { return StagedTurn.answer }
      if turns.count > 1 { turns.removeFirst() }
      state.turns[method] = turns
      return turn
    }
    switch turn {
    case .answer: return false
    case .refuse(let error): throw error
    case .silence:
      do { try await Task.sleep(for: .seconds(3_600)) } catch {
        state.withLock { $0.abandoned += 1 }
        throw error
      }
      return false
    case .cut: return true
    }
  }
}

/// What a staged server answers.
struct StagedAnswers: Sendable {
  var behavior = GetRealWorldBehaviorResponse()
  var personality = GetQuantumPersonalityResponse()
  var influence = GetCommunityInfluenceResponse()
  var lifts: [ListZoneLiftsResponse]
  /// Makes the replies of `EnrichProducts`.
  var ranking: @Sendable (EnrichProductsRequest) throws -> [EnrichProductsResponse]
}

/// What a staged session does, stream by stream.
struct StagedSession: Sendable {
  /// Replies to the messages of each stream, one after another; an empty list ends the stream with UNAVAILABLE.
  var streams: [[[EnrichRealTimeResponse.Body]]] = []
  /// What was heard, stream by stream.
  var heard: [[EnrichRealTimeRequest.Body]] = []
}

private struct StagedService: EnrichmentServiceServer {
  let server: StagedServer

  private func answer<Answer: Message>(
    _ method: EnrichmentMethod, _ request: any Message, _ context: ServerContext,
    _ answer: KeyPath<StagedAnswers, Answer>
  ) async throws -> Reply<Answer> {
    if try await server.turn(method, request, context) { server.stop() }
    return Reply(server.answers.withLock { $0[keyPath: answer] })
  }

  func getRealWorldBehavior(
    _ request: GetRealWorldBehaviorRequest, context: ServerContext
  ) async throws -> Reply<GetRealWorldBehaviorResponse> {
    try await answer(.getRealWorldBehavior, request, context, \.behavior)
  }

  func getQuantumPersonality(
    _ request: GetQuantumPersonalityRequest, context: ServerContext
  ) async throws -> Reply<GetQuantumPersonalityResponse> {
    try await answer(.getQuantumPersonality, request, context, \.personality)
  }

  func getCommunityInfluence(
    _ request: GetCommunityInfluenceRequest, context: ServerContext
  ) async throws -> Reply<GetCommunityInfluenceResponse> {
    try await answer(.getCommunityInfluence, request, context, \.influence)
  }

  func enrichProducts(
    _ request: EnrichProductsRequest, replies: ReplyWriter<EnrichProductsResponse>, context: ServerContext
  ) async throws {
    let isCut = try await server.turn(.enrichProducts, request, context)
    let all = try server.answers.withLock { $0.ranking }(request)
    try await write(all, to: replies, isCut)
  }

  func listZoneLifts(
    _ request: ListZoneLiftsRequest, replies: ReplyWriter<ListZoneLiftsResponse>, context: ServerContext
  ) async throws {
    let isCut = try await server.turn(.listZoneLifts, request, context)
    try await write(server.answers.withLock { $0.lifts }, to: replies, isCut)
  }

  private func write<Answer: Message>(_ all: [Answer], to replies: ReplyWriter<Answer>, _ isCut: Bool) async throws {
    for answer in isCut ? all.prefix(1) : all[...] { try await replies.write(answer) }
    guard isCut else { return }
    // The part is on its way before the server goes.
    try await Task.sleep(for: .milliseconds(20))
    server.stop()
  }

  func recordActions(
    _ requests: RequestStream<RecordActionsRequest>, context: ServerContext
  ) async throws -> Reply<RecordActionsResponse> {
    _ = try await server.turn(.recordActions, nil, context)
    var response = RecordActionsResponse()
    for try await _ in requests { response.received += 1 }
    return Reply(response)
  }

  func enrichRealTime(
    _ requests: RequestStream<EnrichRealTimeRequest>, replies: ReplyWriter<EnrichRealTimeResponse>,
    context: ServerContext
  ) async throws {
    _ = try await server.turn(.enrichRealTime, nil, context)
    let (stream, script) = server.session.withLock { session in
      session.heard.append([])
      let stream = session.heard.count - 1
      return (stream, session.streams.indices.contains(stream) ? session.streams[stream] : [])
    }
    var steps = script.makeIterator()
    for try await request in requests {
      guard let body = request.body else { continue }
      server.session.withLock { $0.heard[stream].append(body) }
      guard let step = steps.next(), !step.isEmpty else { throw RPCError.unavailable("cut") }
      for body in step {
        var reply = EnrichRealTimeResponse()
        reply.body = body
        try await replies.write(reply)
      }
    }
  }

  func listSegments(
    _ request: ListSegmentsRequest, context: ServerContext
  ) async throws -> Reply<ListSegmentsResponse> {
    _ = try await server.turn(.listSegments, request, context)
    var (response, segment) = (ListSegmentsResponse(), Segment())
    segment.segmentID = "segment \(request.pageToken)"
    response.segments = [segment]
    response.nextPageToken = request.pageToken.count < 2 ? request.pageToken + "x" : ""
    return Reply(response)
  }

  func listZones(_ request: ListZonesRequest, context: ServerContext) async throws -> Reply<ListZonesResponse> {
    throw RPCError.unimplemented("not staged")
  }

  func listItems(_ request: ListItemsRequest, context: ServerContext) async throws -> Reply<ListItemsResponse> {
    throw RPCError.unimplemented("not staged")
  }

  func getBudget(_ request: GetBudgetRequest, context: ServerContext) async throws -> Reply<GetBudgetResponse> {
    throw RPCError.unimplemented("not staged")
  }
}
