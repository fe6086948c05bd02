public import EventLoop
internal import Tracing

/// Takes trace context from callers and traces handlers through swift-distributed-tracing: each handler runs in a span of
/// kind `server` named `service/method`, as a child of the caller's, and calls it makes carry the context on.
///
/// Which headers carry the context is up to the instrument the program has set up; ``TraceContextPropagator`` reads and
/// writes those of W3C. Where none is set up before the server starts, the interceptor is left out and costs nothing.
public struct TracingInterceptor: HandlerInterceptor {
  private let instrument: (any Instrument)?

  /// An interceptor for the instrument the program has set up.
  public init() {
    instrument = nil
  }

  /// An interceptor for the instrument.
  init(instrument: any Instrument) {
    self.instrument = instrument
  }

  /// The interceptor itself, nil when there is nothing to trace with.
  public func instance(for loop: EventLoop) -> (any ServerInterceptor)? {
    let instrument = instrument ?? InstrumentationSystem.instrument
    return instrument is NoOpInstrument ? nil : ActiveTracing(instrument: instrument)
  }

  /// Runs the handler as it is: what traces is the ``instance(for:)``.
  public func intercept(
    _ context: ServerContext, _ next: @escaping @Sendable () async throws(RPCError) -> Void
  ) async throws {
    try await next()
  }
}

/// The interceptor with the instrument found at the start.
private struct ActiveTracing: HandlerInterceptor {
  let instrument: any Instrument

  func intercept(
    _ context: ServerContext, _ next: @escaping @Sendable () async throws(RPCError) -> Void
  ) async throws {
    var trace = ServiceContext.topLevel
    instrument.extract(context.metadata, into: &trace, using: MetadataExtractor())
    let span = InstrumentationSystem.tracer.startAnySpan(context.method.spanName, context: trace, ofKind: .server)
    span.describe(context.method)
    defer { span.end() }
    do throws(RPCError) {
      try await Self.run(next, in: span.context)
      span.attributes["rpc.grpc.status_code"] = StatusCode.ok.rawValue
    } catch {
      span.attributes["rpc.grpc.status_code"] = error.code.rawValue
      if error.code.isFaultOfServer { span.setStatus(SpanStatus(code: .error, message: error.message)) }
      throw error
    }
  }

  private static func run(
    _ next: @escaping @Sendable () async throws(RPCError) -> Void, in context: ServiceContext
  ) async throws(RPCError) {
    let result = await ServiceContext.$current.withValue(context) {
      do throws(RPCError) { return Result<Void, RPCError>.success(try await next()) } catch {
        return .failure(error)
      }
    }
    try result.get()
  }
}

extension StatusCode {
  /// Whether a server's span counts as failed, after the OpenTelemetry conventions for gRPC.
  fileprivate var isFaultOfServer: Bool {
    switch self {
    case .unknown, .deadlineExceeded, .unimplemented, .internal, .unavailable, .dataLoss: true
    default: false
    }
  }
}
