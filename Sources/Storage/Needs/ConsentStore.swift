package import Population

/// What the application says of a person when it registers them; `nil` leaves what is stored.
package struct PersonRegistration: Sendable, Hashable {
  /// The person.
  package var agent: AgentID
  /// Region the person is to belong to.
  package var region: String
  /// Five-year age band.
  package var ageBand: AgeBand?
  /// What they stated of themselves.
  package var onboarding: Onboarding?

  /// What a person stated of themselves, and when.
  package struct Onboarding: Sendable, Hashable {
    /// The twelve dimensions in millionths, 0...1,000,000, `nil` where not asked.
    package var statedDimensions: [Int32?]
    /// When, µs since 1970 UTC.
    package var answeredAt: Int64

    /// Values and their time.
    package init(statedDimensions: [Int32?], answeredAt: Int64) {
      (self.statedDimensions, self.answeredAt) = (statedDimensions, answeredAt)
    }
  }

  /// A registration.
  package init(agent: AgentID, region: String, ageBand: AgeBand? = nil, onboarding: Onboarding? = nil) {
    (self.agent, self.region, self.ageBand, self.onboarding) = (agent, region, ageBand, onboarding)
  }
}

/// A person as they are registered.
package struct RegisteredPerson: Sendable, Hashable {
  /// True when this call registered them.
  package var isNew: Bool
  /// Their region.
  package var region: String
  /// Their age band.
  package var ageBand: AgeBand
  /// What they agree to.
  package var granted: ConsentSet

  /// A person.
  package init(isNew: Bool, region: String, ageBand: AgeBand, granted: ConsentSet) {
    (self.isNew, self.region, self.ageBand, self.granted) = (isNew, region, ageBand, granted)
  }
}

/// Why something cannot be done for a person. Nothing was changed.
package enum PersonRefusal: Error, Sendable, Hashable {
  /// The person is not registered.
  case unknownPerson
  /// There is no such region; those there are.
  case unknownRegion(String, known: [String])
  /// The region is archived: its rows end at a day, and nobody joins it.
  case archivedRegion(String)
  /// The person is being forgotten and can register again once that is done.
  case beingForgotten
  /// The person is registered in `region`, to which they belong for good, not in `asked`.
  case otherRegion(region: String, asked: String)
  /// The customer stands for another person.
  case linkedElsewhere
  /// The customer does not stand for the person.
  case notLinked
}

/// Who writes a decision down, and the text it was about.
package struct ConsentAuthor: Sendable, Hashable {
  /// Who, in words.
  package var setBy: String
  /// Version of the text that the person was shown; empty when nobody said.
  package var policyVersion: String

  /// An author.
  package init(setBy: String, policyVersion: String) { (self.setBy, self.policyVersion) = (setBy, policyVersion) }
}

/// What a person decides at once.
package struct ConsentChange: Sendable, Hashable {
  /// Purposes they agree to.
  package var granted: ConsentSet
  /// Purposes they no longer agree to.
  package var withdrawn: ConsentSet
  /// Who writes it down.
  package var author: ConsentAuthor

  /// A change.
  package init(granted: ConsentSet, withdrawn: ConsentSet, policyVersion: String, setBy: String) {
    (self.granted, self.withdrawn) = (granted, withdrawn)
    author = ConsentAuthor(setBy: setBy, policyVersion: policyVersion)
  }
}

/// One decision about one purpose, as it is written down for ever.
package struct ConsentEntry: Sendable, Hashable {
  /// The purpose.
  package var purpose: ConsentPurpose
  /// Whether it was granted or withdrawn.
  package var isGranted: Bool
  /// Since when it holds, µs since 1970 UTC.
  package var decidedAt: Int64
  /// When it was written down, µs.
  package var recordedAt: Int64
  /// Who wrote it down, in words.
  package var setBy: String
  /// Version of the text that was agreed to; empty when nobody said.
  package var policyVersion: String
}

/// What a person agrees to, and decisions that led there.
package struct ConsentRecord: Sendable, Hashable {
  /// The person's region; `nil` for one who was forgotten.
  package var region: String?
  /// What the person agrees to now.
  package var granted: ConsentSet
  /// Decisions: those a change added, or the newest first.
  package var entries: [ConsentEntry]
  /// Whether there are older ones.
  package var hasMore = false
  /// Of a question, not a change: links with partners' customers, those that have ended too, in the order in which they
  /// began.
  package var links: [PersonLink] = []
}

/// People of SPOTS as the application registers them, and what they agree to. Everything is durable when a call returns.
package protocol ConsentStore: Sendable {
  /// Registers a person in a live region, or says anew what is given.
  func putPerson(
    _ registration: PersonRegistration, at now: Int64
  ) async throws(StoreError) -> Result<RegisteredPerson, PersonRefusal>
  /// Appends what changes of a registered person's consent, each dated now or, under a clock that went back, like the
  /// newest decision about its purpose: what is decided later always decides.
  func setConsent(
    _ change: ConsentChange, of agent: AgentID, at now: Int64
  ) async throws(StoreError) -> Result<ConsentRecord, PersonRefusal>
  /// What a person agrees to, with the newest decisions, at most `limit`. A person without region and decisions is
  /// unknown.
  func consent(of agent: AgentID, limit: Int) async throws(StoreError) -> Result<ConsentRecord, PersonRefusal>
}
