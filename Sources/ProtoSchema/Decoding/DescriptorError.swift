/// Bytes that are no descriptor, or one that contradicts itself.
public struct DescriptorError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What is wrong, and in which declaration.
  public let description: String

  init(_ description: String) {
    self.description = description
  }
}
