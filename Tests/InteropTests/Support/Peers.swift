import Foundation
import RPC
import Testing
import interop_server

/// The servers of the test service, each a process of its own, and what came of the calls to them.
struct Peers: Sendable {
  /// Those of the suite that runs.
  @TaskLocal static var current: Peers?

  /// `interop-server`.
  let ours: ServingProgram
  /// A server in Python on grpcio.
  let grpcio: ServingProgram
  /// What a client in Python on grpcio makes of all cases against our server.
  let grpcioClient: Task<GrpcioClient, any Error>
  /// What came of it all.
  let matrix = InteropMatrix()

  /// Starts both servers.
  init() async throws {
    let ours = try await ServingProgram.interopServer()
    self.ours = ours
    grpcio = try await ServingProgram(
      Place.python(), ["-B", Place.script("interop_server"), Place.certificate, Place.key])
    grpcioClient = Task { try await GrpcioClient(port: ours.port) }
  }
}

/// Has both servers running around the tests of a suite and prints the matrix after them.
struct WithPeers: SuiteTrait, TestScoping {
  func provideScope(
    for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
  ) async throws {
    let peers = try await Peers()
    try await Peers.$current.withValue(peers) { try await function() }
    print(peers.matrix.table)
    // Python inherits a mask that keeps milder signals from it.
    _ = try await peers.grpcio.stop(with: SIGKILL)
    #expect(try await peers.ours.stop(with: SIGTERM) == 0, "interop-server ends well when it is asked to")
  }
}

/// A server as a case sees it.
struct Peer: Sendable {
  /// Calls go here.
  let target: ChannelTarget
  /// Whether the server can tell whether a request came compressed.
  let seesCompression: Bool

  init(port: UInt16, seesCompression: Bool) {
    target = .tls(host: "localhost", port: port, ca: Place.authority)
    self.seesCompression = seesCompression
  }

  /// Runs the body with a client on a channel of its own.
  func withClient<R>(_ body: (TestServiceClient) async throws -> R) async throws -> R {
    let channel = try Channel(target: target)
    defer { channel.close() }
    return try await body(TestServiceClient(channel: channel))
  }
}
