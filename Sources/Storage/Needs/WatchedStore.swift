/// A store that tells how its engine fares.
package protocol WatchedStore: Sendable {
  /// How the engine has fared since the store was opened.
  var condition: StoreCondition { get }
  /// Writes a row that nobody reads, to see whether the store can be written. `now` is µs since 1970 UTC. Throws what
  /// any write throws.
  func tryWriting(at now: Int64) async throws(StoreError)
}
