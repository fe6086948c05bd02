import RPC
import Storage

/// One call as a line of JSON; bytes throughout, because every call writes one.
struct AccessLogLine {
  /// The line with its line feed.
  private(set) var bytes: [UInt8] = []

  /// The line of a call that ended at `now`, microseconds since 1970 UTC.
  init(_ context: ServerContext, _ outcome: CallOutcome, at now: Int64) {
    bytes.reserveCapacity(384)
    let identity = context[IdentityKey.self]
    append("{\"time_us\":", number: now)
    append(",\"request_id\":", text: context.requestID)
    append(",\"method\":", text: context.path)
    append(",\"peer\":", text: context.peer)
    append(",\"partner\":", text: identity?.partner ?? "")
    append(",\"key_id\":", text: identity?.keyID ?? "")
    append(",\"status\":", text: outcome.status.code.description)
    append(",\"duration_us\":", number: outcome.durationNanoseconds / 1_000)
    append(",\"requests\":", number: Int64(outcome.requestMessages))
    append(",\"replies\":", number: Int64(outcome.replyMessages))
    if LoggedSizes.areTold(of: context) {
      append(",\"request_bytes\":", number: Int64(outcome.requestBytes))
      append(",\"reply_bytes\":", number: Int64(outcome.replyBytes))
    }
    if let state = context[CacheStateKey.self] { append(",\"cache\":", text: state.rawValue) }
    if Self.tellsReason(outcome.status.code) {
      append(",\"reason\":", text: context[LoggedReasonKey.self] ?? Self.reason(outcome.status.message, context))
    }
    append("}\n")
  }

  /// Whether a call that ends so is looked into by its text: what was wrong with the request, or with the server.
  private static func tellsReason(_ code: StatusCode) -> Bool {
    switch code {
    case .invalidArgument, .internal, .unknown, .dataLoss: true
    default: false
    }
  }

  /// What is wrong with a request in JSON is said in its own words, which may be the names of a customer's zones.
  private static func reason(_ message: String, _ context: ServerContext) -> String {
    context.callProtocol == "grpc" || LoggedSizes.areTold(of: context) ? message : "the request cannot be read"
  }

  private mutating func append(_ literal: StaticString) {
    literal.withUTF8Buffer { bytes.append(contentsOf: $0) }
  }

  private mutating func append(_ name: StaticString, number: Int64) {
    append(name)
    bytes.append(contentsOf: String(number).utf8)
  }

  private mutating func append(_ name: StaticString, text: String) {
    append(name)
    bytes.append(UInt8(ascii: "\""))
    LoggedText.append(text, to: &bytes)
    bytes.append(UInt8(ascii: "\""))
  }
}
