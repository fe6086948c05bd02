/// A text that is no service config: where it is wrong, and what is allowed there.
public struct ServiceConfigError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The place in the text, such as `methodConfig[0].timeout`; empty for the whole.
  public let path: String
  /// What is wrong and what is allowed.
  public let reason: String

  /// `service config, PATH: REASON`.
  public var description: String { path.isEmpty ? "service config: \(reason)" : "service config, \(path): \(reason)" }
}
