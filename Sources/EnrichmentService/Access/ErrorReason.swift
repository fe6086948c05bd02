package import Operations
package import Population
package import RPC
package import Storage
package import WireFormat

/// Every reason a call of the enrichment service fails for, with its status and its text: the one table.
package enum ErrorReason: String, Sendable, CaseIterable {
  case invalidSegment = "INVALID_SEGMENT"
  case invalidArgument = "INVALID_ARGUMENT"
  case segmentTooSmall = "SEGMENT_TOO_SMALL"
  case insufficientData = "INSUFFICIENT_DATA"
  case privacyBudget = "PRIVACY_BUDGET"
  case unauthenticated = "UNAUTHENTICATED"
  case permissionDenied = "PERMISSION_DENIED"
  case rateLimited = "RATE_LIMITED"
  case limitReached = "LIMIT_REACHED"
  case noRelease = "NO_RELEASE"
  case unknownSession = "UNKNOWN_SESSION"
  case sessionTaken = "SESSION_TAKEN_OVER"
  case draining = "DRAINING"
  case storeUnavailable = "STORE_UNAVAILABLE"
  case unknownPerson = "UNKNOWN_PERSON"
  case linkedElsewhere = "LINKED_ELSEWHERE"
  case notLinked = "NOT_LINKED"
  case unknownRegion = "UNKNOWN_REGION"
  case archivedRegion = "ARCHIVED_REGION"
  case otherRegion = "OTHER_REGION"
  case beingForgotten = "BEING_FORGOTTEN"
  case conflict = "CONFLICT"
  case internalError = "INTERNAL"

  /// Domain of `google.rpc.ErrorInfo`.
  package static let domain = "spots.enrichment"

  /// gRPC status.
  package var code: StatusCode {
    switch self {
    case .invalidSegment, .unknownSession, .unknownPerson, .unknownRegion, .notLinked: .notFound
    case .invalidArgument: .invalidArgument
    case .segmentTooSmall, .insufficientData, .privacyBudget, .archivedRegion, .otherRegion, .linkedElsewhere:
      .failedPrecondition
    case .unauthenticated: .unauthenticated
    case .permissionDenied: .permissionDenied
    case .rateLimited, .limitReached: .resourceExhausted
    case .noRelease, .draining, .storeUnavailable, .beingForgotten: .unavailable
    case .conflict, .sessionTaken: .aborted
    case .internalError: .internal
    }
  }

  /// An error of this reason: status, `ErrorInfo` with `metadata` and with where the reason is documented, as `doc`, and
  /// further details.
  package func error(
    _ message: String, metadata: [String: String] = [:], details: [any Message] = []
  ) -> RPCError {
    var info = GoogleRPCErrorInfo()
    info.reason = rawValue
    info.domain = Self.domain
    info.metadata = FieldMap(metadata.mapValues(KeyText.hidingWords))
    info.metadata["doc"] = documentation
    // A caller may have put a key where something else belongs.
    return RPCError(code, KeyText.hidingWords(message), details: [info] + details)
  }

  /// An error that tells the caller when to try again; `retryAfter` in nanoseconds.
  package func error(
    _ message: String, retryAfter: UInt64, metadata: [String: String] = [:], details: [any Message] = []
  ) -> RPCError {
    var retry = GoogleRPCRetryInfo()
    var delay = GoogleProtobufDuration()
    delay.seconds = Int64(retryAfter / 1_000_000_000)
    delay.nanos = Int32(retryAfter % 1_000_000_000)
    retry.retryDelay = delay
    var failure = error(message, metadata: metadata, details: details + [retry])
    try? failure.trailing.set("\((retryAfter + 999_999) / 1_000_000)", for: "grpc-retry-pushback-ms")
    return failure
  }
}

extension RPCError {
  /// INVALID_ARGUMENT naming every field, its value and what is allowed, with `google.rpc.BadRequest`.
  package static func invalid(_ violations: [RequestViolation]) -> RPCError {
    var request = GoogleRPCBadRequest()
    request.fieldViolations = violations.map { violation in
      var field = GoogleRPCBadRequest.FieldViolation()
      field.field = violation.field
      field.description = violation.description
      field.reason = violation.reason?.rawValue ?? ""
      return field
    }
    let text = violations.prefix(8).map(\.description).joined(separator: "; ")
    let more = violations.count > 8 ? "; and \(violations.count - 8) more" : ""
    return ErrorReason.invalidArgument.error(text + more, details: [request])
  }
}

extension OperatorError {
  /// The error as a call ends with it.
  package var rpcError: RPCError {
    switch self {
    case .unknownPolicy, .invalid: ErrorReason.invalidArgument.error(description)
    case .violations(let violations): .invalid(violations)
    case .releaseUnderWay: ErrorReason.conflict.error(description)
    case .nothingToRelease, .pointless: ErrorReason.insufficientData.error(description)
    case .contradictory: ErrorReason.internalError.error(description)
    }
  }
}

extension StoreError {
  private static let unusable = "the store cannot be used now; nothing of this call was stored"

  /// The error as a call ends with it; the engine's own words stay inside.
  package var rpcError: RPCError {
    switch self {
    case .ledger: ErrorReason.privacyBudget.error(description)
    case .invalidValue, .invalidLocation: ErrorReason.invalidArgument.error(description)
    case .notFound: RPCError(.notFound, description)
    case .conflict: ErrorReason.conflict.error(description)
    case .closed, .locked, .cancelled: ErrorReason.storeUnavailable.error(Self.unusable, retryAfter: 1_000_000_000)
    case .outage(let outage):
      outage.retryAfter.map { ErrorReason.storeUnavailable.error(Self.unusable, retryAfter: $0) }
        ?? ErrorReason.storeUnavailable.error(Self.unusable)
    case .corrupt: ErrorReason.storeUnavailable.error(Self.unusable)
    case .newerSchema, .olderSchema, .selfCheckFailed, .engine: ErrorReason.internalError.error("the store failed")
    }
  }
}
