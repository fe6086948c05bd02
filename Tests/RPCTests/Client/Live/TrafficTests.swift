import RPC
import Testing
import Transport
internal import Transport
import WireFormat

@Suite("What a channel counts", .timeLimit(.minutes(2)))
struct TrafficTests {
  @Test("connections, bytes, resets and GOAWAYs are counted, and a lost connection that is made again")
  func counts() async throws {
    let server = try ScriptedServer { event in
      switch event {
      case .connected: .send(ServerFrame.settings)
      case .opened: .send([])
      case .finished(let stream, 0) where stream == 1: .send(ServerFrame.reset(stream, code: 8))
      case .finished(let stream, 0): .sendAndClose(ServerFrame.goAway(last: stream, code: 11, "enough"))
      case .finished(let stream, _): .send(ServerFrame.answer(stream))
      }
    }
    defer { server.stop() }
    let channel = try Channel(target: .plaintext(host: "127.0.0.1", port: server.port))
    defer { channel.close() }
    #expect(channel.traffic == ChannelTraffic())
    #expect(try await rpcError { _ = try await ConnectionTests.echo(channel) }?.code == .cancelled)
    let first = channel.traffic
    #expect((first.connects, first.reconnects, first.failedConnects) == (1, 0, 0))
    #expect(first.resets == [.cancel: 1])
    // Preface, SETTINGS and a call; SETTINGS, their acknowledgement and a reset.
    #expect(first.bytesSent > 100 && first.bytesReceived == 9 + 9 + 13)
    #expect(try await rpcError { _ = try await ConnectionTests.echo(channel) }?.code == .unavailable)
    _ = try? await ConnectionTests.echo(channel)
    let last = channel.traffic
    #expect((last.connects, last.reconnects) == (2, 1))
    #expect(last.goAways == [.enhanceYourCalm: 1])
    #expect(last.since(first).resets.isEmpty)
    #expect(last.since(first).bytesSent == last.bytesSent - first.bytesSent)
    #expect(last.adding(first).connects == 3)
  }

  @Test("an address that cannot be reached is counted")
  func failures() async throws {
    let server = try ScriptedServer { _ in .close }
    defer { server.stop() }
    let channel = try Channel(target: .plaintext(host: "127.0.0.1", port: server.port))
    defer { channel.close() }
    #expect(try await rpcError { _ = try await ConnectionTests.echo(channel) }?.code == .unavailable)
    #expect(channel.traffic.failedConnects >= 1)
    #expect(channel.traffic.connects == 0)
  }

  @Test("the time is counted that a request waits for a server that does not open its window")
  func windows() async throws {
    let server = try ScriptedServer { event in
      if case .connected = event { .send(ServerFrame.settings) } else { .send([]) }
    }
    defer { server.stop() }
    let channel = try Channel(target: .plaintext(host: "127.0.0.1", port: server.port))
    defer { channel.close() }
    let request = Payload("x", [UInt8](repeating: 1, count: 200_000))
    let error = try await lateError(reaches: { _ in channel.traffic.flowControlWait > .zero }) { options in
      let _: Payload = try await channel.unary(EchoService.method("Unary", .unary), request, options: options)
    }
    #expect(error?.code == .deadlineExceeded)
    #expect(await eventually { channel.traffic.flowControlWait > .zero })
    #expect(channel.traffic.bytesSent > 65_535)
  }
}
