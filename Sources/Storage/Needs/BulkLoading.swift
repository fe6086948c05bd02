package import Population

/// What a bulk load left out of people who were forgotten.
package struct ForgottenDelivery: Sendable, Hashable {
  /// The people.
  package var people = 0
  /// Their visits.
  package var visits = 0
  /// Their experiences, shares and AI2AI sessions.
  package var actions = 0
  /// Their adoptions.
  package var adoptions = 0
  /// Ends of connections: their own, and those of others to them.
  package var connectionEnds = 0

  /// All their rows.
  package var rows: Int { visits + actions + adoptions + connectionEnds }

  /// Nothing yet.
  package init() {}

  /// Counts a person with all that was delivered of them.
  mutating func count(_ records: AgentRecords) {
    people += 1
    visits += records.visits.count
    actions += records.actions.count
    adoptions += records.adoptions.count
    connectionEnds += records.connections.count
  }
}

/// What a bulk load stored.
package struct BulkLoadCounts: Sendable, Hashable {
  /// People delivered.
  package var people = 0
  /// What was left out of people who asked to be forgotten and have not agreed to anything since.
  package var forgotten = ForgottenDelivery()
  /// Visits newly stored.
  package var visits = 0
  /// Experiences, shares and AI2AI sessions newly stored.
  package var actions = 0
  /// Adoptions newly stored.
  package var adoptions = 0
  /// Connections newly stored, each with both its ends.
  package var connections = 0
  /// Rows that were stored before.
  package var duplicates = 0

  /// Nothing yet.
  package init() {}
}

/// Loads whole regions, which is how regions and people are registered: import and simulation.
package protocol BulkLoading: Sendable {
  /// Runs `deliver` on the writer with a sink and registers the segments of what was delivered, in one transaction: when
  /// it throws, ends without `finish` or the process dies, nothing of it is stored, and there are never people without
  /// their segments. Other writes wait meanwhile.
  ///
  /// A region delivered again is widened: sources are united, a given as-of time or length of history replaces the old
  /// one. A person delivered again states anew. Consent is dated when it is stored: what was never decided is granted under
  /// `policyVersion`, what is delivered as withdrawn is withdrawn, also where it was never decided, and nothing is
  /// granted over a withdrawal. Rows known before are skipped; connections and marks are admitted under the store's
  /// bounds.
  ///
  /// Throws what `deliver` throws; `conflict` for a region in another time zone than the stored one, one that is live and
  /// would be archived or the other way round, a person of another region or a segment that is registered otherwise;
  /// `invalidValue` for what cannot be stored.
  func bulkLoad(
    policyVersion: String, segments: [SegmentRow], at now: Int64,
    _ deliver: @escaping @Sendable (inout any ImportSink) throws -> Void
  ) async throws -> BulkLoadCounts
}

extension BulkLoading {
  /// Loads rows alone, for a region whose segments are registered already.
  @discardableResult
  package func bulkLoad(
    policyVersion: String, at now: Int64,
    _ deliver: @escaping @Sendable (inout any ImportSink) throws -> Void
  ) async throws -> BulkLoadCounts {
    try await bulkLoad(policyVersion: policyVersion, segments: [], at: now, deliver)
  }
}
