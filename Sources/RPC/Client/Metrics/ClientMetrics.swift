internal import CoreMetrics
internal import EventLoop
internal import Metrics

/// Emits the client metrics of gRPC through swift-metrics, for one target: of calls and attempts (gRFC A66), of
/// repeated attempts (A96) and of connections (A94). Confined to its loop, so that a call takes no lock.
final class ClientMetrics: @unchecked Sendable {
  private struct Ended: Hashable {
    let path: String
    let status: StatusCode
  }

  private struct AttemptMetrics {
    let duration: Recorder
    let sent: Recorder
    let received: Recorder
  }

  private let factory: any MetricsFactory
  private let target: (String, String)
  private var started: [String: Counter] = [:]
  private var attempts: [Ended: AttemptMetrics] = [:]
  private var calls: [Ended: Recorder] = [:]
  private var repetitions: [String: RepetitionMetrics] = [:]
  private let connections: ConnectionMetrics

  /// Metrics of calls to the target as it was written.
  init(_ factory: any MetricsFactory, target: String) {
    self.factory = factory
    self.target = ("grpc.target", target)
    connections = ConnectionMetrics(factory, target: target)
  }

  private func dimensions(_ method: MethodDescriptor) -> [(String, String)] {
    [("grpc.method", "\(method.service)/\(method.name)"), target]
  }

  private func dimensions(_ method: MethodDescriptor, _ status: StatusCode) -> [(String, String)] {
    dimensions(method) + [("grpc.status", "\(status)")]
  }

  /// An attempt begins.
  func attemptStarted(_ method: MethodDescriptor) {
    let counter = started.value(for: method.path) {
      Counter(label: "grpc.client.attempt.started", dimensions: dimensions(method), factory: factory)
    }
    counter.increment()
  }

  /// An attempt is over.
  func attemptEnded(_ method: MethodDescriptor, _ status: StatusCode, _ attempt: CallAttempt, _ now: MonotonicTime) {
    let metrics = attempts.value(for: Ended(path: method.path, status: status)) { makeAttempt(method, status) }
    metrics.duration.record(Double((now - attempt.began).wholeNanoseconds) / 1e9)
    metrics.sent.record(attempt.sent)
    metrics.received.record(attempt.received)
  }

  private func makeAttempt(_ method: MethodDescriptor, _ status: StatusCode) -> AttemptMetrics {
    let name = "grpc.client.attempt"
    let dimensions = dimensions(method, status)
    return AttemptMetrics(
      duration: Recorder(label: "\(name).duration", dimensions: dimensions, factory: factory),
      sent: Recorder(label: "\(name).sent_total_compressed_message_size", dimensions: dimensions, factory: factory),
      received: Recorder(
        label: "\(name).rcvd_total_compressed_message_size", dimensions: dimensions, factory: factory))
  }

  /// A call has ended.
  func callEnded(
    _ method: MethodDescriptor, _ status: StatusCode, nanoseconds: Int64, _ counts: AttemptPlan.Counts,
    retryDelay: Duration
  ) {
    let duration = calls.value(for: Ended(path: method.path, status: status)) {
      Recorder(label: "grpc.client.call.duration", dimensions: dimensions(method, status), factory: factory)
    }
    duration.record(Double(nanoseconds) / 1e9)
    guard counts != AttemptPlan.Counts() else { return }
    repetitions.value(for: method.path) { RepetitionMetrics(dimensions(method), factory) }.record(counts, retryDelay)
  }

  // MARK: Connections

  /// An attempt to connect is over.
  func connectionAttempt(succeeded: Bool) { connections.attempted(succeeded: succeeded) }

  /// A connection is open.
  func connectionOpened() { connections.opened() }

  /// A connection that was open has ended for this reason.
  func disconnected(_ reason: String) { connections.closed(reason) }
}

/// How often calls of one method were tried again (gRFC A96); calls that were not are not recorded.
private struct RepetitionMetrics {
  let retries: Recorder
  let hedges: Recorder
  let transparent: Recorder
  let delay: Recorder

  init(_ dimensions: [(String, String)], _ factory: any MetricsFactory) {
    let name = "grpc.client.call"
    retries = Recorder(label: "\(name).retries", dimensions: dimensions, factory: factory)
    hedges = Recorder(label: "\(name).hedges", dimensions: dimensions, factory: factory)
    transparent = Recorder(label: "\(name).transparent_retries", dimensions: dimensions, factory: factory)
    delay = Recorder(label: "\(name).retry_delay", dimensions: dimensions, factory: factory)
  }

  func record(_ counts: AttemptPlan.Counts, _ retryDelay: Duration) {
    if counts.retries > 0 { retries.record(counts.retries) }
    if counts.hedges > 0 { hedges.record(counts.hedges) }
    if counts.transparent > 0 { transparent.record(counts.transparent) }
    if retryDelay > .zero { delay.record(Double(retryDelay.wholeNanoseconds) / 1e9) }
  }
}

extension Dictionary {
  /// The value of a key, made when there is none.
  fileprivate mutating func value(for key: Key, _ make: () -> Value) -> Value {
    if let value = self[key] { return value }
    let value = make()
    self[key] = value
    return value
  }
}
