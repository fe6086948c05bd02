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

  /// A client; the channel connects at the first call.
  /// - Throws: `ValidationError` for an address that is none, and where there is no key.
  func client() throws -> PartnerClient {
    let (target, key) = (try target(), try shownKey())
    return PartnerClient(channel: try Channel(target: target), key: key)
  }

  /// A client with another key than the partner's; nil without one.
  func client(key other: String?) throws -> PartnerClient? {
    guard let other = other?.trimmed, !other.isEmpty else { return nil }
    return PartnerClient(channel: try Channel(target: target()), key: other)
  }

  /// The partner that the key is made for, as its text says.
  func partnerName() throws(ValidationError) -> String {
    let parts = try shownKey().split(separator: "_")
    guard parts.count == 4 else { throw ValidationError("the partner key has not the form of one") }
    return String(parts[2])
  }

  /// Where the server is; said before the key is looked for, so that a mistyped address is not hidden by a missing key.
  private func target() throws -> ChannelTarget {
    do {
      return ChannelTarget(try Endpoint(endpoint), security: .tls(ClientTLS(ca: ca)))
    } catch {
      throw ValidationError("--endpoint \(error), or unix:PATH")
    }
  }

  /// The key that calls are made with: `--key`, or that of the environment.
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
