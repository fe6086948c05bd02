import RPC
import Testing

@testable import EnrichmentClient

@Suite("an endpoint")
struct EndpointTests {
  @Test("is a host and a port, an IPv6 address in brackets, or a unix socket")
  func readable() throws {
    #expect(try Endpoint("127.0.0.1:8443").target(ca: "c") == .tls(host: "127.0.0.1", port: 8443, ca: "c"))
    #expect(try Endpoint("[::1]:1").target(ca: nil) == .tls(host: "::1", port: 1, ca: nil))
    #expect(try Endpoint("localhost:80").target(ca: nil, plaintext: true) == .plaintext(host: "localhost", port: 80))
    #expect(try Endpoint("unix:/tmp/x").target(ca: nil) == .unix(path: "/tmp/x"))
  }

  @Test(
    "of another form is refused with what is allowed", arguments: ["", "localhost", ":80", "h:0", "h:70000", "unix:"])
  func unreadable(text: String) {
    #expect(throws: Endpoint.Malformed.self) { try Endpoint(text) }
  }

  @Test("methods are found by name in any case, with or without their package")
  func methodNames() {
    #expect(EnrichmentMethod.named("getrealworldbehavior") == .getRealWorldBehavior)
    #expect(EnrichmentMethod.named("spots.enrichment.v1.EnrichmentService/EnrichProducts") == .enrichProducts)
    #expect(EnrichmentMethod.named("Nothing") == nil)
  }
}
