/// How a store's engine has fared since it was opened.
package struct StoreCondition: Sendable, Hashable {
  /// Reads and writes that failed by the engine's fault.
  package var failures: Int64 = 0
  /// The last of these.
  package var lastFailure: StoreError?
  /// Whether the last write succeeded.
  package var isWritable = true
  /// Writes that succeeded.
  package var writes: Int64 = 0

  /// Nothing has happened.
  package init() {}

  /// Notes what became of an access; errors of the rules are none of the engine's.
  package mutating func note(_ error: StoreError, isWrite: Bool) {
    guard error.isOfEngine else { return }
    failures += 1
    lastFailure = error
    if isWrite { isWritable = false }
  }

  /// Notes a write that succeeded.
  package mutating func noteWrite() {
    writes += 1
    isWritable = true
  }
}
