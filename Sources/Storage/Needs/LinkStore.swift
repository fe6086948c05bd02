package import Population

/// Partners' customers who stand for people of SPOTS, as these have agreed. A customer stands for one person at a time.
package protocol LinkStore: Sendable {
  /// Says that a customer is a person: from now on what happens to the customer is kept as the person's, if they consent.
  /// Returns whether it did not stand so before. Refused for a person who is not registered, and while the customer stands
  /// for another.
  ///
  /// - Parameters:
  ///   - customer: their pseudonym in the partner's namespace.
  ///   - partner: name of the partner.
  func link(
    _ customer: AgentID, of partner: String, with person: AgentID, at now: Int64
  ) async throws(StoreError) -> Result<Bool, PersonRefusal>
  /// Ends what `link` said and deletes every row that came through it; nothing of it becomes another's. Returns how many
  /// rows. That the link was there stays known, without the customer. Refused for a customer who does not stand for the person.
  func unlink(_ customer: AgentID, from person: AgentID, at now: Int64) async throws(StoreError) -> Result<
    Int, PersonRefusal
  >
}
