import Glibc
import RPC
import Testing
import interop_server

@Suite("interop-server", .timeLimit(.minutes(5)))
struct TestServiceTests {
  /// Runs the body with a client of a server of its own.
  private func withClient(_ body: (TestServiceClient) async throws -> Void) async throws {
    let server = try await ServingProgram.interopServer()
    try await Peer(port: server.port, seesCompression: true).withClient(body)
    #expect(try await server.stop(with: SIGTERM) == 0)
  }

  @Test("answers a half-duplex call when its requests have ended, in their order")
  func halfDuplex() async throws {
    try await withClient { client in
      let call = try await client.halfDuplexCall()
      try await call.send(.asking(for: [1, 2]))
      try await call.send(.asking(for: [3]))
      call.finishSending()
      var sizes: [Int?] = []
      for try await reply in call.replies { sizes.append(reply.payload?.body.count) }
      #expect(sizes == [1, 2, 3])
    }
  }

  @Test("8,000 good calls with 400 that are given up stay on their one connection")
  func cancels() async throws {
    let server = try await ServingProgram.interopServer()
    let channel = try Channel(target: Peer(port: server.port, seesCompression: true).target)
    defer { channel.close() }
    let client = TestServiceClient(channel: channel)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<20 {
        group.addTask {
          for number in 0..<420 {
            guard number.isMultiple(of: 21) else {
              _ = try await client.emptyCall(Empty())
              continue
            }
            let call = try await client.fullDuplexCall()
            try await call.send(.asking(for: [1]))
            call.cancel()
          }
        }
      }
      try await group.waitForAll()
    }
    #expect(channel.traffic.connects == 1)
    #expect(try await server.stop(with: SIGTERM) == 0)
  }

  @Test("sends its metadata to a caller who waits for it before the first request")
  func metadataFirst() async throws {
    try await withClient { client in
      var options = CallOptions(timeout: .seconds(60))
      try options.metadata.add("first", for: "x-grpc-test-echo-initial")
      let calls = [
        try await client.fullDuplexCall(options: options), try await client.halfDuplexCall(options: options),
      ]
      for call in calls {
        #expect(try await call.replies.initialMetadata()["x-grpc-test-echo-initial"] == "first")
        try await call.send(.asking(for: [7]))
        call.finishSending()
        #expect(try await call.replies.next()?.payload?.body.count == 7)
        #expect(try await call.replies.next() == nil)
      }
    }
  }

  @Test("lets proxies keep the answer to a cacheable call, which differs from call to call")
  func cacheable() async throws {
    try await withClient { client in
      var times: Set<[UInt8]> = []
      for _ in 0..<2 {
        let response: UnaryResponse<SimpleResponse> = try await client.channel.unaryResponse(
          TestServiceMethods.cacheableUnaryCall, SimpleRequest())
        #expect(response.initialMetadata["cache-control"]?.contains("max-age=60") == true)
        times.insert(response.message.payload?.body ?? [])
      }
      #expect(times.count == 2 && times.allSatisfy { $0.count >= 19 })
    }
  }

  @Test("waits before a reply as long as it is asked to, and stops waiting when nobody waits for it")
  func interval() async throws {
    try await withClient { client in
      var request = StreamingOutputCallRequest.asking(for: [1, 2])
      request.responseParameters[1].intervalUs = 1_000_000_000
      // The deadline is for the second reply alone. A busy machine may need longer for the first.
      for seconds in [1, 10, 60] {
        let replies = try await client.streamingOutputCall(request, options: CallOptions(timeout: .seconds(seconds)))
        guard let first = try? await replies.next() else { continue }
        #expect(first.payload?.body.count == 1)
        #expect(await failure { _ = try await replies.next() }?.code == .deadlineExceeded)
        return
      }
      Issue.record("the first reply did not come within a minute")
    }
  }

  @Test("compresses no reply that nobody wants compressed, also for a caller that compresses")
  func saysNothingOfCompression() async throws {
    try await withClient { client in
      let options = CallOptions(compression: .on)
      let response: UnaryResponse<SimpleResponse> = try await client.channel.unaryResponse(
        TestServiceMethods.unaryCall, SimpleRequest.large, options: options)
      #expect(response.message.payload?.body.count == 314159)
      #expect(!response.wasCompressed)
      let replies = try await client.streamingOutputCall(.asking(for: [31415]), options: options)
      #expect(try await replies.next()?.payload?.body.count == 31415)
      #expect(!replies.lastWasCompressed)
    }
  }

  @Test("refuses wishes that it cannot grant", arguments: [(-1, 0), (16 << 20 + 1, 0), (1, 7)])
  func refusals(size: Int32, type: Int32) async throws {
    try await withClient { client in
      var request = SimpleRequest()
      request.responseSize = size
      request.responseType = PayloadType(rawValue: type)
      #expect(await failure { _ = try await client.unaryCall(request) }?.code == .invalidArgument)
    }
  }

  @Test("ends with any status it is asked for, and goes on for OK")
  func statuses() async throws {
    try await withClient { client in
      for code in 0...17 {
        var request = SimpleRequest()
        request.responseStatus = EchoStatus("why")
        request.responseStatus?.code = Int32(code)
        let error = await failure { _ = try await client.unaryCall(request) }
        #expect(error?.code == (code == 0 ? nil : StatusCode(rawValue: code) ?? .unknown))
        #expect(error?.message ?? "why" == "why")
      }
    }
  }

  @Test("has one name in all its answers, when asked for it")
  func serverID() async throws {
    try await withClient { client in
      var request = SimpleRequest()
      #expect(try await client.unaryCall(request).serverID.isEmpty)
      request.fillServerID = true
      let first = try await client.unaryCall(request).serverID
      #expect(try await client.unaryCall(request).serverID == first && !first.isEmpty)
    }
  }
}
