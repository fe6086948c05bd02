import RPC
import interop_server

/// Many calls in a row: the standard cases, with few rounds.
enum SoakCases {
  static let rounds = 30

  /// All on one channel.
  static func calls(_ client: TestServiceClient) async throws {
    for _ in 0..<rounds { try await UnaryCases.large(client) }
  }

  /// Each on a channel of its own.
  static func channels(_ peer: Peer) async throws {
    for _ in 0..<rounds { try await peer.withClient(UnaryCases.large) }
  }
}
