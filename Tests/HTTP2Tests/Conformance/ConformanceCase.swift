import HTTP2
import RawHTTP2
import Testing
import Transport

/// One rule of RFC 9113 or RFC 7541: what a client sends and what the server must make of it.
struct ConformanceCase: Sendable, CustomTestStringConvertible {
  /// What the server must make of it.
  enum Outcome: Sendable {
    /// GOAWAY with this code, and the connection ends.
    case connectionError(UInt32)
    /// RST_STREAM with this code on this stream; the connection goes on.
    case streamError(UInt32, on: UInt32)
    /// The stream is answered with status 200 to its end; the connection goes on.
    case served(UInt32)
    /// Nothing at all; the connection goes on.
    case ignored
    /// The connection ends, with GOAWAY or without.
    case closed
  }

  let section: String
  let rule: String
  let outcome: Outcome
  let limits: HTTP2Limits
  let settings: [(UInt16, UInt32)]
  let act: @Sendable (RawClient) throws -> Void

  /// A case that begins after both sides have acknowledged their SETTINGS, the client's being `settings`.
  init(
    _ section: String, _ rule: String, _ outcome: Outcome, settings: [(UInt16, UInt32)] = [],
    limits: HTTP2Limits = .server, _ act: @escaping @Sendable (RawClient) throws -> Void
  ) {
    self.section = section
    self.rule = rule
    self.outcome = outcome
    self.settings = settings
    self.limits = limits
    self.act = act
  }

  var testDescription: String { "\(section): \(rule)" }

  /// Tries the case against a server of its own.
  func run() async throws {
    let server = try TestServer(limits: limits)
    defer { server.stop() }
    try await blocking { () async throws in
      let client = try RawClient(port: server.port, timeout: 5)
      try client.settle(settings: settings)
      try act(client)
      try judge(client)
    }
  }

  private func judge(_ client: RawClient) throws {
    switch outcome {
    case .connectionError(let code):
      let end = try client.goAway()
      #expect(end?.code == code, "\(testDescription): \(end?.text ?? "no GOAWAY")")
    case .streamError(let code, let stream):
      let reset = try client.next(RawFrame.Kind.reset, stream: stream)
      #expect(reset?.number(at: 0) == code, "\(testDescription)")
      try expectAlive(client)
    case .served(let stream):
      let answer = try client.answer(stream)
      #expect(answer.headers[":status"] == "200" && answer.hasEnded, "\(testDescription): \(answer)")
      try expectAlive(client)
    case .ignored: try expectAlive(client)
    case .closed: while try client.next() != nil {}
    }
  }

  /// Two round trips without a complaint: answers to PINGs overtake other frames.
  private func expectAlive(_ client: RawClient) throws {
    for _ in 0..<2 {
      client.send(RawFrame.Kind.ping, [8, 7, 6, 5, 4, 3, 2, 1])
      var isAnswered = false
      while !isAnswered {
        guard let frame = try client.next() else {
          Issue.record("\(testDescription): the connection ended")
          return
        }
        #expect(frame.type != RawFrame.Kind.goAway && frame.type != RawFrame.Kind.reset, "\(testDescription): \(frame)")
        isAnswered = frame.type == RawFrame.Kind.ping && frame.flags == RawFrame.Flag.ack
      }
    }
  }
}
