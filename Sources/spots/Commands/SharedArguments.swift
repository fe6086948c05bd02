import ArgumentParser
import EnrichmentClient
import EnrichmentRPC
import EnrichmentSchema
import EnrichmentService
import EventLoop
@preconcurrency import Glibc
import Operations
import Population
import RPC
import Storage
import StorageSQLite
import WireFormat

/// The time of this machine.
let wallClock = TimeSource {
  var time = timespec()
  clock_gettime(CLOCK_REALTIME, &time)
  return Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1_000
}

/// Which store a command works on.
struct StoreArguments: ParsableArguments {
  @Option(help: "The store, sqlite:PATH.")
  var store = StoreLocation.defaultText

  /// Does `work` on the store itself and closes it: fails with exit code 75 while a server uses it.
  ///
  /// - Parameter creates: whether a missing store is made; only commands that fill one do.
  func withStore<Answer>(
    creates: Bool = false, _ work: (OpenedStore) async throws -> Answer
  ) async throws -> Answer {
    let opened = try await OpenedStore(StoreLocation(store), engine: .sqlite, creates: creates, clock: wallClock)
    do {
      let answer = try await work(opened)
      await opened.close()
      return answer
    } catch {
      await opened.close()
      throw error
    }
  }

  /// Does `work` on the store, or through the running server's admin socket when one has it open.
  func withAdmin<Answer>(
    direct: (AdminOperations) async throws -> Answer, server: (AdminServiceClient) async throws -> Answer
  ) async throws -> Answer {
    let location = try StoreLocation(store)
    do {
      return try await withStore {
        try await direct(AdminOperations($0, epochs: EpochJob(store: $0.store), clock: wallClock))
      }
    } catch StoreError.locked {
      let channel = try Channel(target: .unix(path: OpenedStore.socketPath(of: location.followingLinks())))
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
  } catch let error as OpenedStore.Missing {
    throw failure("\(error)", code: 78)
  } catch {
    throw failure("\(error)", code: 65)
  }
}

/// Says `text` on standard error, and is the exit code to end with.
func failure(_ text: String, code: Int32) -> ExitCode {
  fputs("spots: \(text)\n", stderr)
  return ExitCode(code)
}

/// Which server a command calls, and as whom.
struct ServerArguments: ParsableArguments {
  @Option(help: "HOST:PORT of the server.")
  var endpoint = "127.0.0.1:8443"
  @Option(help: "PEM file of the authorities to trust.")
  var ca = "certs/ca.pem"
  @Option(help: ArgumentHelp("Partner key.", discussion: "Better in the environment variable SPOTS_KEY."))
  var key: String?

  /// A client; the channel connects at the first call.
  func client() throws -> PartnerClient {
    do {
      let target = ChannelTarget(try Endpoint(endpoint), security: .tls(ClientTLS(ca: ca)))
      let shown = key ?? getenv("SPOTS_KEY").map { String(cString: $0) }
      return PartnerClient(channel: try Channel(target: target), key: shown)
    } catch let error as MalformedEndpoint {
      throw ValidationError("--endpoint \(error), or unix:PATH")
    }
  }
}
