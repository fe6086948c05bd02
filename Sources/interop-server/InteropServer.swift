import ArgumentParser
import EventLoop
import Glibc
import RPC
import Terminal
import UnixSignals

/// Serves `grpc.testing.TestService`, so that gRPC clients of any language can judge this framework.
///
/// It is also the framework's worked example: `InteropService` has a method of every kind, `MetadataEcho` is an
/// interceptor, and this file puts them behind a listener.
@main
struct InteropServer: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "interop-server", abstract: "Serves grpc.testing.TestService over HTTP/2 and TLS.",
    discussion: """
      Prints one line `listening HOST:PORT` once it accepts. SIGTERM or SIGINT lets open calls finish, for ten seconds \
      at the most. It answers anybody: for tests, never for production.
      """)

  @Option(help: "HOST:PORT to listen on; port 0 picks a free one.")
  var listen = "127.0.0.1:10000"
  @Option(help: "PEM file of the server's certificate chain.")
  var cert: String
  @Option(help: "PEM file of its private key.")
  var key: String

  func run() async throws {
    DescriptorLimit.raise()
    let log = try LogOutput()
    log.takeAllMessages()
    let address: HostPort
    do { address = try HostPort(listen, ports: 0...65_535) } catch { throw ValidationError("--listen \(error)") }
    let server = try Self.server(at: .tls(host: address.host, port: address.port, certificate: cert, key: key))
    let signals = await UnixSignalsSequence(trapping: .sigterm, .sigint)
    for bound in try await server.start() { print("listening \(bound.endpoint)") }
    fflush(nil)
    for await _ in signals { break }
    await server.drain(within: .seconds(10))
    _ = await log.flush(within: .milliseconds(500))
  }

  /// The server, not started: the test service, and health and reflection for those who ask what there is.
  static func server(at listener: ServerConfiguration.Listener) throws(ServerConfigurationError) -> RPCServer {
    let test = InteropService()
    let health = HealthService()
    health.setStatus(service: test.serviceName, .serving)
    let services: [any RPCService] = [test, health]
    var configuration = ServerConfiguration(listeners: [listener], name: "interop")
    configuration.protocols = [.grpcWeb, .grpcJSON, .connect]
    return RPCServer(
      configuration: configuration,
      services: services + (try ReflectionService.describing(services)), interceptors: [MetadataEcho()])
  }
}
