package import Population

/// What decides whether a row counts where that depends on rows of other people: a tie takes a place at each of its ends
/// while both have one, and an event counts when its id has not come before.
///
/// It is public policy and runs once, when a row is handed in. Neighbouring stores differ by the rows of one person that
/// were accepted, so it is not run again without them: the proof of what a release promises hands a second store the
/// answers of the first. Every other store has the standard one.
package struct Acceptance: Sendable {
  /// The places of a new tie, `nil` for one that does not count.
  ///
  /// - Parameters:
  ///   - owner: the person at whose end it is delivered first.
  ///   - peer: the person at the other end.
  ///   - free: the lowest free place of each, the owner's first; `nil` where the tie would not count.
  package var places: @Sendable (_ owner: AgentID, _ peer: AgentID, _ free: Tie.Slots?) -> Tie.Slots?
  /// Whether the row of an event that has not come before may be kept; `subject` is who it names.
  package var keeps: @Sendable (_ event: EventID, _ subject: AgentID) -> Bool

  /// Decides by the given rules.
  package init(
    places: @escaping @Sendable (_ owner: AgentID, _ peer: AgentID, _ free: Tie.Slots?) -> Tie.Slots?,
    keeps: @escaping @Sendable (_ event: EventID, _ subject: AgentID) -> Bool
  ) {
    self.places = places
    self.keeps = keeps
  }

  /// The places that are free, and every new event.
  package static let standard = Acceptance(places: { _, _, free in free }, keeps: { _, _ in true })
}
