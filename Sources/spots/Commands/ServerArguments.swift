import ArgumentParser
import EnrichmentClient
import EventLoop
import Glibc
import RPC

/// Which server a command calls, and as whom.
struct ServerArguments: ParsableArguments {
  @Option(help: "HOST:PORT of the server, or unix:PATH.")
  var endpoint = "127.0.0.1:8443"
  @Option(help: "PEM file of the authorities to trust.")
  var ca = "certs/ca.pem"
  @Option(help: ArgumentHelp("Partner key.", discussion: "Better in the environment variable SPOTS_KEY."))
  var key: String?

  /// The key that calls are made with: `--key`, or that of the environment; nil where neither holds one.
  var effectiveKey: String? {
    let known = key ?? getenv("SPOTS_KEY").map { String(cString: $0) }
    return known?.isEmpty == true ? nil : known
  }

  /// A client; the channel connects at the first call.
  func client() throws -> PartnerClient {
    do {
      let target = ChannelTarget(try Endpoint(endpoint), security: .tls(ClientTLS(ca: ca)))
      return PartnerClient(channel: try Channel(target: target), key: effectiveKey)
    } catch let error as MalformedEndpoint {
      throw ValidationError("--endpoint \(error), or unix:PATH")
    }
  }
}
