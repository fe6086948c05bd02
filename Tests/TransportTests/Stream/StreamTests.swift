import EventLoop
import Testing
import Transport

@Suite("A stream's commands", .timeLimit(.minutes(2)))
struct StreamTests {
  private func withStream(
    _ state: Transport.Stream.SendState = .idle, _ body: (Transport.Stream, ScriptedEngine) -> Void
  ) throws {
    let loop = try EventLoop.spawn(name: "stream")
    defer { loop.shutdown() }
    let engine = ScriptedEngine()
    body(Stream(id: 1, connection: WirelessConnection(loop), engine: engine, sendState: state), engine)
  }

  @Test("headers are sent once, before everything else")
  func headers() throws {
    try withStream { stream, engine in
      stream.send([1])
      stream.sendHeaders([HeaderField(":status", "200")])
      stream.sendHeaders([HeaderField(":status", "500")])
      stream.send([1, 2])
      #expect(engine.commands == [.response([HeaderField(":status", "200")], hasBody: true), .resume])
      #expect(stream.pendingBytes == 2)
    }
  }

  @Test("trailers end the direction behind the bytes that wait")
  func trailers() throws {
    try withStream(.open) { stream, engine in
      stream.send([1])
      stream.sendTrailers([HeaderField("grpc-status", "0")])
      stream.send([2])
      #expect(stream.pendingBytes == 1)
      #expect(stream.headers.takeTrailers()?.fields == [HeaderField("grpc-status", "0")])
      #expect(stream.headers.takeTrailers() == nil)
      #expect(engine.commands == [.resume, .resume])
    }
  }

  @Test("a stream is congested from the engine's buffer size on")
  func congestion() throws {
    try withStream(.open) { stream, _ in
      stream.send([1, 2, 3])
      #expect(stream.isWritable)
      stream.send([4])
      #expect(!stream.isWritable)
    }
  }

  @Test("the first reset counts and drops what waits")
  func reset() throws {
    try withStream(.open) { stream, engine in
      stream.send([1])
      stream.reset(.cancel)
      stream.reset(.internalError)
      #expect(engine.commands == [.resume, .reset(.cancel)])
      #expect(stream.pendingBytes == 0)
      #expect(stream.record.localReset == .reset(.cancel, by: .local))
    }
  }

  @Test("no more is consumed than has been received")
  func consume() throws {
    try withStream { stream, engine in
      stream.record.unconsumed = 5
      stream.consume(3)
      stream.consume(10)
      stream.consume(0)
      #expect(engine.commands == [.consume(3), .consume(2)])
    }
  }

  @Test("a closed stream does nothing")
  func closed() throws {
    try withStream(.open) { stream, engine in
      stream.record.unconsumed = 5
      stream.isClosed = true
      stream.send([1])
      stream.sendTrailers([])
      stream.reset(.cancel)
      stream.consume(1)
      #expect(engine.commands.isEmpty)
      #expect(!stream.isWritable)
    }
  }
}
