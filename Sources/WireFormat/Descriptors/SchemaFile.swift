/// A schema file as generated code carries it, for gRPC reflection and other readers of descriptors.
public struct SchemaFile: Sendable, Hashable {
  /// The path it is imported by: `google/rpc/status.proto`.
  public let name: String
  /// The paths of the files it imports, in written order.
  public let dependencies: [String]
  /// The file as a `google.protobuf.FileDescriptorProto` in its binary form, without comments.
  public let descriptor: [UInt8]

  /// A schema file of a literal that generated code writes.
  /// - Parameters:
  ///   - name: the path it is imported by.
  ///   - dependencies: the paths of its imports.
  ///   - scalars: the descriptor's bytes, one Unicode scalar (U+0000 to U+00FF) for each.
  public init(name: String, dependencies: [String] = [], scalars: String) {
    self.name = name
    self.dependencies = dependencies
    descriptor = scalars.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }
  }
}
