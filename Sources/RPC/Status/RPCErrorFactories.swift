public import WireFormat

extension RPCError {
  /// The caller gave up.
  public static func cancelled(_ message: String) -> RPCError { RPCError(.cancelled, message) }

  /// An error with no better description.
  public static func unknown(_ message: String) -> RPCError { RPCError(.unknown, message) }

  /// The request is wrong; `message` says what, where and what is allowed.
  public static func invalidArgument(_ message: String, details: [any Message] = []) -> RPCError {
    RPCError(.invalidArgument, message, details: details)
  }

  /// The deadline passed.
  public static func deadlineExceeded(_ message: String) -> RPCError { RPCError(.deadlineExceeded, message) }

  /// What was asked for does not exist.
  public static func notFound(_ message: String, details: [any Message] = []) -> RPCError {
    RPCError(.notFound, message, details: details)
  }

  /// What was to be created exists already.
  public static func alreadyExists(_ message: String, details: [any Message] = []) -> RPCError {
    RPCError(.alreadyExists, message, details: details)
  }

  /// The caller is known and may not do this.
  public static func permissionDenied(_ message: String, details: [any Message] = []) -> RPCError {
    RPCError(.permissionDenied, message, details: details)
  }

  /// A quota or a limit was reached.
  public static func resourceExhausted(_ message: String, details: [any Message] = []) -> RPCError {
    RPCError(.resourceExhausted, message, details: details)
  }

  /// The system is not in the state the call needs.
  public static func failedPrecondition(_ message: String, details: [any Message] = []) -> RPCError {
    RPCError(.failedPrecondition, message, details: details)
  }

  /// A concurrent change got in the way.
  public static func aborted(_ message: String, details: [any Message] = []) -> RPCError {
    RPCError(.aborted, message, details: details)
  }

  /// The request goes past a valid range.
  public static func outOfRange(_ message: String, details: [any Message] = []) -> RPCError {
    RPCError(.outOfRange, message, details: details)
  }

  /// The method is not offered here.
  public static func unimplemented(_ message: String) -> RPCError { RPCError(.unimplemented, message) }

  /// An invariant is broken; `message` must not show the inside to a caller.
  public static func `internal`(_ message: String) -> RPCError { RPCError(.internal, message) }

  /// The service cannot be reached now.
  public static func unavailable(_ message: String, details: [any Message] = []) -> RPCError {
    RPCError(.unavailable, message, details: details)
  }

  /// Data is lost or corrupt.
  public static func dataLoss(_ message: String) -> RPCError { RPCError(.dataLoss, message) }

  /// The caller showed no valid credentials.
  public static func unauthenticated(_ message: String, details: [any Message] = []) -> RPCError {
    RPCError(.unauthenticated, message, details: details)
  }
}
