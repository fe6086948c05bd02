import EventLoop
import Glibc
import Testing
import Transport
import WireFormat

@testable import RPC

@Suite("Errors say why", .timeLimit(.minutes(2)))
struct ReasonTests {
  /// The error of a call to a server that follows the script.
  static func error(
    _ options: CallOptions = CallOptions(), _ configuration: ChannelConfiguration = ChannelConfiguration(),
    _ script: @escaping @Sendable (ScriptedServer.Event) -> ScriptedServer.Action
  ) async throws -> RPCError? {
    let server = try ScriptedServer(script)
    defer { server.stop() }
    let channel = try Channel(
      target: .plaintext(host: "127.0.0.1", port: server.port), configuration: configuration)
    defer { channel.close() }
    return try await rpcError { _ = try await ConnectionTests.echo(channel, options) }
  }

  /// A script that does one thing when a stream opens.
  static func onOpen(_ action: @escaping @Sendable (UInt32) -> ScriptedServer.Action)
    -> @Sendable (ScriptedServer.Event) -> ScriptedServer.Action
  {
    { event in
      switch event {
      case .connected: .send(ServerFrame.settings)
      case .opened(let stream, _): action(stream)
      case .finished: .send([])
      }
    }
  }

  @Test("a GOAWAY's code and text, on every connection")
  func goAway() async throws {
    let error = try await Self.error(
      CallOptions(), ChannelConfiguration(),
      Self.onOpen { _ in .sendAndClose(ServerFrame.goAway(last: 0, code: 11, "too much of everything")) })
    #expect(error?.code == .unavailable)
    #expect(error?.message.contains("ENHANCE_YOUR_CALM") == true)
    #expect(error?.message.contains("too much of everything") == true)
    #expect(error?.message.contains("127.0.0.1:") == true)
  }

  @Test("a connection lost in the middle of a call, with what the server had said")
  func lost() async throws {
    let error = try await Self.error(
      CallOptions(), ChannelConfiguration(),
      Self.onOpen { .sendAndClose(ServerFrame.goAway(last: $0, code: 0, "max_age")) })
    #expect(error?.code == .unavailable)
    #expect(error?.message.contains("max_age") == true)
    let silent = try await Self.error(CallOptions(), ChannelConfiguration(), Self.onOpen { _ in .close })
    #expect(silent?.code == .unavailable)
    #expect(silent?.message.contains("the connection to the server 127.0.0.1:") == true)
  }

  @Test("a reset's code", arguments: [(UInt32(2), StatusCode.internal, "INTERNAL_ERROR"), (8, .cancelled, "CANCEL")])
  func reset(code: UInt32, status: StatusCode, name: String) async throws {
    let error = try await Self.error(
      CallOptions(), ChannelConfiguration(), Self.onOpen { .send(ServerFrame.reset($0, code: code)) })
    #expect(error?.code == status)
    #expect(error?.message.contains("reset the stream with \(name)") == true)
  }

  @Test("an answer of a proxy")
  func proxy() async throws {
    let error = try await Self.error(
      CallOptions(), ChannelConfiguration(),
      Self.onOpen { .send(ServerFrame.headers($0, [":status": "503", "content-type": "text/html"], end: true)) })
    #expect(error?.code == .unavailable)
    #expect(error?.message.contains("HTTP status 503") == true)
  }

  @Test("a status before the end of the stream is none: that of the trailers counts, or its lack")
  func earlyStatus() async throws {
    let head: KeyValuePairs = [":status": "200", "content-type": "application/grpc", "grpc-status": "5"]
    let message: @Sendable (UInt32) -> [UInt8] = {
      ServerFrame.headers($0, head) + ServerFrame.data($0, [0, 0, 0, 0, 0])
    }
    let succeeded = try await Self.error(
      CallOptions(), ChannelConfiguration(),
      Self.onOpen { .send(message($0) + ServerFrame.headers($0, ["grpc-status": "0"], end: true)) })
    #expect(succeeded == nil)
    let cut = try await Self.error(
      CallOptions(), ChannelConfiguration(), Self.onOpen { .send(message($0) + ServerFrame.data($0, [], end: true)) })
    #expect(cut?.code == .unknown)
    #expect(cut?.message.contains("without a grpc-status") == true)
  }

  @Test("a server that accepts connections and never speaks")
  func mute() async throws {
    let error = try await Self.error(
      CallOptions(), ChannelConfiguration(connectTimeout: .milliseconds(100))
    ) { _ in .send([]) }
    #expect(error?.code == .unavailable)
    #expect(error?.message.contains("SETTINGS") == true)
  }

  @Test("a server that closes at once")
  func closesAtOnce() async throws {
    let error = try await Self.error { _ in .close }
    #expect(error?.code == .unavailable)
    #expect(error?.message.contains("no connection to 127.0.0.1:") == true)
  }

