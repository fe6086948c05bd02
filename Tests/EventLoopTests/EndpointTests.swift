import EventLoop
import Testing

@Suite("Endpoints as text", .timeLimit(.minutes(1)))
struct EndpointTests {
  @Test(
    "an endpoint is a host and a port, an IPv6 address in brackets, or a unix socket, and prints as it reads",
    arguments: [
      ("127.0.0.1:8443", .tcp(host: "127.0.0.1", port: 8443)), ("[::1]:1", .tcp(host: "::1", port: 1)),
      ("[fe80::1%eth0]:65535", .tcp(host: "fe80::1%eth0", port: 65_535)), ("a.b:80", .tcp(host: "a.b", port: 80)),
      ("unix:/tmp/x:1", .unix(path: "/tmp/x:1")),
    ] as [(String, Endpoint)])
  func readable(text: String, endpoint: Endpoint) throws {
    #expect(try Endpoint(text) == endpoint)
    #expect("\(endpoint)" == text)
  }

  @Test(
    "another text is refused with what is wrong and what is allowed",
    arguments: [
      ("", "the host is missing"), ("localhost", "the port is missing"), (":80", "the host is missing"),
      ("h:0", "\"0\" is no port from 1 to 65535"), ("h:70000", "\"70000\" is no port"), ("h:", "\"\" is no port"),
      ("h:+80", "is no port"), ("unix:", "the path is missing"), ("::1:80", "stands in brackets"),
      ("a:b:80", "too many colons"), ("[::1]", "the port is missing"), ("[::1]80", "must follow"),
      ("[::1:80", "\"]\" is missing"), ("[host]:80", "\"host\" is no IPv6 address"), ("[]:80", "is no IPv6 address"),
    ])
  func refused(text: String, reason: String) {
    let error = #expect(throws: MalformedEndpoint.self) { try Endpoint(text) }
    #expect(error?.reason.contains(reason) == true, "\(error?.reason ?? "read")")
    #expect(error?.description.hasSuffix("expected HOST:PORT or [IPV6]:PORT") == true)
  }

  @Test("port 0 is one to listen on where the caller says so")
  func portZero() throws {
    #expect(try HostPort("[::1]:0", ports: 0...65_535) == HostPort(host: "::1", port: 0))
    #expect(throws: MalformedEndpoint.self) { try HostPort("[::1]:0") }
  }

  @Test("with a default port a host may stand alone", arguments: [("a", "a"), ("::1", "::1"), ("[::1]", "::1")])
  func defaultPort(text: String, host: String) throws {
    #expect(try HostPort(text, defaultPort: 443) == HostPort(host: host, port: 443))
  }

  @Test("numeric addresses are told from names")
  func numeric() {
    #expect(NumericHost.isNumeric("10.0.0.1") && NumericHost.isNumeric("::1") && NumericHost.isNumeric("fe80::1%lo"))
    #expect(!NumericHost.isNumeric("10.0.0") && !NumericHost.isNumeric("a") && !NumericHost.isNumeric(""))
  }
}
