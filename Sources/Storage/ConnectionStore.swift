package import Population

/// Connections between people; each is stored as two ends.
package protocol ConnectionStore: Sendable {
  /// Stores an end under its owner, and the mirrored end under the peer when that is not stored yet. On first insert
  /// it is `counted` only when `connection.counted` and both ends hold fewer than `degreeBound` counted connections;
  /// afterwards `counted` never changes, the other facts are replaced. Returns whether it is counted. Throws
  /// `notFound` when the owner or the peer is not stored, `invalidValue` when they are the same person.
  func putConnection(
    _ connection: Connection, of owner: AgentID, at now: Int64
  ) async throws(StoreError) -> Bool
  /// The ends a person owns, by start and peer.
  func connections(of owner: AgentID) async throws(StoreError) -> [Connection]
}

/// Bounds on how much one person's removal can change in other people's rows. They are part of the sensitivities, so
/// rows are admitted under them once, at insert.
package struct AdmissionBounds: Sendable, Hashable {
  /// Most counted connections of one person: D.
  package var degree: Int
  /// Most adoptions of other people that may name one person, per kind of mark: B.
  package var creditedEvents: Int

  /// Bounds; both at least 1.
  package init(degree: Int = 50, creditedEvents: Int = 8) {
    self.degree = degree
    self.creditedEvents = creditedEvents
  }
}
