import ArgumentParser
import EnrichmentRPC
import EnrichmentSchema
import EnrichmentService
@preconcurrency import Glibc
import RPC
import Storage
import WireFormat

/// Which store a command works on.
struct StoreOptions: ParsableArguments {
  @Option(help: "The store, sqlite:PATH.")
  var store = StoreLocation.defaultText

  /// The store itself, for commands that need it alone: fails with exit code 75 while a server uses it.
  func open() async throws -> OpenedStore {
    try await OpenedStore(StoreLocation(store))
  }

  /// Does `work` on the store, or through the running server's admin socket when one has it open.
  func withAdmin<Answer>(
    direct: (AdminOperations) async throws -> Answer, server: (AdminServiceClient) async throws -> Answer
  ) async throws -> Answer {
    let location = try StoreLocation(store)
    do {
      let opened = try await OpenedStore(location)
      let answer = try await direct(AdminOperations(opened))
      await opened.close()
      return answer
    } catch StoreError.locked {
      let channel = try Channel(target: .unix(path: OpenedStore.socketPath(of: location)))
      return try await server(AdminServiceClient(channel: channel))
    }
  }
}

/// Reads `--as-of`, the cut-off of a release.
func cutOffTime(_ text: String) throws(ValidationError) -> CivilTime {
  guard let time = CivilTime(text, as: .rfc3339) else {
    throw ValidationError("--as-of \(text): expected RFC 3339 such as 2013-02-28T00:00:00Z")
  }
  return time
}

/// Says what went wrong on standard error, and ends the command with a code that means something.
func failing<Answer>(_ work: () async throws -> Answer) async throws -> Answer {
  do {
    return try await work()
  } catch let error as StoreError {
    throw failure("\(error)", code: error.exitCode)
  } catch let error as RPCError {
    throw failure("\(error.code): \(error.message)", code: error.code == .unavailable ? 69 : 1)
  } catch let code as ExitCode {
    throw code
  } catch let error as ValidationError {
    throw error
  } catch let error as OperatorError {
    throw failure("\(error)", code: error.exitCode)
  } catch {
    throw failure("\(error)", code: 65)
  }
}

/// Says `text` on standard error, and is the exit code to end with.
func failure(_ text: String, code: Int32) -> ExitCode {
  fputs("spots: \(text)\n", stderr)
  return ExitCode(code)
}
