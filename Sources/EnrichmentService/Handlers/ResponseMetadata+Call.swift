import EnrichmentSchema
import EventLoop
import RPC
import Storage
import WireFormat

extension ResponseMetadata {
  /// What is said about one call.
  ///
  /// - Parameters:
  ///   - cache: where its answer came from; nil when it can come from no cache.
  ///   - now: when it is answered, in microseconds since 1970 UTC.
  init(_ context: ServerContext, cache: CacheState?, at now: Int64) {
    self.init()
    requestID = context.requestID
    processingTimeMs = Double((MonotonicTime.now() - context.started).wholeNanoseconds) / 1e6
    apiVersion = Self.version
    self.cache = cache?.rawValue ?? ""
    timestamp = GoogleProtobufTimestamp(microseconds: now)
  }

  /// Version of the interface.
  private static let version = "1.0.0-poc"
}
