/// The seventeen outcomes a gRPC call can have; the raw value is what `grpc-status` carries.
public enum StatusCode: Int, Sendable, Hashable, CaseIterable {
  /// The call succeeded.
  case ok = 0
  /// The caller gave up.
  case cancelled = 1
  /// An error with no better description, or one from a foreign status space.
  case unknown = 2
  /// The request is wrong whatever the state of the system.
  case invalidArgument = 3
  /// The deadline passed before the call ended.
  case deadlineExceeded = 4
  /// What was asked for does not exist.
  case notFound = 5
  /// What was to be created exists already.
  case alreadyExists = 6
  /// The caller is known and may not do this.
  case permissionDenied = 7
  /// A quota or a size limit was reached.
  case resourceExhausted = 8
  /// The system is not in the state the call needs.
  case failedPrecondition = 9
  /// A concurrent change got in the way; the caller may retry at a higher level.
  case aborted = 10
  /// The request goes past a valid range.
  case outOfRange = 11
  /// The method is not offered here.
  case unimplemented = 12
  /// An invariant is broken on the answering side.
  case `internal` = 13
  /// The service cannot be reached now; retrying with back-off may help.
  case unavailable = 14
  /// Data was lost for good or is corrupt.
  case dataLoss = 15
  /// The caller showed no valid credentials.
  case unauthenticated = 16
}

extension StatusCode: CustomStringConvertible {
  /// The name gRPC documents use, such as `INVALID_ARGUMENT`.
  public var description: String {
    switch self {
    case .ok: "OK"
    case .cancelled: "CANCELLED"
    case .unknown: "UNKNOWN"
    case .invalidArgument: "INVALID_ARGUMENT"
    case .deadlineExceeded: "DEADLINE_EXCEEDED"
    case .notFound: "NOT_FOUND"
    case .alreadyExists: "ALREADY_EXISTS"
    case .permissionDenied: "PERMISSION_DENIED"
    case .resourceExhausted: "RESOURCE_EXHAUSTED"
    case .failedPrecondition: "FAILED_PRECONDITION"
    case .aborted: "ABORTED"
    case .outOfRange: "OUT_OF_RANGE"
    case .unimplemented: "UNIMPLEMENTED"
    case .internal: "INTERNAL"
    case .unavailable: "UNAVAILABLE"
    case .dataLoss: "DATA_LOSS"
    case .unauthenticated: "UNAUTHENTICATED"
    }
  }
}
