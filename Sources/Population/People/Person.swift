/// A person as the engine knows them.
package struct Person: Sendable, Hashable {
  /// The pseudonym.
  package var agent: AgentID
  /// Region id, for example `jakarta`.
  package var region: String
  /// Five-year age band.
  package var ageBand: AgeBand
  /// The cluster that places the person in a base cell; `unknown` until it has been measured.
  package var interestCluster: InterestCluster
  /// Stated values of the twelve dimensions in millionths, 0...1,000,000, `nil` where not asked; twelve entries, or
  /// none when there was no onboarding.
  package var statedDimensions: [Int32?]
  /// When the onboarding was answered; `nil` without one.
  package var answeredAt: Int64?
  /// Purposes the person agreed to when the rows were delivered.
  package var consents: ConsentSet
  /// When they agreed.
  package var consentedAt: Int64

  /// Makes a person; the defaults are those of somebody of whom only the pseudonym is known, who agreed to nothing.
  package init(
    agent: AgentID, region: String, ageBand: AgeBand = .unknown, interestCluster: InterestCluster = .unknown,
    statedDimensions: [Int32?] = [], answeredAt: Int64? = nil, consents: ConsentSet = [], consentedAt: Int64 = 0
  ) {
    self.agent = agent
    self.region = region
    self.ageBand = ageBand
    self.interestCluster = interestCluster
    self.statedDimensions = statedDimensions
    self.answeredAt = answeredAt
    self.consents = consents
    self.consentedAt = consentedAt
  }
}
