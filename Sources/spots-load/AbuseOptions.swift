import ArgumentParser
import EventLoop
import LoadTesting
import RawHTTP2

/// Attacks instead of load.
struct AbuseOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Attack the server, which must be on this machine: one of \(names), or all. May be repeated.", valueName: "ATTACK"
    ))
  var abuse: [String] = []

  private static var names: String { Assault.all.map(\.name).joined(separator: ", ") }

  func validate() throws {
    _ = try assaults()
  }

  /// Tries the attacks one after the other and prints a line for each.
  /// - Throws: `ExitCode(1)` when the server does not withstand one of them.
  func run(_ target: TargetOptions) async throws {
    guard case .tcp(let host, let port) = try target.address(), host == "127.0.0.1" || host == "localhost" else {
      throw ValidationError("--abuse: only for a server on this machine, at 127.0.0.1 or localhost")
    }
    let run = AssaultRun(port: port, isSecure: !target.plaintext, target: try target.channelTarget())
    var isWithstood = true
    for assault in try assaults() {
      print("trying \(assault.name): \(assault.summary)")
      do {
        let outcome = try await run.run(assault)
        print(outcome.line)
        isWithstood = isWithstood && outcome.isWithstood
      } catch let failure as RawFailure {
        throw ValidationError("--endpoint \(target.endpoint): \(failure)")
      }
    }
    if !isWithstood { throw ExitCode(1) }
  }

  private func assaults() throws -> [Assault] {
    if abuse.contains("all") { return Assault.all }
    return try abuse.map { name in
      guard let assault = Assault.all.first(where: { $0.name == name }) else {
        throw ValidationError("--abuse \(name): expected one of \(Self.names), or all")
      }
      return assault
    }
  }
}
