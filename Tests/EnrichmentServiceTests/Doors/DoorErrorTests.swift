import EnrichmentRPC
import EnrichmentSchema
import EventLoop
import Operations
import Population
import RPC
import Storage
import Testing
import WireFormat

@testable import EnrichmentService

@Suite("errors of the JSON door", .timeLimit(.minutes(5)))
struct DoorErrorTests {
  private static let behavior = "/api/v1/enrichment/real-world-behavior"
  private static let all = #"{"user_segment":{"segment_id":"jakarta_all"}}"#

  /// A request and what it is answered with.
  struct Row: Sendable, CustomTestStringConvertible {
    var verb = "POST"
    var path = DoorErrorTests.behavior
    var fields: [String: String] = ["content-type": "application/json"]
    var body: String? = DoorErrorTests.all
    let status: String
    let code: String
    var field: (name: String, value: String)?

    var testDescription: String { "\(verb) \(path.prefix(60)) \(code)" }
  }

  private static let rows: [Row] = [
    Row(path: "/api/v1/nothing", status: "404", code: "NOT_FOUND"),
    Row(path: "/v1/", status: "404", code: "NOT_FOUND"),
    Row(verb: "DELETE", status: "405", code: "METHOD_NOT_ALLOWED", field: ("allow", "POST, GET, HEAD")),
    Row(
      verb: "PUT", path: "/api/v1/segments", status: "405", code: "METHOD_NOT_ALLOWED", field: ("allow", "GET, HEAD")),
    Row(
      fields: ["content-type": "text/xml"], status: "415", code: "UNSUPPORTED_MEDIA_TYPE",
      field: ("accept-post", "application/json")),
    Row(
      fields: ["content-type": "application/json", "content-encoding": "br"], status: "415",
      code: "UNSUPPORTED_MEDIA_TYPE", field: ("accept-encoding", "identity")),
    Row(
      fields: ["authorization": "Bearer nobody's"], status: "401", code: "UNAUTHENTICATED",
      field: ("www-authenticate", "Bearer")),
    Row(
      fields: ["x-api-key": "another"], status: "400", code: "INVALID_ARGUMENT"),
    Row(body: "{", status: "400", code: "INVALID_ARGUMENT"),
    Row(body: "", status: "400", code: "INVALID_ARGUMENT"),
    Row(body: #"{"user_segment":{"segment_id":"a","segment_id":"b"}}"#, status: "400", code: "INVALID_ARGUMENT"),
    Row(body: String(repeating: #"{"user_segment":"#, count: 3_000), status: "400", code: "INVALID_ARGUMENT"),
    Row(body: #"{"segment":1}"#, status: "400", code: "INVALID_ARGUMENT"),
    Row(body: #"{"requested_insights":["all"]}"#, status: "400", code: "INVALID_ARGUMENT"),
    Row(path: behavior + "?x=1", status: "400", code: "INVALID_ARGUMENT"),
    Row(
      fields: ["content-type": "application/json", "prefer": "wait=soon"], status: "400", code: "INVALID_ARGUMENT"),
    Row(body: #"{"user_segment":{"segment_id":"jakarta"}}"#, status: "404", code: "INVALID_SEGMENT"),
    Row(body: String(repeating: " ", count: 70_000), status: "413", code: "RESOURCE_EXHAUSTED"),
    Row(
      verb: "GET", path: "/api/v1/zones?geographic_region=jakarta", body: nil, status: "409", code: "INSUFFICIENT_DATA"),
    Row(verb: "GET", path: "/api/v1/zones?geographic_region=here", body: nil, status: "404", code: "UNKNOWN_REGION"),
    Row(verb: "GET", path: "/api/v1/budget", body: nil, status: "403", code: "PERMISSION_DENIED"),
  ]

  @Test("each is answered with its status, its code and what belongs to it", arguments: rows)
  func table(row: Row) async throws {
    try await LiveDoor.run(maxRequestBytes: 65_536) { live in
      let reply = try await live.ask(
        row.verb, row.path, row.fields.map { ($0.key, $0.value) }, pieces: row.body.map { LiveDoor.pieces($0) } ?? [])
      #expect(reply.status == row.status && reply["success"] == "false")
      #expect(reply["error.code"] == row.code && reply["error.message"]?.isEmpty == false)
      #expect(reply["error.details"] != nil)
      for name in ["request_id", "processing_time_ms", "api_version", "timestamp"] {
        #expect(reply["metadata.\(name)"] != nil, "\(name)")
      }
      if let field = row.field { #expect(reply.fields[field.name] == field.value) }
    }
  }

  @Test("an unknown segment comes with the plan's details")
  func suggestions() async throws {
    try await LiveDoor.run { live in
      let reply = try await live.post(Self.behavior, #"{"user_segment":{"segment_id":"jakarta_al"}}"#)
      #expect(reply["error.details.segment_id"] == "jakarta_al")
      #expect(reply["error.details.suggested_segments"] == #"["jakarta_all"]"#)
    }
  }

  @Test("what is not released yet can be tried again when the answer says")
  func nothingReleased() async throws {
    try await LiveDoor.run(hasRelease: false) { live in
      let reply = try await live.post(Self.behavior, Self.all)
      #expect(reply.status == "503" && reply["error.code"] == "NO_RELEASE" && reply.fields["retry-after"] == "30")
    }
  }

  @Test("a limit that was reached says which, when to come again, and as a problem what the registry has for it")
  func rateLimited() async throws {
    try await LiveDoor.run { live in
      let identity = Identity(
        keyID: live.parts.key.keyID, partner: "acme", namespace: .partner("acme"), plan: .poc, scopes: [], addresses: []
      )
      // Of the last seconds, so that none ceases to count within this test.
      for index in 0..<QuotaPlan.poc.minute {
        _ = live.parts.metering.verdict(on: identity, at: .now() + .seconds(-8) + .milliseconds(60 * index))
      }
      let reply = try await live.post(Self.behavior, Self.all)
      #expect(reply.status == "429" && reply["error.code"] == "RATE_LIMITED")
      #expect(reply["error.details.violated-policies"] == #"["minute"]"#)
      #expect(reply.fields["retry-after"].flatMap(Int.init) ?? 0 > 0)
      #expect(reply.fields["ratelimit"]?.contains(#""minute";r=0;"#) == true)
      let problem = try await live.post(Self.behavior, Self.all, [("accept", "application/problem+json")])
      #expect(problem.fields["content-type"] == "application/problem+json")
      #expect(problem["type"] == "https://iana.org/assignments/http-problem-types#quota-exceeded")
      #expect(problem["violated-policies"] == #"["minute"]"# && problem["status"] == "429.0")
      #expect(problem["title"] == "RATE_LIMITED" && problem["instance"] == problem.fields["x-request-id"])
    }
  }

  @Test("every status of gRPC has one of HTTP", arguments: StatusCode.allCases)
  func everyStatus(code: StatusCode) {
    let failure = DoorFailure(Status(code: code, message: "m"))
    let expected: [StatusCode: Int] = [
      .ok: 200, .cancelled: 503, .unknown: 500, .invalidArgument: 400, .deadlineExceeded: 504, .notFound: 404,
      .alreadyExists: 409, .permissionDenied: 403, .resourceExhausted: 413, .failedPrecondition: 409, .aborted: 409,
      .outOfRange: 400, .unimplemented: 501, .internal: 500, .unavailable: 503, .dataLoss: 500, .unauthenticated: 401,
    ]
    #expect(failure.status == expected[code] && failure.code == code.description)
  }
}
