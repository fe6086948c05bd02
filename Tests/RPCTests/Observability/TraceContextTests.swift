import Testing
import Tracing

@testable import RPC

@Suite("W3C trace context", .timeLimit(.minutes(2)))
struct TraceContextTests {
  static let parent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"

  @Test("a traceparent is read and written")
  func roundTrip() throws {
    let trace = try #require(TraceContext(traceparent: Self.parent, tracestate: "a=1,b@c=2"))
    #expect(trace.traceID == "4bf92f3577b34da6a3ce929d0e0e4736")
    #expect(trace.parentID == "00f067aa0ba902b7")
    #expect(trace.isSampled)
    #expect(trace.state == "a=1,b@c=2")
    #expect(trace.traceparent == Self.parent)
    #expect(TraceContext(traceparent: Self.parent.dropLast(2) + "02")?.isSampled == false)
  }

  @Test("a later version is read as far as it is known, and written as 00")
  func laterVersion() {
    let later = "cc" + Self.parent.dropFirst(2)
    #expect(TraceContext(traceparent: later)?.traceparent == Self.parent)
    #expect(TraceContext(traceparent: later + "-what-the-future-brings") != nil)
    #expect(TraceContext(traceparent: later + ".no") == nil)
  }

  @Test(
    "what is malformed is refused",
    arguments: [
      "", "00", "ff" + parent.dropFirst(2), parent + "-00", parent + "x", parent.uppercased(),
      "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
      "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01", String(parent.dropLast()),
      "00_4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", "0g" + parent.dropFirst(2),
    ])
  func malformed(text: String) {
    #expect(TraceContext(traceparent: text) == nil)
  }

  @Test("a tracestate that is malformed or too long is left out, and its trace is not")
  func states() {
    for state in ["novalue", "=x", String(repeating: "a", count: 511) + "=b", String(repeating: "a=b,", count: 33)] {
      #expect(TraceContext(traceparent: Self.parent, tracestate: state)?.state == "")
    }
    let most = String(repeating: "a=b,", count: 31) + "a=b"
    #expect(TraceContext(traceparent: Self.parent, tracestate: most)?.state == most)
  }

  @Test("the propagator carries a caller's context from metadata to metadata, and drops what is malformed")
  func propagator() throws {
    var received = Metadata()
    try received.add(Self.parent, for: "traceparent")
    try received.add("a=1", for: "tracestate")
    try received.add("b=2", for: "tracestate")
    var context = ServiceContext.topLevel
    TraceContextPropagator().extract(received, into: &context, using: MetadataExtractor())
    var sent = Metadata()
    TraceContextPropagator().inject(context, into: &sent, using: MetadataInjector())
    #expect(sent["traceparent"] == Self.parent)
    #expect(sent["tracestate"] == "a=1,b=2")
    try received.add(Self.parent, for: "traceparent")
    var twice = ServiceContext.topLevel
    TraceContextPropagator().extract(received, into: &twice, using: MetadataExtractor())
    #expect(twice.traceContext == nil)
  }
}
