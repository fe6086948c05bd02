internal import Tracing

/// Traces the calls of a channel through swift-distributed-tracing: each call is a span of kind `client` named
/// `service/method`, a child of its caller's, and the server learns of that span through the call's headers. All attempts
/// at a call are one span.
///
/// Without this interceptor a call carries its caller's context on as it is. Which headers carry it is up to the
/// instrument the program has set up; ``TraceContextPropagator`` writes those of W3C.
public struct ClientTracingInterceptor: ClientInterceptor {
  /// An interceptor for the instrument the program has set up.
  public init() {}

  /// Starts the span and lets the call carry its context.
  public func begin(_ context: inout ClientCallContext) async throws(RPCError) {
    let span = InstrumentationSystem.tracer.startAnySpan(
      context.method.spanName, context: ServiceContext.current ?? .topLevel, ofKind: .client)
    span.describe(context.method)
    context[SpanKey.self] = span
    InstrumentationSystem.instrument.inject(
      span.context, into: &context.options.metadata, using: MetadataInjector())
  }

  /// Ends the span with the call's status; every status but OK is an error, after the OpenTelemetry conventions for gRPC.
  public func finish(_ context: ClientCallContext, _ outcome: CallOutcome) {
    guard let span = context[SpanKey.self] else { return }
    let status = outcome.status
    span.attributes["rpc.grpc.status_code"] = status.code.rawValue
    if status.code != .ok { span.setStatus(SpanStatus(code: .error, message: status.message)) }
    span.end()
  }

  private enum SpanKey: ContextKey {
    typealias Value = any Span
  }
}

extension MethodDescriptor {
  /// What a span of a call of the method is called.
  var spanName: String { "\(service)/\(name)" }
}

extension Span {
  /// Says which method the span's call is of.
  func describe(_ method: MethodDescriptor) {
    updateAttributes { attributes in
      attributes["rpc.system"] = "grpc"
      attributes["rpc.service"] = method.service
      attributes["rpc.method"] = method.name
    }
  }
}
