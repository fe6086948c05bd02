import RPC
import Testing

@Suite("The health service")
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
}
