import RPC
import Testing

@Suite("The standard interoperability cases", WithPeers(), .timeLimit(.minutes(5)))
struct InteropMatrixTests {
  @Test("pass between our client and server, and each with grpcio", arguments: InteropCase.allCases, Pair.allCases)
  func cell(row: InteropCase, pair: Pair) async throws {
    let peers = try #require(Peers.current)
    let outcome = await outcome(of: row, between: pair, peers)
    peers.matrix.record(outcome, row, pair)
    if case .failed(let why) = outcome { Issue.record("\(row.rawValue), \(pair.rawValue): \(why)") }
  }

  private func outcome(of row: InteropCase, between pair: Pair, _ peers: Peers) async -> Outcome {
    do {
      switch pair {
      case .oursToOurs:
        return .passed(note: try await row.run(against: Peer(port: peers.ours.port, seesCompression: true)))
      case .oursToGrpcio:
        return .passed(note: try await row.run(against: Peer(port: peers.grpcio.port, seesCompression: false)))
      case .grpcioToOurs: return try await peers.grpcioClient.value.outcome(of: row)
      }
    } catch {
      return .failed("\(error)")
    }
  }
}
