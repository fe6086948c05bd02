import CoreMetrics
import Glibc
import RPC
import WireFormat

/// The service on our framework, with everything a real server has switched on: access, metering, metrics, deadlines and
/// all limits. `ours PORT CERT KEY REPLY [LOOPS [synchronous]]` serves what the file REPLY holds until its input ends.
@main
struct Ours {
  /// The key of the one partner, which every load generator shows.
  static let key = "spots_prod_bench_0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef00000000"

  static func main() throws {
    let arguments = CommandLine.arguments
    guard arguments.count >= 5, let port = UInt16(arguments[1]) else {
      refuse("expected PORT CERT KEY REPLY [LOOPS [synchronous]]")
    }
    let loops = arguments.count > 5 ? Int(arguments[5]) ?? 1 : 1
    let reply = try ProfileReply(serializedBytes: try contents(of: arguments[4]))
    let listener = ServerConfiguration.Listener.tls(
      host: "127.0.0.1", port: port, certificate: arguments[2], key: arguments[3])
    let server = RPCServer(
      configuration: ServerConfiguration(listeners: [listener], loops: loops, name: "bench"),
      services: [BenchHandlers(reply: reply, isSynchronous: arguments.last == "synchronous")],
      interceptors: [MetricsInterceptor(factory: MemoryMetrics()), Access(keys: [key]), Metering()])
    // No task waits for input: its thread is not the runtime's to block.
    Task.detached {
      do { _ = try await server.start() } catch { refuse("\(error)") }
    }
    while readLine() != nil {}
    server.stop()
  }

  private static func contents(of path: String) throws -> [UInt8] {
    guard let file = fopen(path, "rb") else { refuse("cannot open \(path)") }
    defer { fclose(file) }
    var bytes = [UInt8](repeating: 0, count: 1 << 20)
    let count = fread(&bytes, 1, bytes.count, file)
    return Array(bytes[..<count])
  }

  private static func refuse(_ why: String) -> Never {
    print("ours: \(why)")
    exit(64)
  }
}
