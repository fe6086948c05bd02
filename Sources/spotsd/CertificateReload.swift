import EnrichmentService
import ServiceLifecycle
import UnixSignals

/// Reads the certificate again on SIGHUP; connections that are open keep theirs.
struct CertificateReload: Service {
  let server: EnrichmentServer

  func run() async throws {
    let signals = await UnixSignalsSequence(trapping: .sighup)
    for await _ in signals.cancelOnGracefulShutdown() { server.reloadCertificates() }
  }
}
