/// Why a name or a value cannot be metadata.
public struct MetadataError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The offending name.
  public let name: String
  /// What is wrong and what is allowed.
  public let reason: String

  /// `metadata "name": reason`.
  public var description: String { "metadata \"\(name)\": \(reason)" }
}
