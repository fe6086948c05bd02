import Answers
import EnrichmentSchema
import EventLoop
import Logging
import Population
import RPC
import Segments
import Storage

extension RequestError {
  /// The error as a call ends with it.
  var rpcError: RPCError {
    switch self {
    case .invalidArgument(let violations):
      .invalid(violations)
    case .invalidSegment(let unknown):
      ErrorReason.invalidSegment.error(
        "no segment \(unknown.asked) is registered; nearest: \(unknown.suggestedSegments.joined(separator: ", "))",
        metadata: ["segment": unknown.asked, "suggested_segments": unknown.suggestedSegments.joined(separator: ",")])
    case .segmentTooSmall(let id):
      ErrorReason.segmentTooSmall.error(
        "segment \(id) and its parents are too small to be answered", metadata: ["segment_id": id])
    }
  }
}

extension AnswerError {
  /// The error as a call ends with it. What contradicts itself is the engine's fault and stays inside.
  var rpcError: RPCError {
    switch self {
    case .request(let request): request.rpcError
    case .withheld(let fields):
      ErrorReason.insufficientData.error(
        "everything that was asked for is withheld: "
          + fields.map { "\($0.field) (\($0.reason))" }.joined(separator: ", ")
          + (fields.count == 1 && !fields[0].detail.isEmpty ? ": \(fields[0].detail)" : ""))
    case .contradictory, .knot: ErrorReason.internalError.error("the answer contradicts itself")
    }
  }
}

extension ErrorReason {
  /// The error of a segment that has no release yet: worth another try in half a minute.
  static var nothingReleased: RPCError {
    noRelease.error("no release of this segment is published yet", retryAfter: 30_000_000_000)
  }
}

extension ErrorReason {
  /// The error of a server that stops: another is there, or soon will be.
  static var stopsSoon: RPCError { draining.error("this server stops soon", retryAfter: 1_000_000_000) }
}

extension RPCError {
  /// What a caller is told of an error of the rooms below; nil for an error that is none of theirs.
  init?(describing error: any Error) {
    switch error {
    case let error as RPCError: self = error
    case let error as RequestError: self = error.rpcError
    case let error as AnswerError: self = error.rpcError
    case let error as StoreError: self = error.rpcError
    case let error as SessionError: self = .resourceExhausted(error.description)
    case is BlockingPool.Refusal: self = RPCError(.unavailable, "the server is too busy to compute this now")
    default: return nil
    }
  }
}

/// Runs a handler's body and turns what the rooms below throw into what a caller is told; anything else stays INTERNAL
/// without a word of the inside, which the log is told under the call's request id.
///
/// - Parameter zones: The customer's zones that the request names. Where there are any, logs are told how many and not how
///   long the request was, and of an error the fields at fault: its text may name a zone, and no zone is written down.
func reportingErrors<Answer>(
  _ context: ServerContext, zones: Int = 0, _ body: () async throws -> Answer
) async throws -> Answer {
  context[NamedZonesKey.self] = zones
  do {
    return try await body()
  } catch {
    let told = RPCError(describing: error)
    if zones > 0 { context[LoggedReasonKey.self] = LoggedReason.withoutValues(error, zones: zones) }
    if told?.code ?? .internal == .internal, !(error is RPCError), !(error is CancellationError) {
      failures.error(
        "a call failed within",
        metadata: [
          "request_id": "\(context.requestID)", "path": "\(context.path)",
          "cause": "\(zones > 0 ? "\(type(of: error)), of a request with \(zones) zones" : "\(error)")",
        ])
    }
    throw told ?? error
  }
}

/// Where a call keeps what its log line says of its error in the place of the error's own text.
enum LoggedReasonKey: ContextKey {
  typealias Value = String
}

/// What a log may say of an error whose text it may not repeat.
enum LoggedReason {
  /// The fields at fault, without their values and what is allowed.
  static func withoutValues(_ error: any Error, zones: Int) -> String {
    let number = "of a request with \(zones) zones"
    switch error {
    case RequestError.invalidArgument(let violations), AnswerError.request(.invalidArgument(let violations)):
      return violations.prefix(8).map(\.field).joined(separator: ", ") + " not allowed, " + number
    default: return number
    }
  }
}

/// What calls failed of that their callers are not told.
private let failures = Logger(label: "spotsd")
