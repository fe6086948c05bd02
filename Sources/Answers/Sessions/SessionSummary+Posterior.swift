package import EnrichmentSchema

extension SessionSummary {
  /// What a session held.
  ///
  /// - Parameter updates: updates sent.
  package init(sessionID: String, posterior: SessionPosterior, updates: Int64, releaseID: String) {
    self.init()
    self.sessionID = sessionID
    events = Int32(clamping: posterior.events)
    duplicates = Int32(clamping: posterior.duplicates)
    self.updates = updates
    self.releaseID = releaseID
  }
}
