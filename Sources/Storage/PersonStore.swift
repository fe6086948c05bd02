package import Population

/// People: pseudonym, region, age band, onboarding.
package protocol PersonStore: Sendable {
  /// Adds a person or replaces what is known of them, and appends a consent event for every purpose of
  /// `person.consents` that is not granted yet, at `person.consentedAt`. A purpose that is not in `consents` is left as
  /// it is: only `recordConsent` withdraws. Throws `notFound` when the region is not stored, `conflict` when the person
  /// is stored in another region.
  func putPerson(_ person: Person, policyVersion: String, at now: Int64) async throws(StoreError)
  /// The person with the purposes granted by all events so far, or `nil`.
  func person(_ agent: AgentID) async throws(StoreError) -> Person?
  /// People stored in a region.
  func personCount(region: String) async throws(StoreError) -> Int
}
