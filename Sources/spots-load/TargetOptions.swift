import ArgumentParser
import EventLoop
@preconcurrency import Glibc
import LoadTesting
import RPC

/// Where the server is and how many connections there are.
struct TargetOptions: ParsableArguments {
  @Option(help: "HOST:PORT of the server, or unix:PATH.")
  var endpoint = "127.0.0.1:8443"
  @Option(help: "PEM file of the authorities to trust; \"system\" for those of the machine.")
  var ca = "certs/ca.pem"
  @Option(help: "PEM file of the client's own certificate and its chain, for a server that asks for one (mTLS).")
  var clientCert: String?
  @Option(help: "PEM file of that certificate's private key.")
  var clientKey: String?
  @Flag(help: "HTTP/2 without TLS (h2c).")
  var plaintext = false
  @Option(help: "Connections, 1 to 10,000.")
  var connections = 1
  @Flag(help: "A new connection for each call, its handshake included in the latency: a connect storm.")
  var reconnect = false
  @Option(help: "Threads that make calls, 1 to 64; each has its own connections.")
  var loops = 1
  @Option(help: ArgumentHelp("Metadata of each call; may be repeated.", valueName: "NAME:VALUE"))
  var metadata: [String] = []
  @Option(help: "Deadline of each call: 500ms, 10s or 2m.")
  var timeout = "30s"

  func validate() throws {
    try Bounds.check("--connections", connections, in: 1...10_000)
    try Bounds.check("--loops", loops, in: 1...64)
    guard (clientCert == nil) == (clientKey == nil) else {
      throw ValidationError("--client-cert and --client-key: give both or neither")
    }
    if plaintext, clientCert != nil { throw ValidationError("--client-cert: not with --plaintext") }
    _ = try (options(), address())
  }

  /// Options of each call: deadline, metadata, and the key of the environment if there is one.
  func options() throws -> CallOptions {
    var fields = Metadata()
    if let key = getenv("SPOTS_KEY").map({ String(cString: $0) }), !key.isEmpty {
      try fields.set("Bearer \(key)", for: "authorization")
    }
    for pair in metadata {
      guard let colon = pair.firstIndex(of: ":") else {
        throw ValidationError("--metadata \(pair): expected NAME:VALUE")
      }
      do { try fields.add(String(pair[pair.index(after: colon)...]), for: String(pair[..<colon]).lowercased()) } catch {
        throw ValidationError("--metadata \(pair): \(error)")
      }
    }
    return CallOptions(timeout: try Bounds.duration("--timeout", timeout), metadata: fields)
  }

  /// Says on standard error what to do about a server that asks for a key, where calls show none.
  func adviseOnKey() {
    let shown = (try? options())?.metadata.entries.map(\.name) ?? []
    guard !shown.contains("authorization"), !shown.contains("x-api-key") else { return }
    fputs(
      "spots-load: the server asks for a key: set SPOTS_KEY, or give it as --metadata authorization:\"Bearer KEY\"\n",
      stderr)
  }

  /// What channels connect to.
  func channelTarget() throws -> ChannelTarget {
    let tls = ClientTLS(ca: ca == "system" ? nil : ca, certificateChain: clientCert, privateKey: clientKey)
    return ChannelTarget(try address(), security: plaintext ? .plaintext : .tls(tls))
  }

  /// Where the server is.
  func address() throws(ValidationError) -> Endpoint {
    do { return try Endpoint(endpoint) } catch { throw ValidationError("--endpoint \(error), or unix:PATH") }
  }

  /// The lanes with their connections, at least one each.
  func lanes(seed: UInt64) throws -> [Lane] {
    let target = try channelTarget()
    var configuration = ChannelConfiguration()
    // A channel is one connection: calls over the server's limit of streams wait.
    configuration.limits.maxConnectionsPerAddress = 1
    let exact = configuration
    let count = min(loops, connections)
    return try (0..<count).map { index in
      let loop = try EventLoop.spawn(name: "load-\(index)")
      let share = connections / count + (index < connections % count ? 1 : 0)
      let channels = try (0..<share).map { _ in try Channel(target: target, configuration: exact, loop: loop) }
      return Lane(loop: loop, channels: channels, random: SeededRandom(seed: seed, stream: UInt64(index)))
    }
  }
}
