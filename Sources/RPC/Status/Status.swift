public import WireFormat

/// How a call ended, as the caller sees it.
public struct Status: Sendable, Hashable {
  /// The outcome.
  public var code: StatusCode
  /// What happened, for a developer to read; any text, empty for most successes.
  public var message: String
  /// Machine-readable details, each a message packed with its type; empty unless `code` is an error.
  public var details: [GoogleProtobufAny]

  /// A status with the given parts.
  public init(code: StatusCode, message: String = "", details: [GoogleProtobufAny] = []) {
    self.code = code
    self.message = message
    self.details = details
  }

  /// Success.
  public static let ok = Status(code: .ok)
}
