import RPC

/// Sends two entries of a caller's metadata back, one before the replies and one after them.
struct MetadataEcho: ServerInterceptor {
  static let initialName = "x-grpc-test-echo-initial"
  static let trailingName = "x-grpc-test-echo-trailing-bin"

  func begin(_ context: ServerContext) throws(RPCError) {
    for entry in context.metadata.entries {
      switch entry.name {
      case Self.initialName: context.initialMetadata.append(entry)
      case Self.trailingName: context.trailingMetadata.append(entry)
      default: break
      }
    }
  }
}
