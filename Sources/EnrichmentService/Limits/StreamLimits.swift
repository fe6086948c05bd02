/// How much of the server the open streams of one key may take.
package struct StreamLimits: Sendable, Hashable {
  /// Most sessions (`EnrichRealTime`) of a key at once. 20,000.
  package var sessionsPerKey = 20_000
  /// Most `RecordActions` streams of a key at once. 100.
  package var recordingsPerKey = 100
  /// Most actions of one `RecordActions` stream. 10,000.
  package var actionsPerRecording = 10_000
  /// Most actions of a key that may wait in its open `RecordActions` streams, which store them when they end. 100,000.
  package var uncommittedActionsPerKey = 100_000
  /// Most distinct events of a key in its open sessions, about 150 bytes each. 1,000,000.
  package var eventsPerKey = 1_000_000
  /// Most of these that wait to become durable or to be shown, about 1 KB each; beyond, a session takes an event only
  /// when it has none waiting, and its client waits. 100,000.
  package var unshownEventsPerKey = 100_000
  /// How long a session may send nothing; it can be resumed. 1 h.
  package var quietSession = Duration.seconds(3_600)
  /// How long a `RecordActions` stream may send nothing. 1 min.
  package var quietRecording = Duration.seconds(60)

  /// The defaults; change what differs.
  package init() {}
}
