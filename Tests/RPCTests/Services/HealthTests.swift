import HTTP2
import RPC
import Testing
import Transport
import WireFormat

@Suite("The health service", .timeLimit(.minutes(2)))
struct HealthTests {
  static func request(_ service: String) -> HealthCheckRequest {
    var request = HealthCheckRequest()
    request.service = service
    return request
  }

  @Test("it answers for the server and for the services it was told of")
  func check() async throws {
    let health = HealthService()
    try await LiveServer.run(services: [health]) { live async throws in
      let client = HealthClient(channel: live.channel)
      #expect(try await client.check(Self.request("")).status == .serving)
      #expect(try await rpcError { _ = try await client.check(Self.request("a.B")) }?.code == .notFound)
      health.setStatus(service: "a.B", .notServing)
      #expect(try await client.check(Self.request("a.B")).status == .notServing)
      #expect(
        try await client.list(HealthListRequest()).statuses.mapValues(\.status) == ["": .serving, "a.B": .notServing])
    }
  }

  @Test("a watcher hears the state now and every change")
  func watch() async throws {
    let health = HealthService()
    try await LiveServer.run(services: [health]) { live async throws in
      let watch = try await HealthClient(channel: live.channel).watch(Self.request("a.B"))
      #expect(try await watch.next()?.status == .serviceUnknown)
      health.setStatus(service: "a.B", .serving)
      #expect(try await watch.next()?.status == .serving)
      health.setStatus(service: "other", .serving)
      health.setStatus(service: "a.B", .notServing)
      #expect(try await watch.next()?.status == .notServing)
      watch.cancel()
      #expect(await eventually { live.server.counters.openCalls == 0 })
    }
  }

  @Test("one that is shut down says NOT_SERVING of everything for ever, and ends what watches")
  func shutdown() async throws {
    let health = HealthService()
    health.setStatus(service: "a.B", .serving)
    try await LiveServer.run(services: [health]) { live async throws in
      let client = HealthClient(channel: live.channel)
      let watch = try await client.watch(Self.request("a.B"))
      #expect(try await watch.next()?.status == .serving)
      health.serverDrains()
      #expect(try await watch.next()?.status == .notServing)
      #expect(try await rpcError { _ = try await watch.next() }?.code == .unavailable)
      health.setStatus(service: "a.B", .serving)
      health.setStatus(service: "new", .serving)
      #expect(try await client.list(HealthListRequest()).statuses.values.allSatisfy { $0.status == .notServing })
    }
  }

  @Test("who only watches gives way where a new connection finds no room")
  func givesWay() async throws {
    var limits = HTTP2Limits.server
    limits.connection.maxConnections = 1
    try await LiveServer.run(http2: limits, services: [HealthService()]) { live async throws in
      let watch = try await HealthClient(channel: live.channel).watch(Self.request(""))
      #expect(try await watch.next()?.status == .serving)
      let other = try Channel(target: live.target)
      defer { other.close() }
      #expect(try await HealthClient(channel: other).check(Self.request("")).status == .serving)
      #expect(try await rpcError { _ = try await watch.next() }?.code == .unavailable)
    }
  }

  @Test("every watcher has its own service, and a change of one disturbs nobody else")
  func watchers() async throws {
    let health = HealthService()
    try await LiveServer.run(services: [health]) { live async throws in
      let client = HealthClient(channel: live.channel)
      let names = (0..<20).map { "service.\($0)" }
      var watches: [ReplyStream<HealthCheckResponse>] = []
      for name in names {
        watches.append(try await client.watch(Self.request(name)))
        #expect(try await watches.last?.next()?.status == .serviceUnknown)
      }
      for name in names { health.setStatus(service: name, .serving) }
      for watch in watches { #expect(try await watch.next()?.status == .serving) }
      health.setStatus(service: names[0], .notServing)
      health.setStatus(service: names[1], .unknown)
      #expect(try await watches[0].next()?.status == .notServing)
      #expect(try await watches[1].next()?.status == .unknown)
    }
  }
}
