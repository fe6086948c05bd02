import EnrichmentClient
import EnrichmentRPC
import EnrichmentSchema
import ProtoSchema
import RPC
import Testing
import WireFormat

@Suite("Methods of the enrichment service", .timeLimit(.minutes(1)))
struct EnrichmentMethodTests {
  @Test("are found by name in any case, with or without their package")
  func names() {
    #expect(EnrichmentMethod.named("getrealworldbehavior") == .getRealWorldBehavior)
    #expect(EnrichmentMethod.named("spots.enrichment.v1.EnrichmentService/EnrichProducts") == .enrichProducts)
    #expect(EnrichmentMethod.named("spots.enrichment.v1.EnrichmentService.ListSegments") == .listSegments)
    #expect(EnrichmentMethod.named("Nothing") == nil)
    #expect(EnrichmentMethod.named("") == nil)
  }

  @Test("are those that the schema declares, in its order")
  func schema() throws {
    let file = try #require(SpotsEnrichmentV1ServiceServices.schema.last)
    let service = try #require(try FileDescriptor(decoding: file.descriptor).services.first)
    #expect(EnrichmentMethod.serviceName == service.fullName)
    #expect(EnrichmentMethod.allCases.map(\.name) == service.methods.map(\.name))
    for (method, declared) in zip(EnrichmentMethod.allCases, service.methods) {
      #expect(method.takesStream == declared.isRequestStream)
      #expect(method.descriptor.path == "/\(service.fullName)/\(declared.name)")
    }
  }

  @Test("take a stream of requests where the schema says so")
  func streams() {
    #expect(EnrichmentMethod.allCases.filter(\.takesStream) == [.recordActions, .enrichRealTime])
  }

  @Test("encode a request given as JSON")
  func encoding() throws {
    var request = GetRealWorldBehaviorRequest()
    request.userSegment = UserSegment()
    request.userSegment?.segmentID = "simcity_all"
    let json = #"{"user_segment":{"segment_id":"simcity_all"}}"#
    #expect(try EnrichmentMethod.getRealWorldBehavior.request(ofJSON: json) == request.serializedBytes())
  }

  @Test("each encodes an empty request as no bytes", arguments: EnrichmentMethod.allCases)
  func empty(method: EnrichmentMethod) throws {
    #expect(try method.request(ofJSON: "{}").isEmpty)
  }

  @Test("refuse JSON with a field they do not have, and name it", arguments: EnrichmentMethod.allCases)
  func unknownField(method: EnrichmentMethod) {
    let error = #expect(throws: JSONDecodingError.self) { try method.request(ofJSON: #"{"no_such_field":1}"#) }
    #expect(error.map { "\($0)".contains("no_such_field") } == true)
  }
}

@Suite("A partner's client", .timeLimit(.minutes(1)))
struct PartnerClientTests {
  private func client(key: String?) throws -> PartnerClient {
    PartnerClient(channel: try Channel(target: .plaintext(host: "127.0.0.1", port: 1)), key: key)
  }

  @Test("shows its key with every call, and none when it has none")
  func key() throws {
    #expect(try client(key: "k").options().metadata.texts(for: "authorization") == ["Bearer k"])
    #expect(try client(key: nil).options().metadata.texts(for: "authorization").isEmpty)
  }

  @Test("refuses a key that cannot be a header")
  func badKey() throws {
    let client = try client(key: "a\nb")
    #expect(throws: MetadataError.self) { try client.options() }
  }
}
