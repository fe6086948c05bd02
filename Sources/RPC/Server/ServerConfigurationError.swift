/// Why a server cannot be started as it is configured.
public struct ServerConfigurationError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What is wrong and what is allowed.
  public let reason: String

  /// The reason.
  public var description: String { reason }
}
