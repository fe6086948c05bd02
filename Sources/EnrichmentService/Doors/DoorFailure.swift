import EnrichmentSchema
import RPC
import Transport
import WireFormat

/// A failed request as the JSON routes answer it: the status of HTTP, the reason in words, and what belongs to it.
struct DoorFailure: Sendable {
  /// The status of HTTP.
  let status: Int
  /// The reason: that of `ErrorInfo`, else the name of the gRPC status.
  let code: String
  /// What happened and what is allowed.
  let message: String
  /// What belongs to the reason.
  let details: GoogleProtobufStruct
  /// The limits that were reached, by name.
  let violatedPolicies: [String]
  /// Whole seconds after which another try makes sense, rounded up; nil where nothing is said of that.
  let retryAfter: Int64?
  /// Fields of the answer that belong to the status, such as `allow`.
  let fields: [HeaderField]

  /// What a call ended with.
  init(_ failed: Status) {
    let told = ToldDetails(failed.details)
    code = told.info?.reason ?? failed.code.description
    message = failed.message
    status = Self.status(failed.code, reason: told.info?.reason)
    details = told.object
    violatedPolicies = told.violatedPolicies
    retryAfter = told.retryAfter
    fields = Self.fields(status, retryAfter)
  }

  /// What never became a call: no such route, or not in this form.
  init(_ status: Int, code: String, _ message: String, fields: [HeaderField] = []) {
    (self.status, self.code, self.message, self.fields) = (status, code, message, fields)
    (details, violatedPolicies, retryAfter) = (GoogleProtobufStruct(), [], nil)
  }

  /// The status of HTTP for a status of gRPC, by the table of the interface.
  static func status(_ code: StatusCode, reason: String?) -> Int {
    switch code {
    case .ok: 200
    case .invalidArgument, .outOfRange: 400
    case .unauthenticated: 401
    case .permissionDenied: 403
    case .notFound: 404
    case .failedPrecondition, .aborted, .alreadyExists: 409
    // A limit of the key has a reason; without one it is the request that is too large.
    case .resourceExhausted: reason == nil ? 413 : 429
    case .unimplemented: 501
    case .unavailable, .cancelled: 503
    case .deadlineExceeded: 504
    case .unknown, .internal, .dataLoss: 500
    }
  }

  private static func fields(_ status: Int, _ retryAfter: Int64?) -> [HeaderField] {
    var fields: [HeaderField] = []
    if status == 401 { fields.append(HeaderField("www-authenticate", "Bearer")) }
    if let retryAfter { fields.append(HeaderField("retry-after", "\(retryAfter)")) }
    return fields
  }

  // MARK: As a body

  /// The body and its media type: the plan's envelope, or a problem document.
  func body(_ metadata: ResponseMetadata, asProblem: Bool) -> (mediaType: String, bytes: [UInt8]) {
    asProblem
      ? ("application/problem+json", Self.json(problem(metadata)))
      : ("application/json", Self.json(envelope(metadata)))
  }

  /// The envelope.
  func envelope(_ metadata: ResponseMetadata) -> ErrorEnvelope {
    var description = ErrorDescription()
    (description.code, description.message, description.details) = (code, message, details)
    var envelope = ErrorEnvelope()
    (envelope.success, envelope.error, envelope.metadata) = (false, description, metadata)
    return envelope
  }

  private func problem(_ metadata: ResponseMetadata) -> Problem {
    var problem = Problem()
    problem.type = violatedPolicies.isEmpty ? "/docs#\(code)" : Self.quotaExceeded
    (problem.title, problem.status, problem.detail) = (code, Int32(clamping: status), message)
    (problem.instance, problem.details) = (metadata.requestID, details)
    problem.violatedPolicies = violatedPolicies
    return problem
  }

  /// The registered type of a problem with a quota.
  private static let quotaExceeded = "https://iana.org/assignments/http-problem-types#quota-exceeded"

  private static func json(_ message: some Message) -> [UInt8] {
    // Only moments that no clock has and numbers that are none have no JSON form.
    (try? message.jsonUTF8Bytes()) ?? Array(#"{"success":false,"error":{"code":"INTERNAL"}}"#.utf8)
  }
}

/// The details of a status that the JSON routes have words for.
private struct ToldDetails {
  private(set) var info: GoogleRPCErrorInfo?
  private var violations: [GoogleRPCBadRequest.FieldViolation] = []
  private(set) var violatedPolicies: [String] = []
  private(set) var retryAfter: Int64?

  init(_ details: [GoogleProtobufAny]) {
    for detail in details {
      if let info = Self.unpack(detail, GoogleRPCErrorInfo.self) { self.info = info }
      if let request = Self.unpack(detail, GoogleRPCBadRequest.self) { violations = request.fieldViolations }
      if let quota = Self.unpack(detail, GoogleRPCQuotaFailure.self) {
        violatedPolicies = quota.violations.map(\.quotaID)
      }
      if let delay = Self.unpack(detail, GoogleRPCRetryInfo.self)?.retryDelay {
        retryAfter = max(1, delay.seconds + (delay.nanos > 0 ? 1 : 0))
      }
    }
  }

  private static func unpack<M: Message>(_ detail: GoogleProtobufAny, _ type: M.Type) -> M? {
    do { return try detail.unpack(type) } catch { return nil }
  }

  /// What the plan's `details` say, each under a name of its own.
  var object: GoogleProtobufStruct {
    var object = GoogleProtobufStruct()
    for (name, value) in info?.metadata ?? [:] { object.fields[Self.name(name)] = Self.value(value, of: name) }
    if !violations.isEmpty {
      object.fields["violations"] = .list(violations.map(Self.value))
    }
    if !violatedPolicies.isEmpty {
      object.fields["violated-policies"] = .list(violatedPolicies.map { .text($0) })
    }
    return object
  }

  private static func name(_ name: String) -> String { name == "segment" ? "segment_id" : name }

  /// Lists are told as such: a status has texts only.
  private static func value(_ value: String, of name: String) -> GoogleProtobufValue {
    guard name == "suggested_segments" || name == "any_of" else { return .text(value) }
    return .list(value.split(separator: ",").map { .text(String($0)) })
  }

  private static func value(_ violation: GoogleRPCBadRequest.FieldViolation) -> GoogleProtobufValue {
    var object = GoogleProtobufStruct()
    object.fields["field"] = .text(violation.field)
    object.fields["description"] = .text(violation.description)
    if !violation.reason.isEmpty { object.fields["reason"] = .text(violation.reason) }
    var value = GoogleProtobufValue()
    value.kind = .structValue(object)
    return value
  }
}

extension GoogleProtobufValue {
  fileprivate static func text(_ text: String) -> GoogleProtobufValue {
    var value = GoogleProtobufValue()
    value.kind = .stringValue(text)
    return value
  }

  fileprivate static func list(_ values: [GoogleProtobufValue]) -> GoogleProtobufValue {
    var list = GoogleProtobufListValue()
    list.values = values
    var value = GoogleProtobufValue()
    value.kind = .listValue(list)
    return value
  }
}
