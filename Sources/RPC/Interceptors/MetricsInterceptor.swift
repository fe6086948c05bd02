public import CoreMetrics
internal import Metrics
internal import Synchronization

/// Emits the server metrics of gRFC A66 through swift-metrics: `grpc.server.call.started`, and per method and status
/// `grpc.server.call.duration` (seconds) and the bytes of messages sent and received per call. A method no service has
/// is called `other`, so that callers cannot make labels up.
public final class MetricsInterceptor: ServerInterceptor {
  private struct Ended: Hashable {
    let method: String
    let status: StatusCode
  }

  private struct EndedMetrics: Sendable {
    let duration: Recorder
    let sent: Recorder
    let received: Recorder
  }

  private let started = Mutex<[String: Counter]>([:])
  private let ended = Mutex<[Ended: EndedMetrics]>([:])

  private let factory: any MetricsFactory

  /// An interceptor that emits to the given metrics system, or to the one the program has set up.
  public init(factory: any MetricsFactory = MetricsSystem.factory) {
    self.factory = factory
  }

  /// Counts the call.
  public func begin(_ context: ServerContext) throws(RPCError) {
    let method = Self.label(context.method)
    let counter = started.withLock { counters in
      if let counter = counters[method] { return counter }
      let counter = Counter(
        label: "grpc.server.call.started", dimensions: [("grpc.method", method)], factory: factory)
      counters[method] = counter
      return counter
    }
    counter.increment()
  }

  /// Records how long the call took and what it moved.
  public func finish(_ context: ServerContext, _ outcome: CallOutcome) {
    let key = Ended(method: Self.label(context.method), status: outcome.status.code)
    let metrics = ended.withLock { known in
      if let metrics = known[key] { return metrics }
      let metrics = makeMetrics(key)
      known[key] = metrics
      return metrics
    }
    metrics.duration.record(Double(outcome.durationNanoseconds) / 1e9)
    metrics.sent.record(outcome.replyBytes)
    metrics.received.record(outcome.requestBytes)
  }

  private static func label(_ method: MethodDescriptor) -> String {
    method.kind == .unknown ? "other" : "\(method.service)/\(method.name)"
  }

  private func makeMetrics(_ key: Ended) -> EndedMetrics {
    let dimensions = [("grpc.method", key.method), ("grpc.status", "\(key.status)")]
    return EndedMetrics(
      duration: Recorder(label: "grpc.server.call.duration", dimensions: dimensions, factory: factory),
      sent: Recorder(
        label: "grpc.server.call.sent_total_compressed_message_size", dimensions: dimensions, factory: factory),
      received: Recorder(
        label: "grpc.server.call.rcvd_total_compressed_message_size", dimensions: dimensions, factory: factory))
  }
}
