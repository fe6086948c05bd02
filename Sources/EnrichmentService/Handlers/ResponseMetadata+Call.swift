import EnrichmentSchema
import EventLoop
import RPC
import WireFormat

extension ResponseMetadata {
  /// What is said about one call that is answered at `now`, in microseconds since 1970 UTC.
  ///
  /// - Parameter inputs: Paths of what its request said without changing anything.
  init(_ context: ServerContext, at now: Int64, ignoring inputs: [String] = []) {
    self.init()
    ignoredInputs = inputs
    requestID = context.requestID
    processingTimeMs = Double((MonotonicTime.now() - context.started).wholeNanoseconds) / 1e6
    apiVersion = Self.version
    timestamp = GoogleProtobufTimestamp(microseconds: now)
  }

  /// Version of the interface.
  static let version = "1.0.0-poc"
}
