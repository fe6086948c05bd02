import Dispatch
import EventLoop
import RPC
import Testing
import WireFormat

/// Notes how many nanoseconds each caller gives.
private struct TimeoutNote: ServerInterceptor {
  let probe: Probe

  func begin(_ context: ServerContext) throws(RPCError) {
    probe.note(context.deadline.map { "\(($0 - context.started).wholeNanoseconds)" } ?? "none")
  }
}

@Suite("Cancellation, deadlines, back-pressure", .timeLimit(.minutes(2)))
struct CancellationTests {
  @Test("cancelling the caller's task cancels the handler", arguments: Wire.allCases)
  func cancelTask(wire: Wire) async throws {
    try await LiveServer.run(wire) { live async throws in
      let call = Task { try await rpcError { _ = try await live.unary("Sleep") } }
      #expect(await live.probe.reaches("asleep"))
      call.cancel()
      #expect(try await call.value?.code == .cancelled)
      #expect(await live.probe.reaches("cancelled"))
      #expect(live.probe["onCancel"] == 1)
      #expect(await eventually { live.server.counters.endedCalls == [.cancelled: 1] })
    }
  }

  @Test("a stream nobody holds any more is cancelled")
  func dropStream() async throws {
    try await LiveServer.run { live async throws in
      do {
        let stream = try await live.expand("Flood", Payload("", [UInt8](repeating: 1, count: 1000)))
        _ = try await stream.next()
      }
      #expect(await live.probe.reaches("flood ended"))
    }
  }

  @Test("a call that is given up throws CANCELLED")
  func giveUp() async throws {
    try await LiveServer.run { live async throws in
      let chat = try await live.chat()
      try await chat.send(Payload("a"))
      #expect(try await chat.replies.next() != nil)
      chat.cancel()
      #expect(try await rpcError { _ = try await chat.replies.next() }?.code == .cancelled)
      #expect(try await rpcError { _ = try await chat.send(Payload()) }?.code == .cancelled)
    }
  }

  @Test("a deadline ends the call and cancels the handler", arguments: Wire.allCases)
  func deadline(wire: Wire) async throws {
    try await LiveServer.run(wire) { live async throws in
      // The deadline is for the handler alone: the connection is there before.
      _ = try await live.unary("Unary")
      let error = try await lateError(reaches: { _ in live.probe["asleep"] > 0 }) { options in
        _ = try await live.unary("Sleep", Payload(), options)
      }
      #expect(error?.code == .deadlineExceeded)
      #expect(await live.probe.reaches("cancelled"))
    }
  }

  @Test("a deadline that has passed is never sent")
  func expired() async throws {
    try await LiveServer.run { live async throws in
      let error = try await rpcError { _ = try await live.unary("Unary", Payload(), CallOptions(timeout: .zero)) }
      #expect(error?.code == .deadlineExceeded)
      #expect(live.server.counters.startedCalls == 0)
    }
  }

  @Test("a call that begins within its loop's pass tells the server no more time than its caller gives")
  func timeoutWithinPass() async throws {
    let probe = Probe()
    try await LiveServer.run(interceptors: [TimeoutNote(probe: probe)]) { live async throws in
      let loop = try EventLoop.spawn(name: "pass")
      defer { loop.shutdown() }
      let channel = try Channel(target: live.target, loop: loop)
      defer { channel.close() }
      let (echo, gate) = (EchoService.method("Chat", .bidirectional), DispatchSemaphore(value: 0))
      _ = try await channel.unary(EchoService.method("Unary", .unary), encoded: [])
      // A timer's work runs before what other threads have handed over in the meantime, in the same pass.
      await withCheckedContinuation { continuation in
        loop.execute {
          loop.schedule(after: .zero) {
            continuation.resume()
            gate.wait()
          }
        }
      }
      let call = try await channel.encodedStream(echo, options: CallOptions(timeout: .seconds(100)))
      gate.signal()
      call.finishSending()
      _ = try await call.next()
      #expect(probe.notes == ["none", "100000000000"])
    }
  }

  @Test("a writer suspends while the caller does not read")
  func slowReader() async throws {
    try await LiveServer.run { live async throws in
      let stream = try await live.expand("Flood", Payload("", [UInt8](repeating: 1, count: 10_000)))
      _ = try await stream.next()
      var last = -1
      #expect(
        await eventually {
          try? await Task.sleep(for: .milliseconds(30))
          defer { last = live.probe["written"] }
          return live.probe["written"] == last
        })
      // The windows of both sides and the send buffer together: far less than a server that never waits would have
      // written.
      #expect(live.probe["written"] < 300)
      for _ in 0..<last { _ = try await stream.next() }
      #expect(await live.probe.reaches("written", last + 1))
    }
  }

  @Test("a sender suspends while the handler takes nothing, and goes on when it does")
  func slowHandler() async throws {
    try await LiveServer.run { live async throws in
      let call = try await live.chat("Hold")
      let sent = Probe()
      let sender = Task {
        for _ in 0..<200 {
          try await call.send(Payload("", [UInt8](repeating: 1, count: 10_000)))
          sent.count("sent")
        }
        call.finishSending()
      }
      #expect(await live.probe.reaches("holding"))
      var last = -1
      #expect(
        await eventually {
          try? await Task.sleep(for: .milliseconds(30))
          defer { last = sent["sent"] }
          return sent["sent"] == last && last > 0
        })
      #expect(sent["sent"] < 100)
      live.probe.count("go")
      var replies = 0
      while try await call.replies.next() != nil { replies += 1 }
      #expect(replies == 200)
      try await sender.value
    }
  }

  @Test("a handler may give up waiting for a request and wait again; none is lost")
  func raceInHandler() async throws {
    try await LiveServer.run { live async throws in
      let call = try await live.chat("Race")
      var ticks = 0
      for round in 0..<5 {
        #expect(try await call.replies.next()?.typeURL == "tick")
        try await call.send(Payload("request \(round)"))
        while let reply = try await call.replies.next(), reply.typeURL == "tick" { ticks += 1 }
      }
      call.finishSending()
      while try await call.replies.next() != nil { ticks += 1 }
      #expect(live.probe["cancelled"] == 0)
    }
  }
}
