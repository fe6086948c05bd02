/// The standard interoperability cases, by the names all gRPC implementations use.
enum InteropCase: String, CaseIterable, Sendable {
  case emptyUnary = "empty_unary"
  case largeUnary = "large_unary"
  case clientCompressedUnary = "client_compressed_unary"
  case serverCompressedUnary = "server_compressed_unary"
  case clientStreaming = "client_streaming"
  case clientCompressedStreaming = "client_compressed_streaming"
  case serverStreaming = "server_streaming"
  case serverCompressedStreaming = "server_compressed_streaming"
  case pingPong = "ping_pong"
  case emptyStream = "empty_stream"
  case customMetadata = "custom_metadata"
  case statusCodeAndMessage = "status_code_and_message"
  case specialStatusMessage = "special_status_message"
  case unimplementedMethod = "unimplemented_method"
  case unimplementedService = "unimplemented_service"
  case cancelAfterBegin = "cancel_after_begin"
  case cancelAfterFirstResponse = "cancel_after_first_response"
  case timeoutOnSleepingServer = "timeout_on_sleeping_server"
  case rpcSoak = "rpc_soak"
  case channelSoak = "channel_soak"

  /// Runs the case with our client against a server.
  /// - Returns: a note when a part of the case cannot be expressed with this server.
  /// - Throws: why the case failed.
  func run(against peer: Peer) async throws -> String? {
    switch self {
    case .emptyUnary: try await peer.withClient(UnaryCases.empty)
    case .largeUnary: try await peer.withClient(UnaryCases.large)
    case .clientCompressedUnary:
      return try await peer.withClient { try await CompressionCases.clientUnary($0, peer) }
    case .serverCompressedUnary: try await peer.withClient(CompressionCases.serverUnary)
    case .clientStreaming: try await peer.withClient(StreamingCases.client)
    case .clientCompressedStreaming:
      return try await peer.withClient { try await CompressionCases.clientStreaming($0, peer) }
    case .serverStreaming: try await peer.withClient(StreamingCases.server)
    case .serverCompressedStreaming: try await peer.withClient(CompressionCases.serverStreaming)
    case .pingPong: try await peer.withClient(StreamingCases.pingPong)
    case .emptyStream: try await peer.withClient(StreamingCases.empty)
    case .customMetadata: try await peer.withClient(UnaryCases.customMetadata)
    case .statusCodeAndMessage: try await peer.withClient(StatusCases.codeAndMessage)
    case .specialStatusMessage: try await peer.withClient(StatusCases.specialMessage)
    case .unimplementedMethod: try await peer.withClient(StatusCases.unimplementedMethod)
    case .unimplementedService: try await peer.withClient(StatusCases.unimplementedService)
    case .cancelAfterBegin: try await peer.withClient(CancellationCases.afterBegin)
    case .cancelAfterFirstResponse: try await peer.withClient(CancellationCases.afterFirstResponse)
    case .timeoutOnSleepingServer: try await peer.withClient(CancellationCases.timeout)
    case .rpcSoak: try await peer.withClient(SoakCases.calls)
    case .channelSoak: try await SoakCases.channels(peer)
    }
    return nil
  }
}

/// Why a case failed.
struct CaseFailure: Error, CustomStringConvertible {
  let description: String
}

/// Fails the case unless both are equal.
func expect<T: Equatable>(_ what: String, _ found: T, is wanted: T) throws {
  guard found != wanted else { return }
  throw CaseFailure(description: "\(what) is \(found), expected \(wanted)")
}
