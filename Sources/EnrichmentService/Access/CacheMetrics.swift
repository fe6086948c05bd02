package import CoreMetrics
package import EventLoop
package import RPC
package import Storage

/// Where a call keeps whether its answer was at hand, for the operator's eyes alone.
package enum CacheStateKey: ContextKey {
  package typealias Value = CacheState
}

/// Counts the answers of calls by whether they were at hand, through swift-metrics: `spots.cache.answers`, whose dimension
/// `state` is hit, miss or stale.
///
/// Where the program has set up no metrics system before the server starts, it does nothing at all.
package struct CacheMetrics: CallObserver {
  private let factory: (any MetricsFactory)?

  /// Counts in a metrics system, or in the one the program has set up.
  package init(factory: (any MetricsFactory)? = nil) { self.factory = factory }

  /// What counts the answers of one loop.
  package func instance(for loop: EventLoop) -> (any ServerInterceptor)? {
    let factory = factory ?? MetricsSystem.factory
    return factory is NOOPMetricsHandler ? nil : LoopCounters(factory)
  }

  private struct LoopCounters: CallObserver {
    private let hit: any CounterHandler
    private let miss: any CounterHandler
    private let stale: any CounterHandler

    init(_ factory: any MetricsFactory) {
      func counter(_ state: CacheState) -> any CounterHandler {
        factory.makeCounter(label: "spots.cache.answers", dimensions: [("state", state.rawValue)])
      }
      (hit, miss, stale) = (counter(.hit), counter(.miss), counter(.stale))
    }

    func finish(_ context: ServerContext, _ outcome: CallOutcome) {
      switch context[CacheStateKey.self] {
      case .hit: hit.increment(by: 1)
      case .miss: miss.increment(by: 1)
      case .stale: stale.increment(by: 1)
      case nil: break
      }
    }
  }
}
