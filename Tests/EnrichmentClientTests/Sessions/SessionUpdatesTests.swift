import EnrichmentClient
import EnrichmentSchema
import RPC
import Synchronization
import Testing

@Suite("a partner's session", .timeLimit(.minutes(2)))
struct SessionUpdatesTests {
  private static let patience = SessionPatience(firstWait: .milliseconds(1))

  private static func event(_ id: String) -> Event {
    var event = Event()
    event.eventID = id
    return event
  }

  private static func inputs(_ ids: String...) -> AsyncStream<SessionInput> {
    AsyncStream { stream in
      for id in ids { stream.yield(.event(event(id))) }
      stream.finish()
    }
  }

  private static func opened(_ token: String, resumed: Bool = false) -> EnrichRealTimeResponse.Body {
    var opened = Opened()
    (opened.resumeToken, opened.resumed) = (token, resumed)
    return .opened(opened)
  }

  private static func ack(_ ids: String...) -> EnrichRealTimeResponse.Body {
    var ack = Ack()
    ack.eventIds = ids
    return .ack(ack)
  }

  private static func update(_ sequence: Int64) -> EnrichRealTimeResponse.Body {
    var update = Update()
    update.sequence = sequence
    return .update(update)
  }

  private static func open() -> Open {
    var open = Open()
    open.segment = UserSegment()
    open.segment?.segmentID = "jakarta_all"
    open.subject = "ann"
    return open
  }

  /// What was heard on a stream, in short.
  private static func words(_ heard: [EnrichRealTimeRequest.Body]) -> [String] {
    heard.map { body in
      switch body {
      case .open(let open): "open \(open.resumeToken)\(open.segment?.segmentID ?? "") \(open.subject)"
      case .event(let event): event.eventID
      case .updateContext(let context): "context \(context.productContext?.category ?? "")"
      case .close: "close"
      }
    }
  }

  @Test("resumes with its token after a cut and tells again what was not durable")
  func resumption() async throws {
    try await StagedServer.run { server, client in
      server.session.withLock { session in
        session.streams = [
          [[Self.opened("t1")], [Self.ack("a"), Self.update(1)], []],
          [[]],
          [
            [Self.opened("t2", resumed: true)], [Self.ack("b"), Self.update(1), Self.update(2)], [Self.ack("c")],
            [.closed(Closed())],
          ],
        ]
      }
      var told: [String] = []
      for try await news in client.session(Self.open(), inputs: Self.inputs("a", "b", "c"), patience: Self.patience) {
        switch news {
        case .opened(let opened): told.append(opened.resumed ? "resumed" : "opened")
        case .acknowledged(let ids): told += ids
        case .update(let update): told.append("update \(update.sequence)")
        case .interrupted: told.append("cut")
        case .closed: told.append("closed")
        case .notice: told.append("notice")
        }
      }
      #expect(told == ["opened", "a", "update 1", "cut", "cut", "resumed", "b", "update 2", "c", "closed"])
      let heard = server.session.withLock { $0.heard.map(Self.words) }
      #expect(heard.count == 3)
      #expect(heard[0] == ["open jakarta_all ann", "a", "b"])
      #expect(heard[1] == ["open t1 "])
      #expect(heard[2] == ["open t1 ", "b", "c", "close"])
    }
  }

  @Test("opens a resumed stream with the newest product")
  func context() async throws {
    try await StagedServer.run { server, client in
      server.session.withLock { session in
        session.streams = [[[Self.opened("t1")], []], [[Self.opened("t1", resumed: true)], [.closed(Closed())]]]
      }
      let inputs = AsyncStream<SessionInput> { stream in
        var context = UpdateContext()
        context.productContext = ProductContext()
        context.productContext?.category = "tea"
        stream.yield(.context(context))
        stream.finish()
      }
      for try await _ in client.session(Self.open(), inputs: inputs, patience: Self.patience) {}
      let heard = server.session.withLock { $0.heard }
      guard case .open(let open)? = heard.last?.first else { return #expect(Bool(false)) }
      #expect(open.productContext?.category == "tea" && open.resumeToken == "t1")
    }
  }

  @Test("ends with the error where resuming does not help, and after so many cuts in a row")
  func ends() async throws {
    try await StagedServer.run { server, client in
      for (error, streams) in [(RPCError.aborted("taken over"), 1), (.unavailable("gone"), 4)] {
        server.stage([.enrichRealTime], .refuse(error))
        let before = server.calls.count
        var cuts = 0
        let session = client.session(
          Self.open(), inputs: Self.inputs("a"), patience: SessionPatience(attempts: 3, firstWait: .milliseconds(1)))
        do {
          for try await news in session { if case .interrupted = news { cuts += 1 } }
          Issue.record("an end")
        } catch let thrown as RPCError { #expect(thrown.code == error.code) }
        #expect(server.calls.count - before == streams && cuts == streams - 1)
      }
    }
  }

  @Test("ends when nobody listens any more")
  func abandonment() async throws {
    try await StagedServer.run { server, client in
      server.stage([.enrichRealTime], .silence)
      let task = Task {
        for try await _ in client.session(Self.open(), inputs: Self.inputs("a")) {}
      }
      while server.calls.isEmpty { try await Task.sleep(for: .milliseconds(2)) }
      task.cancel()
      _ = await task.result
      while server.abandoned == 0 { try await Task.sleep(for: .milliseconds(2)) }
    }
  }
}
