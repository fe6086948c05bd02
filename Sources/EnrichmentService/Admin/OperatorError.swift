package import RPC
package import Storage
package import Enrichment

/// What an operator asked for and cannot have.
package enum OperatorError: Error, Sendable, CustomStringConvertible {
  /// No policy has this name.
  case unknownPolicy(String)
  /// The store has no region to release.
  case nothingToRelease
  /// The same epoch would be released twice.
  case invalid(String)

  package var description: String {
    switch self {
    case .unknownPolicy(let name): "policy \"\(name)\": allowed are default and research"
    case .nothingToRelease: "the store holds no region; import or simulate one first"
    case .invalid(let text): text
    }
  }

  /// The error as a call ends with it.
  package var rpcError: RPCError {
    switch self {
    case .unknownPolicy, .invalid: ErrorReason.invalidArgument.error(description)
    case .nothingToRelease: ErrorReason.insufficientData.error(description)
    }
  }
}

extension StoreError {
  /// The error as a call ends with it; the engine's own words stay inside.
  package var rpcError: RPCError {
    switch self {
    case .ledger: ErrorReason.privacyBudget.error(description)
    case .invalidValue, .invalidLocation: ErrorReason.invalidArgument.error(description)
    case .notFound: RPCError(.notFound, description)
    case .conflict: ErrorReason.conflict.error(description)
    case .closed, .locked, .cancelled: RPCError(.unavailable, "the store cannot be written to now")
    case .newerSchema, .selfCheckFailed, .corrupt, .engine: ErrorReason.internalError.error("the store failed")
    }
  }
}

extension APIKey.Malformed {
  /// What is wrong with the request for a key.
  package var violation: RequestViolation {
    switch self {
    case .environment: RequestViolation(field: "plan", value: "", allowed: "poc or prod")
    case .partner, .shape, .checksum:
      RequestViolation(field: "partner", value: "", allowed: "3 to 32 of a-z and 0-9")
    }
  }
}
