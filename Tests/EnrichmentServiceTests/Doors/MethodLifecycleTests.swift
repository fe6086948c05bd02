import EnrichmentSchema
import RPC
import Testing
import Transport
import WireFormat

@testable import EnrichmentService

@Suite("the end of methods", .timeLimit(.minutes(5)))
struct MethodLifecycleTests {
  private static func method(_ deprecated: String, _ sunset: String) -> MethodDescriptor {
    var lifecycle = Lifecycle()
    (lifecycle.deprecatedOn, lifecycle.sunsetOn) = (deprecated, sunset)
    var options = SpotsOptionsV1LifecycleMethodOptions()
    options.lifecycle = lifecycle
    return MethodDescriptor(service: "test.S", name: "Ask", kind: .unary, options: options.serializedBytes())
  }

  @Test("is told in the fields that the RFCs have for it")
  func fields() throws {
    let ending = try #require(try MethodLifecycle(Self.method("2027-01-31", "2027-07-30")))
    #expect(
      ending.fields == [
        HeaderField("deprecation", "@1801353600"), HeaderField("sunset", "Fri, 30 Jul 2027 00:00:00 GMT"),
        HeaderField("link", "</docs#stability>; rel=\"deprecation\"; type=\"text/html\""),
      ])
    let open = try #require(try MethodLifecycle(Self.method("2024-02-29", "")))
    #expect(open.fields.map(\.name) == ["deprecation", "link"])
    #expect(try MethodLifecycle(MethodDescriptor(service: "test.S", name: "Ask", kind: .unary)) == nil)
  }

  @Test(
    "an option that cannot be obeyed is refused, with what is allowed",
    arguments: [
      ("", "", "deprecated_on"), ("2027-02-30", "", "deprecated_on"), ("tomorrow", "", "deprecated_on"),
      ("2027-01-31", "soon", "sunset_on"), ("2027-01-31", "2027-07-29", "180 days"),
    ])
  func unusable(deprecated: String, sunset: String, words: String) {
    let error = #expect(throws: UnusableLifecycle.self) { try MethodLifecycle(Self.method(deprecated, sunset)) }
    #expect(error?.description.contains(words) == true && error?.description.contains("/test.S/Ask") == true)
  }
}
