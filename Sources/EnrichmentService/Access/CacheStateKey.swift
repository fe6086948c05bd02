import RPC
package import Storage

/// Where a call keeps whether its answer was at hand, for the operator's log alone.
package enum CacheStateKey: ContextKey {
  package typealias Value = CacheState
}
