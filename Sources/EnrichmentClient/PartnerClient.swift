package import EnrichmentRPC
internal import EventLoop
public import RPC

/// A partner's way to the enrichment service: a channel, a key, and the answers that are kept.
///
/// Calls are tried again while the service is unavailable: after what the server says (`google.rpc.RetryInfo`), else with
/// growing waits, as often as the configuration says and within a budget that all calls share, so that a server in trouble
/// is not asked all the more. A call that a limit refuses waits as long as the server says, if there is time. Cancelling
/// the task cancels the call. A copy is the same client.
public struct PartnerClient: Sendable {
  /// How long a call may take that says nothing else.
  public static let usualTimeout = Duration.seconds(30)

  /// The typed stubs.
  package let service: EnrichmentServiceClient
  /// The channel the calls go over.
  package let channel: Channel
  let cache: AnswerCache
  private let key: String?

  /// A client of the server at an endpoint, over TLS. It connects when the first call is made.
  ///
  /// - Parameters:
  ///   - endpoint: `HOST:PORT`, or any target that `ChannelTarget` reads.
  ///   - key: The partner's key; it is sent over TLS only.
  ///   - ca: PEM file of the authorities that are trusted; nil for those that the system trusts.
  ///   - configuration: How calls are made and what is kept.
  /// - Throws: INVALID_ARGUMENT for a target that cannot be read and a key that cannot be sent.
  public init(
    endpoint: String, key: String, ca: String? = nil, configuration: PartnerConfiguration = PartnerConfiguration()
  ) throws(RPCError) {
    let target = try ChannelTarget(endpoint, security: .tls(ClientTLS(ca: ca)))
    try self.init(channel: Channel(target: target, configuration: configuration.channel), key: key, configuration)
  }

  /// A client over a channel, such as one without TLS within a machine. Its service config is the channel's own.
  /// - Throws: INVALID_ARGUMENT for a key that cannot be sent.
  public init(
    channel: Channel, key: String?, _ configuration: PartnerConfiguration = PartnerConfiguration()
  ) throws(RPCError) {
    self.init(channel: channel, key: key, cache: AnswerCache(configuration.cache, now: configuration.now))
    do { _ = try options() } catch {
      // Which character it is would tell of the key.
      throw .invalidArgument("the key has characters that no header has; allowed: the key as it was issued")
    }
  }

  /// A client over `channel` that keeps no answers; `key` is shown by the calls that are made with `options`.
  package init(channel: Channel, key: String?) {
    self.init(channel: channel, key: key, cache: AnswerCache(.none, now: MonotonicTime.now))
  }

  private init(channel: Channel, key: String?, cache: AnswerCache) {
    (self.channel, self.key, self.cache) = (channel, key, cache)
    service = EnrichmentServiceClient(channel: channel)
  }

  /// Options of one call: the key, and how long to wait for the end; nil waits without a bound.
  ///
  /// - Throws: `MetadataError` when the key cannot be a header.
  package func options(timeout: Duration? = usualTimeout) throws(MetadataError) -> CallOptions {
    var metadata = Metadata()
    if let key { try metadata.set("Bearer \(key)", for: "authorization") }
    return CallOptions(timeout: timeout, metadata: metadata)
  }

  /// The same for calls whose errors are those of RPC; a key that cannot be sent was refused at the start.
  func callOptions(_ timeout: Duration?) throws(RPCError) -> CallOptions {
    do { return try options(timeout: timeout) } catch { throw .invalidArgument("\(error)") }
  }
}
