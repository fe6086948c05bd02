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
import Terminal
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
    } catch let locked as StoreError {
      guard case .locked = locked else { throw locked }
      return try await throughServer(of: location, or: locked, server)
    }
  }

  /// Calls the server that has the store open.
  ///
  /// - Throws: `locked` where what holds the store is no server; else what the server answers, as the exit code that
  ///   the same refusal has without a server.
  private func throughServer<Answer>(
    of location: StoreLocation, or locked: StoreError, _ call: (AdminServiceClient) async throws -> Answer
  ) async throws -> Answer {
    let path = OpenedStore.socketPath(of: location)
    guard access(path, F_OK) == 0 else { throw locked }
    do {
      return try await call(AdminServiceClient(channel: Channel(target: .unix(path: path))))
    } catch let error as RPCError {
      throw failure(error.message, code: Self.exitCode(of: error.code))
    }
  }

  private static func exitCode(of status: StatusCode) -> Int32 {
    switch status {
    case .invalidArgument: 64
    case .notFound: 65
    case .failedPrecondition: 69
    case .unavailable, .aborted, .resourceExhausted, .deadlineExceeded: 75
    default: 1
    }
  }
}

/// Reads `--as-of`, the cut-off of a release.
func cutOffTime(_ text: String) throws(ValidationError) -> CivilTime {
  guard let time = CivilTime(text, as: .iso8601) else {
    throw ValidationError("--as-of \(text): allowed are \(CivilTime.iso8601Forms)")
  }
  let now = wallClock.now
  guard time.microseconds <= now else {
    throw ValidationError("--as-of \(text): is to come; allowed are times up to \(CivilTime(microseconds: now))")
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
  } catch let error as ResultFile.Unusable {
    throw failure("\(error)", code: 74)
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
  /// - Throws: `ValidationError` for an address that is none, and where there is no key.
  func client() throws -> PartnerClient {
    do {
      let target = ChannelTarget(try Endpoint(endpoint), security: .tls(ClientTLS(ca: ca)))
      let shown = try shownKey()
      return PartnerClient(channel: try Channel(target: target), key: shown)
    } catch let error as MalformedEndpoint {
      throw ValidationError("--endpoint \(error), or unix:PATH")
    }
  }
  private func shownKey() throws(ValidationError) -> String {
    let shown = (key ?? getenv("SPOTS_KEY").map { String(cString: $0) } ?? "").trimmed
    guard !shown.isEmpty else {
      throw ValidationError(
        "no partner key: set SPOTS_KEY, or give --key; `spots keys create --partner NAME` makes one")
    }
    guard shown.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
      throw ValidationError("the partner key holds blanks or letters that no key has; it begins with spots_")
    }
    return shown
  }
}

extension String {
  /// Without blanks and line ends around it, as a file may have them.
  fileprivate var trimmed: String {
    guard let first = firstIndex(where: { !$0.isWhitespace }), let last = lastIndex(where: { !$0.isWhitespace }) else {
      return ""
    }
    return String(self[first...last])
  }
}
