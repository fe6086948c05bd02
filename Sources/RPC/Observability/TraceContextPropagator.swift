public import Tracing

/// An instrument for `InstrumentationSystem.bootstrap` that carries the W3C trace context of a caller on to the servers
/// its handler calls: for programs that take part in traces without recording spans of their own, and beside a tracer
/// that leaves the headers to others.
public struct TraceContextPropagator: Instrument {
  /// A propagator.
  public init() {}

  /// Reads `traceparent` and `tracestate`; malformed ones are as none.
  public func extract<Carrier, Extract: Extractor>(
    _ carrier: Carrier, into context: inout ServiceContext, using extractor: Extract
  ) where Extract.Carrier == Carrier {
    guard let parent = extractor.extract(key: "traceparent", from: carrier) else { return }
    let state = extractor.extract(key: "tracestate", from: carrier) ?? ""
    context.traceContext = TraceContext(traceparent: parent, tracestate: state)
  }

  /// Writes the context that was read, unchanged.
  public func inject<Carrier, Inject: Injector>(
    _ context: ServiceContext, into carrier: inout Carrier, using injector: Inject
  ) where Inject.Carrier == Carrier {
    guard let trace = context.traceContext else { return }
    injector.inject(trace.traceparent, forKey: "traceparent", into: &carrier)
    if !trace.state.isEmpty { injector.inject(trace.state, forKey: "tracestate", into: &carrier) }
  }
}

extension ServiceContext {
  private enum TraceContextKey: InstrumentationContextKey {
    typealias Value = TraceContext
  }

  /// The caller's W3C trace context; nil when it sent none.
  public var traceContext: TraceContext? {
    get { self[TraceContextKey.self] }
    set { self[TraceContextKey.self] = newValue }
  }
}
