import Foundation

/// What a client in Python on grpcio has made of all cases against a server, in one run.
struct GrpcioClient: Sendable {
  private let output: String

  /// Runs the client against the server on the port.
  init(port: UInt16) async throws {
    let run = try await ProgramRun.run(
      Place.python(), ["-B", Place.script("interop_client"), "127.0.0.1:\(port)", Place.authority])
    output = run.output
  }

  /// The outcome of a case by the line it has printed.
  func outcome(of row: InteropCase) -> Outcome {
    let lines = output.split(separator: "\n").map { $0.split(separator: " ", maxSplits: 2).map(String.init) }
    guard let line = lines.first(where: { $0.first == row.rawValue }), line.count > 1 else {
      return .failed("the Python client says nothing of it: \(output)")
    }
    guard line[1] == "pass" else { return .failed(line.dropFirst(2).joined()) }
    return .passed(note: line.count > 2 && !line[2].isEmpty ? line[2] : nil)
  }
}