  @Test("a deadline says which part of the way took it")
  func deadlines() async throws {
    let waits: [(String, @Sendable (ScriptedServer.Event) -> ScriptedServer.Action)] = [
      ("it waited for the connection to 127.0.0.1:", { _ in .send([]) }),
      (
        "to allow another stream",
        {
          if case .connected = $0 { .send(ServerFrame.settings(maxConcurrentStreams: 0)) } else { .send([]) }
        }
      ),
      ("it waited for the reply from 127.0.0.1:", Self.onOpen { _ in .send([]) }),
      ("had begun", Self.onOpen { .send(ServerFrame.headers($0, Self.success)) }),
    ]
    for (words, script) in waits {
      let error = try await lateError(containing: words) { options in
        if let error = try await Self.error(options, ChannelConfiguration(), script) { throw error }
      }
      #expect(error?.code == .deadlineExceeded)
      #expect(error?.message.contains(words) == true)
      #expect(error?.message.contains("127.0.0.1:") == true)
    }
  }

  @Test(
    "the client's clock tells a deadline from a reset that is seen before its timer fires", arguments: [false, true])
  func resetAtDeadline(isStream: Bool) async throws {
    let probe = Probe()
    let server = try ScriptedServer(
      Self.onOpen { stream in
        probe.count("opened")
        usleep(250_000)
        return .send(ServerFrame.reset(stream, code: 8))
      })
    defer { server.stop() }
    let loop = try EventLoop.spawn(name: "late")
    defer { loop.shutdown() }
    let channel = try Channel(target: .plaintext(host: "127.0.0.1", port: server.port), loop: loop)
    defer { channel.close() }
    channel.connect()
    #expect(await eventually { channel.state == .ready })
    let options = CallOptions(timeout: .milliseconds(200))
    async let failure = rpcError {
      guard isStream else {
        _ = try await ConnectionTests.echo(channel, options)
        return
      }
      let method = EchoService.method("Expand", .serverStreaming)
      let replies: ReplyStream<Payload> = try await channel.serverStreaming(method, Payload(), options: options)
      _ = try await replies.next()
    }
    #expect(await probe.reaches("opened"))
    // The loop sleeps past the deadline: the reset is there when it looks again, and sockets come before timers.
    loop.execute { usleep(600_000) }
    let error = try await failure
    #expect(error?.code == .deadlineExceeded)
    #expect(error?.message.contains("it waited for the reply from 127.0.0.1:") == true)
  }

  private static let success: KeyValuePairs = [":status": "200", "content-type": "application/grpc"]

  @Test("a server that does not answer PINGs is given up")
  func keepalive() async throws {
    let configuration = ChannelConfiguration(
      keepalive: Keepalive(unchecked: .milliseconds(50), timeout: .milliseconds(50), withoutCalls: false))
    let error = try await Self.error(CallOptions(timeout: .seconds(20)), configuration, Self.onOpen { _ in .send([]) })
    #expect(error?.code == .unavailable)
    #expect(error?.message.contains("PING") == true)
  }

  // MARK: TLS

  static func tlsError(
    _ server: ServerConfiguration.Listener, host: String = "localhost", _ tls: ClientTLS
  ) async throws -> RPCError? {
    let rpc = RPCServer(
      configuration: ServerConfiguration(listeners: [server]), services: [EchoService(probe: Probe())])
    let addresses = try await rpc.start()
    defer { rpc.stop() }
    guard case .tcp(_, let port) = addresses[0].endpoint else { return nil }
    let channel = try Channel(target: try ChannelTarget("\(host):\(port)", security: .tls(tls)))
    defer { channel.close() }
    return try await rpcError { _ = try await ConnectionTests.echo(channel) }
  }

  static func listener(_ files: Certificate) -> ServerConfiguration.Listener {
    .tls(host: "127.0.0.1", port: 0, certificate: files.certificate, key: files.key)
  }

  @Test("a certificate nobody vouches for")
  func unknownAuthority() async throws {
    let error = try await Self.tlsError(
      Self.listener(try Certificate.shared.get()), ClientTLS(ca: try Certificate.foreign.get().certificate))
    #expect(error?.code == .unavailable)
    #expect(error?.message.contains("certificate is not valid: self-signed certificate") == true)
  }

  @Test("a certificate that has expired")
  func expired() async throws {
    let files = try Certificate.expired.get()
    let error = try await Self.tlsError(Self.listener(files), ClientTLS(ca: files.certificate))
    #expect(error?.message.contains("certificate has expired") == true)
  }

  @Test("a certificate for another host, unless that is the one asked for")
  func hostName() async throws {
    let files = try Certificate.otherName.get()
    let error = try await Self.tlsError(Self.listener(files), ClientTLS(ca: files.certificate))
    #expect(error?.message.lowercased().contains("hostname mismatch") == true)
    let asked = ClientTLS(ca: files.certificate, serverName: "elsewhere.test")
    #expect(try await Self.tlsError(Self.listener(files), asked) == nil)
  }

  @Test("a server that does not speak TLS")
  func notTLS() async throws {
    let error = try await Self.tlsError(
      .plaintext(host: "127.0.0.1", port: 0), ClientTLS(ca: try Certificate.shared.get().certificate))
    #expect(error?.code == .unavailable)
    #expect(error?.message.contains("TLS") == true)
  }

  @Test("a client certificate without its key is refused when the channel is made")
  func halfIdentity() throws {
    let files = try Certificate.shared.get()
    let tls = ClientTLS(ca: files.certificate, certificateChain: files.certificate)
    let error = #expect(throws: RPCError.self) { try Channel(target: ChannelTarget("a:1", security: .tls(tls))) }
    #expect(error?.code == .invalidArgument)
  }
}
