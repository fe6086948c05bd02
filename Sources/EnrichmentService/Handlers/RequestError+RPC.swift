import Answers
import Segments
import RPC
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

/// Runs a handler's body and turns what the rooms below throw into what a caller is told; anything else stays INTERNAL
/// without a word of the inside.
func answering<Answer>(_ body: () async throws -> Answer) async throws -> Answer {
  do {
    return try await body()
  } catch let error as RequestError {
    throw error.rpcError
  } catch let error as PersonalityAnswerError {
    if case .request(let request) = error { throw request.rpcError }
    throw ErrorReason.internalError.error("the answer contradicts itself")
  } catch let error as StoreError {
    throw error.rpcError
  }
}
