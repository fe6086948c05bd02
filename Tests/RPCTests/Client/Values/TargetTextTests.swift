import EventLoop
import Testing

@testable import RPC

@Suite("Targets as text", .timeLimit(.minutes(2)))
struct TargetTextTests {
  @Test(
    "a name is looked up, with or without its scheme",
    arguments: [
      ("dns:///example.com:8443", "example.com", UInt16(8443)), ("dns:example.com:8443", "example.com", 8443),
      ("example.com:8443", "example.com", 8443), ("example.com", "example.com", 443), ("dns:///a", "a", 443),
    ])
  func names(text: String, host: String, port: UInt16) throws {
    let target = try ChannelTarget(text)
    #expect(target.place == .name(host: host, port: port))
    #expect(target.authority == "\(host):\(port)")
    #expect(target.description == text)
  }

  @Test("addresses are not looked up")
  func addresses() throws {
    let one = Endpoint.tcp(host: "127.0.0.1", port: 80)
    #expect(try ChannelTarget("ipv4:127.0.0.1:80").place == .addresses([one]))
    #expect(try ChannelTarget("127.0.0.1:80").place == .addresses([one]))
    #expect(
      try ChannelTarget("ipv4:127.0.0.1:80,10.0.0.1").place == .addresses([one, .tcp(host: "10.0.0.1", port: 443)]))
    let six = Endpoint.tcp(host: "::1", port: 80)
    #expect(try ChannelTarget("ipv6:[::1]:80").place == .addresses([six]))
    #expect(try ChannelTarget("[::1]:80").authority == "[::1]:80")
    #expect(try ChannelTarget("ipv6:::1").place == .addresses([.tcp(host: "::1", port: 443)]))
  }

  @Test("a unix socket is a path", arguments: ["unix:/tmp/s", "unix:///tmp/s"])
  func unix(text: String) throws {
    #expect(try ChannelTarget(text).place == .addresses([.unix(path: "/tmp/s")]))
    #expect(try ChannelTarget("unix:s").place == .addresses([.unix(path: "s")]))
  }

  @Test(
    "what is no target is refused with what is wrong and what is right",
    arguments: [
      "", "unix:", "unix://s", "dns://8.8.8.8/a", "http://a", "a:0", "a:65536", "a:x", ":80", "ipv4:a:80",
      "ipv4:1.2.3:80", "ipv6:1.2.3.4:80", "[::1]80", "a:b:80", "ipv4:1.2.3.4:80,",
    ])
  func malformed(text: String) {
    let error = #expect(throws: RPCError.self) { try ChannelTarget(text) }
    #expect(error?.code == .invalidArgument)
    #expect(error?.message.contains("\"\(text)\"") == true)
    #expect(error?.message.contains("expected dns:///HOST:PORT") == true)
  }

  @Test("an endpoint is a target with the security one chooses; a unix socket has none")
  func endpoints() throws {
    let tls = ClientTLS(ca: "c")
    #expect(ChannelTarget(.tcp(host: "a", port: 1), security: .tls(tls)) == .tls(host: "a", port: 1, tls))
    #expect(ChannelTarget(.tcp(host: "::1", port: 1), security: .plaintext) == .plaintext(host: "::1", port: 1))
    #expect(ChannelTarget(.unix(path: "/s"), security: .tls(tls)) == .unix(path: "/s"))
  }

  @Test("families of addresses take turns")
  func interleaving() {
    let addresses = ["a", "b", "::1", "c", "::2"].map { Endpoint.tcp(host: $0, port: 1) }
    let hosts = AddressOrder.interleaved(addresses).map { "\($0)" }
    #expect(hosts == ["a:1", "[::1]:1", "b:1", "[::2]:1", "c:1"])
  }

  @Test("secrets may go over TLS and within the machine only")
  func privacy() throws {
    #expect(try ChannelTarget("a:1").isPrivate)
    #expect(try !ChannelTarget("a:1", security: .plaintext).isPrivate)
    #expect(try !ChannelTarget("127.0.0.1:1", security: .plaintext).isPrivate)
    #expect(ChannelTarget.unix(path: "/s").isPrivate)
  }
}
