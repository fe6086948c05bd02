/// How often the server looks whether its store can still be written.
package struct StoreWatchTimes: Sendable, Hashable {
  /// Time between two looks; what has failed is logged, and health says so, that much later at the most. 500 ms.
  package var interval = Duration.milliseconds(500)
  /// For how long nothing may have been written before a row is written to see whether it can be. 10 s.
  package var quiet = Duration.seconds(10)
  /// The same for a store that could not be written the last time. 1 s.
  package var retry = Duration.seconds(1)

  /// The defaults; change what differs.
  package init() {}
}
