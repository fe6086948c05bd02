import Answers
import EnrichmentSchema
import EventLoop
import Logging
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
          + fields.map { "\($0.field) (\($0.reason))" }.joined(separator: ", "))
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
func reportingErrors<Answer>(
  _ context: ServerContext, _ body: () async throws -> Answer
) async throws -> Answer {
  do {
    return try await body()
  } catch {
    let told = RPCError(describing: error)
    if told?.code ?? .internal == .internal, !(error is RPCError), !(error is CancellationError) {
      failures.error(
        "a call failed within",
        metadata: ["request_id": "\(context.requestID)", "path": "\(context.path)", "cause": "\(error)"])
    }
    throw told ?? error
  }
}

/// What calls failed of that their callers are not told.
private let failures = Logger(label: "spotsd")
