/// One end of a connection; the peer holds the other.
package struct Connection: Sendable, Hashable {
  /// The other end.
  package var peer: AgentID
  /// Start of the connection; `Int64.min` when the source did not say.
  package var first: Int64
  /// Last session, or `first` when there was none.
  package var last: Int64
  /// Sessions held.
  package var sessions: Int32
  /// Compatibility in millionths, 0...1,000,000; `nil` when not known.
  package var compatibility: Int32?
  /// Change of compatibility per session in millionths; `nil` when not known.
  package var learningSlope: Int32?
  /// Whether the connection was admitted under the degree bound; set once, when it is inserted.
  package var counted: Bool

  /// Makes one end of a connection.
  package init(
    peer: AgentID, first: Int64, last: Int64, sessions: Int32 = 0, compatibility: Int32? = nil,
    learningSlope: Int32? = nil, counted: Bool
  ) {
    self.peer = peer
    self.first = first
    self.last = last
    self.sessions = sessions
    self.compatibility = compatibility
    self.learningSlope = learningSlope
    self.counted = counted
  }
}
