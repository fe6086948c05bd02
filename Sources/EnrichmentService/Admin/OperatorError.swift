package import RPC
package import Storage
package import Population

/// What an operator asked for and cannot have.
package enum OperatorError: Error, Sendable, CustomStringConvertible {
  /// No policy has this name.
  case unknownPolicy(String)
  /// The store has no region to release.
  case nothingToRelease
  /// One release at a time.
  case releaseUnderWay
  /// Something else cannot be; the text says what is allowed.
  case invalid(String)
  /// Fields of the request that cannot be accepted.
  case violations([RequestViolation])

  package var description: String {
    switch self {
    case .unknownPolicy(let name): "policy \"\(name)\": allowed are default and research"
    case .nothingToRelease: "the store holds no region; import or simulate one first"
    case .releaseUnderWay: "a release is being computed; try again when it is published"
    case .invalid(let text): text
    case .violations(let violations): violations.map(\.description).joined(separator: "; ")
    }
  }

  /// The exit code of a command that ends with this error, after `sysexits.h`.
  package var exitCode: Int32 {
    switch self {
    case .unknownPolicy, .invalid, .violations: 64
    case .nothingToRelease: 69
    case .releaseUnderWay: 75
    }
  }

  /// The error as a call ends with it.
  package var rpcError: RPCError {
    switch self {
    case .unknownPolicy, .invalid: ErrorReason.invalidArgument.error(description)
    case .violations(let violations): .invalid(violations)
    case .releaseUnderWay: ErrorReason.conflict.error(description)
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
