public import CoreMetrics
public import EventLoop
internal import Metrics

/// Emits the server metrics of gRFC A66 through swift-metrics: `grpc.server.call.started`, and per method and status
/// `grpc.server.call.duration` (seconds) and the compressed bytes of messages sent and received per call. A method no
/// service has is called `other`, so that callers cannot make labels up.
///
/// Where the program has set up no metrics system before the server starts, it does nothing at all.
public final class MetricsInterceptor: CallObserver {
  private let factory: (any MetricsFactory)?

  /// An interceptor that emits to the given metrics system, or to the one the program has set up.
  public init(factory: (any MetricsFactory)? = nil) {
    self.factory = factory
  }

  /// What emits the metrics of one loop.
  public func instance(for loop: EventLoop) -> (any ServerInterceptor)? {
    let factory = factory ?? MetricsSystem.factory
    return factory is NOOPMetricsHandler ? nil : LoopMetrics(factory: factory)
  }
}

/// The metrics of one loop's calls; confined to it, so that finding a metric takes no lock. It calls their handlers
/// directly: what stands before them is generic, and for each value as expensive as the handler.
private final class LoopMetrics: CallObserver, @unchecked Sendable {
  /// What is recorded at the end of calls. An object, as copying a structure would count three references.
  private final class Ended: Sendable {
    private let duration: any RecorderHandler
    private let sent: any RecorderHandler
    private let received: any RecorderHandler

    init(duration: any RecorderHandler, sent: any RecorderHandler, received: any RecorderHandler) {
      self.duration = duration
      self.sent = sent
      self.received = received
    }

    func record(_ outcome: CallOutcome) {
      duration.record(Double(outcome.durationNanoseconds) / 1e9)
      sent.record(Int64(outcome.replyBytes))
      received.record(Int64(outcome.requestBytes))
    }
  }

  private let factory: any MetricsFactory
  /// By method; the first is for all methods no service has.
  private var started: [(any CounterHandler)?] = []
  /// By method and status.
  private var ended: [Ended?] = []

  init(factory: any MetricsFactory) {
    self.factory = factory
  }

  func begin(_ context: ServerContext) throws(RPCError) {
    let method = context.request.methodIndex + 1
    if method >= started.count { started += Array(repeating: nil, count: method + 1 - started.count) }
    if let counter = started[method] { return counter.increment(by: 1) }
    let counter = factory.makeCounter(
      label: "grpc.server.call.started", dimensions: [("grpc.method", Self.label(context.method))])
    started[method] = counter
    counter.increment(by: 1)
  }

  func finish(_ context: ServerContext, _ outcome: CallOutcome) {
    metrics(context, outcome.status.code).record(outcome)
  }

  private func metrics(_ context: ServerContext, _ code: StatusCode) -> Ended {
    let index = (context.request.methodIndex + 1) * StatusCode.allCases.count + code.rawValue
    if index >= ended.count { ended += Array(repeating: nil, count: index + 1 - ended.count) }
    if let known = ended[index] { return known }
    let made = makeMetrics([("grpc.method", Self.label(context.method)), ("grpc.status", "\(code)")])
    ended[index] = made
    return made
  }

  private static func label(_ method: MethodDescriptor) -> String {
    method.kind == .unknown ? "other" : "\(method.service)/\(method.name)"
  }

  private func makeMetrics(_ dimensions: [(String, String)]) -> Ended {
    func recorder(_ name: String) -> any RecorderHandler {
      factory.makeRecorder(label: "grpc.server.call." + name, dimensions: dimensions, aggregate: true)
    }
    return Ended(
      duration: recorder("duration"), sent: recorder("sent_total_compressed_message_size"),
      received: recorder("rcvd_total_compressed_message_size"))
  }
}
