import ArgumentParser
import EnrichmentService
import EventLoop
@preconcurrency import Glibc
import Operations
import Population
import ServiceLifecycle
import Storage
import StorageSQLite
import SwiftOverlayShims
import Terminal
import UnixSignals
import WireFormat

@main
struct Spotsd: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "spotsd", abstract: "Serves SPOTS Enrichment: gRPC over HTTP/2 and TLS.",
    discussion: """
      Prints one line `listening HOST:PORT` on standard output once it accepts; logs go to standard error. \
      SIGTERM or SIGINT drains: no new calls, open ones finish or end with UNAVAILABLE at the bound. \
      Exit codes: 0 drained, 64 bad arguments, 74 input or output failed, 75 store in use, 78 bad set-up.
      """)

  @Option(help: "HOST:PORT to listen on; port 0 picks a free one.")
  var listen = "127.0.0.1:8443"
  @Option(help: "PEM file of the server's certificate chain.")
  var cert: String
  @Option(help: "PEM file of its private key, for its owner alone: mode 600.")
  var key: String
  @Option(help: "The store, sqlite:PATH.")
  var store = StoreLocation.defaultText
  @Option(help: "Event loops, 1 to 64; by default one for each core.")
  var loops: Int?
  @Option(help: "Accept keys of this environment only: poc, prod, or test, the sandbox.")
  var env: String?
  @Option(help: "How long a stop may take after SIGTERM: 500ms, 10s or 1m; open calls have four fifths of it.")
  var drain = "10s"
  @Option(help: "Releases drawn by the clock: default (every 23 hours, for live regions) or off.")
  var releaseSchedule = StandingWork.ReleaseSchedule.default
  @Option(
    help: ArgumentHelp(
      "A directory that keeps a copy of the privacy ledger's anchor, such as one on another disk; can be given again.",
      valueName: "dir"))
  var anchor: [String] = []
  @Option(
    help: ArgumentHelp(
      "An origin whose pages may call, such as https://shop.example; can be given again. By default no page may.",
      valueName: "origin"))
  var allowOrigin: [String] = []
  @Flag(help: "Tell holders of a key the schema by gRPC reflection, as grpcurl asks for it.")
  var reflection = false

  static func main() async {
    EarlySignals.keep()
    DescriptorLimit.raise()
    await main(nil)
  }

  func validate() throws {
    if let loops, !(1...64).contains(loops) { throw ValidationError("--loops \(loops): allowed are 1 to 64") }
    if let env, !APIKey.environments.contains(env) {
      throw ValidationError("--env \(env): allowed are \(APIKey.environments.joined(separator: ", "))")
    }
    _ = try listenAddress()
    _ = try drainBound()
    _ = try origins()
  }

  func run() async throws {
    let (address, bound) = try (listenAddress(), drainBound())
    do {
      let limits = ServiceLimits()
      let log = try LogOutput(bound: limits.logBytes)
      log.takeAllMessages(hiding: KeyText.hidingWords)
      let clock = TimeSource(Self.wallTime)
      let opened = try await OpenedStore(
        StoreLocation(store), engine: .sqlite, limits: limits.store, anchors: anchor, clock: clock)
      do {
        try await serve(opened, log, limits, clock: clock, at: address, drain: bound)
      } catch {
        await opened.close()
        throw error
      }
      await Task { await opened.close() }.finishes(within: .milliseconds(500))
      _ = await log.flush(within: .milliseconds(500))
    } catch let error as StoreError {
      throw failure("\(error)", code: error.exitCode)
    } catch let error as ExitCode {
      throw error
    } catch {
      throw failure("\(error)", code: 78)
    }
  }

  private func listenAddress() throws(ValidationError) -> HostPort {
    do { return try HostPort(listen, ports: 0...65_535) } catch { throw ValidationError("--listen \(error)") }
  }

  private func drainBound() throws(ValidationError) -> Duration {
    do { return try Duration(text: drain, in: .zero ... .seconds(86_400)) } catch {
      throw ValidationError("--drain \(error)")
    }
  }

  private func origins() throws(ValidationError) -> [WebOrigin] {
    do {
      return try allowOrigin.map { (text) throws(WebOrigin.Unusable) in try WebOrigin(text) }
    } catch {
      throw ValidationError("--allow-origin \(error)")
    }
  }

  private static func wallTime() -> Int64 {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1_000
  }

  private func serve(
    _ opened: OpenedStore, _ log: LogOutput, _ limits: ServiceLimits, clock: TimeSource, at address: HostPort,
    drain bound: Duration
  ) async throws {
    guard !EarlySignals.haveCome else { return }
    let server = try await EnrichmentServer(
      opened, clock: clock, log: log,
      settings: .init(
        host: address.host, port: address.port, certificate: cert, key: key,
        loops: loops ?? Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))), environment: env, drainBound: bound,
        reflection: reflection, releases: releaseSchedule, origins: origins(), limits: limits)
    ) { address in
      print("listening \(address)")
      fflush(stdout)
      EarlySignals.passOn()
    }
    guard !EarlySignals.haveCome else { return }
    // The signals are taken over before the server listens, so that one that comes at once drains it too.
    let group = ServiceGroup(
      configuration: .init(
        services: [
          .init(service: server),
          .init(service: CertificateReload(server: server), successTerminationBehavior: .ignore),
        ], gracefulShutdownSignals: [.sigterm, .sigint], logger: server.logger))
    try await group.run()
  }

  private func failure(_ text: String, code: Int32) -> ExitCode {
    fputs("spotsd: \(text)\n", stderr)
    return ExitCode(code)
  }
}

/// The last signal to stop that came before anybody waited for one; 0 for none. A handler may touch nothing else.
nonisolated(unsafe) private var earlySignal: Int32 = 0

/// Signals that come while a server is being put together: without a handler they would end the process on the spot.
enum EarlySignals {
  /// Keeps signals to stop, and takes no notice of SIGHUP, until the server waits for them.
  static func keep() {
    for number in [SIGTERM, SIGINT] { signal(number) { earlySignal = $0 } }
    signal(SIGHUP, SIG_IGN)
  }

  /// Whether the process has been asked to stop.
  static var haveCome: Bool { earlySignal != 0 }

  /// Sends a signal that was kept once more, to those who wait by now.
  static func passOn() { if haveCome { kill(getpid(), earlySignal) } }
}

/// Reads the certificate again on SIGHUP; connections that are open keep theirs.
struct CertificateReload: Service {
  let server: EnrichmentServer

  func run() async throws {
    let signals = await UnixSignalsSequence(trapping: .sighup)
    for await _ in signals.cancelOnGracefulShutdown() { server.reloadCertificates() }
  }
}

extension StandingWork.ReleaseSchedule: ExpressibleByArgument {}
