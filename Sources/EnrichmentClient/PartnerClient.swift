package import EnrichmentRPC
package import RPC

/// A partner's way to the enrichment service: a channel and a key.
package struct PartnerClient: Sendable {
  /// The typed stubs.
  package let service: EnrichmentServiceClient
  /// The channel the calls go over.
  package let channel: Channel
  private let key: String?

  /// A client over `channel`; `key` is shown by the calls that are made with `options`.
  package init(channel: Channel, key: String?) {
    self.channel = channel
    self.key = key
    service = EnrichmentServiceClient(channel: channel)
  }

  /// Options of one call: the key, and how long to wait for the end; nil waits without a bound.
  ///
  /// - Throws: `MetadataError` when the key cannot be a header.
  package func options(timeout: Duration? = .seconds(30)) throws(MetadataError) -> CallOptions {
    var metadata = Metadata()
    if let key { try metadata.set("Bearer \(key)", for: "authorization") }
    return CallOptions(timeout: timeout, metadata: metadata)
  }
}
