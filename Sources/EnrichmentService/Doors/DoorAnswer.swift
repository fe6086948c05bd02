import EnrichmentSchema
import EventLoop
import Population
import RPC
import Transport
import WireFormat

/// What the calls of the door share.
struct DoorNeeds: Sendable {
  let quotas: QuotaTable
  let clock: TimeSource
}

/// Media types of the door.
enum DoorMedia {
  /// One JSON value.
  static let json = "application/json"
  /// JSON values on lines of their own.
  static let lines = "application/x-ndjson"
}

/// How answers of the JSON door are written, of one request.
struct DoorAnswer: Sendable {
  /// What was asked.
  let head: HTTPRequestHead
  /// What the answer to a call says of its method's end.
  var ending: [HeaderField] = []
  private let needs: DoorNeeds
  private let wantsProblem: Bool
  private let isHead: Bool
  private let started = MonotonicTime.now()

  init(_ head: HTTPRequestHead, _ needs: DoorNeeds) {
    (self.head, self.needs) = (head, needs)
    isHead = head.method == "HEAD"
    wantsProblem = head["accept"]?.lowercased().contains("application/problem+json") ?? false
  }

  /// The answer to a request that never becomes a call.
  func whole(_ failure: DoorFailure) -> HTTPAnswer {
    var metadata = ResponseMetadata()
    metadata.requestID = Self.madeUpID
    metadata.processingTimeMs = Double((MonotonicTime.now() - started).wholeNanoseconds) / 1e6
    metadata.apiVersion = ResponseMetadata.version
    metadata.timestamp = GoogleProtobufTimestamp(microseconds: needs.clock.now)
    let (mediaType, body) = failure.body(metadata, asProblem: wantsProblem)
    let own = [HeaderField("content-type", mediaType), HeaderField("x-request-id", metadata.requestID)]
    return HTTPAnswer(failure.status, own + failure.fields, body: body)
  }

  /// An id for what no call has one for.
  private static var madeUpID: String {
    "req_" + String(UInt64.random(in: (1 << 50)..<(1 << 55)), radix: 32)
  }

  // MARK: The answer to a call

  /// Sends an answer that is whole.
  func send(_ body: [UInt8], _ mediaType: String, status: Int = 200, fields: [HeaderField] = [], _ call: CallBridge) {
    let length = [HeaderField("content-type", mediaType), HeaderField("content-length", "\(body.count)")]
    call.respond(status, length + common(call) + fields, endStream: isHead || body.isEmpty)
    if !isHead, !body.isEmpty { call.send(body, endStream: true) }
  }

  /// Says that the answer which the caller has kept is the present one.
  func unchanged(fields: [HeaderField], _ call: CallBridge) {
    call.respond(304, common(call) + fields, endStream: true)
  }

  /// Begins an answer of lines.
  func begin(_ mediaType: String, fields: [HeaderField], _ call: CallBridge) {
    call.respond(200, [HeaderField("content-type", mediaType)] + common(call) + fields)
  }

  /// Sends what a call ended with in the place of an answer.
  func send(_ failed: Status, fields: [HeaderField], _ call: CallBridge) {
    let failure = DoorFailure(failed)
    let (mediaType, body) = failure.body(metadata(call), asProblem: wantsProblem)
    send(body, mediaType, status: failure.status, fields: failure.fields + fields, call)
  }

  /// What is said of a call that has no answer of its own.
  func metadata(_ call: CallBridge) -> ResponseMetadata {
    guard let context = call.context else {
      var metadata = ResponseMetadata()
      metadata.apiVersion = ResponseMetadata.version
      return metadata
    }
    return ResponseMetadata(context, at: needs.clock.now)
  }

  /// What every answer has: the call's id, and what is left of the plan.
  private func common(_ call: CallBridge) -> [HeaderField] {
    guard let context = call.context else { return [] }
    let id = HeaderField("x-request-id", context.requestID, isSensitive: true)
    guard let identity = context[IdentityKey.self] else { return [id] + ending }
    let now = UInt64(clamping: context.loop.now.nanoseconds)
    return [id] + ending
      + RateLimitFields.fields(needs.quotas.standings(keyID: identity.keyID, plan: identity.plan, at: now))
  }
}
