import Testing
import Transport

@testable import RPC

@Suite("The headers of a request", .timeLimit(.minutes(2)))
struct RequestHeadTests {
  static func judge(_ changes: [String: String?]) -> RequestHead.Judgement {
    var fields: [String: String] = [
      ":method": "POST", ":path": "/a.B/C", "content-type": "application/grpc", "te": "trailers",
    ]
    for (name, value) in changes { fields[name] = value }
    return RequestHead.judge(fields.map { HeaderField($0.key, $0.value) })
  }

  static func head(_ changes: [String: String?]) -> RequestHead? {
    if case .call(let head) = judge(changes) { head } else { nil }
  }

  static func refusal(_ changes: [String: String?]) -> Int? {
    if case .refuse(let status, _) = judge(changes) { status } else { nil }
  }

  @Test(
    "gRPC's content types are calls",
    arguments: [
      "application/grpc", "application/grpc+proto", "Application/GRPC", "application/grpc;charset=utf-8",
      "application/grpc ; a=b",
    ])
  func calls(type: String) {
    #expect(Self.head(["content-type": type])?.path == "/a.B/C")
  }

  @Test(
    "other content types are HTTP 415",
    arguments: [
      "application/json", "application/grpc+json", "application/grpc-web", "application/grpcx", "", "text/plain",
    ])
  func unsupported(type: String) {
    #expect(Self.refusal(["content-type": type]) == 415)
    #expect(Self.refusal(["content-type": nil]) == 415)
  }

  @Test("other methods are HTTP 405", arguments: ["GET", "PUT", "post", "OPTIONS"])
  func methods(method: String) {
    #expect(Self.refusal([":method": method]) == 405)
  }

  @Test("te may be missing")
  func te() {
    #expect(Self.head(["te": nil]) != nil)
  }

  @Test("a malformed timeout or metadata value is a fault that says what is allowed")
  func faults() {
    let timeout = Self.head(["grpc-timeout": "1x"])?.fault
    #expect(timeout?.code == .invalidArgument)
    #expect(timeout?.message.contains("H M S m u n") == true)
    #expect(Self.head(["k-bin": "!"])?.fault?.message.contains("k-bin") == true)
    #expect(Self.head([:])?.fault == nil)
  }

  @Test(
    "what a proxy adds is no fault of the call",
    arguments: [("x-geo-city", "São Paulo"), ("x-a", "a\tb"), ("user-agent", "café/1"), ("x-geo-bin", "São")])
  func proxies(name: String, value: String) {
    let head = Self.head([name: value])
    #expect(head != nil && head?.fault == nil)
    #expect(head?.metadata[name] == (name.hasSuffix("-bin") ? nil : value))
  }

  @Test("gRPC's own headers are not metadata")
  func metadata() {
    let head = Self.head(["grpc-timeout": "5S", "grpc-encoding": "gzip", "grpc-accept-encoding": "gzip", "x": "1"])
    #expect(head?.metadata.entries.map(\.name) == ["x"])
    #expect(head?.timeout == 5_000_000_000)
    #expect(head?.encoding == "gzip")
  }

  @Test(
    "only /service/name is split into a service and a method",
    arguments: [
      ("/a.B/C", "a.B", "C"), ("a.B/C", "", "a.B/C"), ("//C", "", "//C"), ("/a.B/", "", "/a.B/"), ("/", "", "/"),
      ("", "", ""),
      ("/a/b/c", "", "/a/b/c"), ("/a", "", "/a"),
    ])
  func paths(path: String, service: String, name: String) {
    let descriptor = MethodDescriptor(unknownPath: path)
    #expect(descriptor.service == service)
    #expect(descriptor.name == name)
    #expect(descriptor.kind == .unknown)
    #expect(descriptor.path == path)
  }

  @Test("a request id is taken over when it is well-formed")
  func requestIDs() {
    #expect(RequestID.isValid("aZ09._-"))
    #expect(RequestID.isValid(String(repeating: "a", count: 128)))
    for id in ["", String(repeating: "a", count: 129), "a b", "ä", "a/b"] { #expect(!RequestID.isValid(id)) }
    #expect(RequestID.text(0x0007_FFFF_FFFF_FFE3) == "req_1vvvvvvvvv3")
    var source = RequestIDSource(seed: 7)
    let made = (0..<1000).map { _ in RequestID.text(source.next()) }
    #expect(made.allSatisfy { $0.hasPrefix("req_") && $0.utf8.count == 15 && RequestID.isValid($0) })
    #expect(Set(made).count == 1000)
  }
}
