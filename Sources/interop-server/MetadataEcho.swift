import RPC

/// Sends two entries of a caller's metadata back, one before the replies and one after them.
struct MetadataEcho: ServerInterceptor {
  static let initialName = "x-grpc-test-echo-initial"
  static let trailingName = "x-grpc-test-echo-trailing-bin"

  func begin(_ context: ServerContext) throws(RPCError) {
    do throws(MetadataError) {
      for text in context.metadata.texts(for: Self.initialName) {
        try context.initialMetadata.add(text, for: Self.initialName)
      }
      for bytes in context.metadata.binaries(for: Self.trailingName) {
        try context.trailingMetadata.add(binary: bytes, for: Self.trailingName)
      }
    } catch {
      throw .invalidArgument("\(error)")
    }
  }
}
