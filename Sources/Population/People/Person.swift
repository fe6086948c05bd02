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
  /// Purposes the person agrees to.
  package var consents: ConsentSet
  /// Purposes that whoever delivers the rows says they do not agree to, or no longer.
  package var withdrawals: ConsentSet
  /// When they agreed, as the store knows; of what is delivered it takes the time at which it is stored.
  package var consentedAt: Int64

  /// Makes a person; the defaults are those of somebody of whom only the pseudonym is known, who agreed to nothing.
  package init(
    agent: AgentID, region: String, ageBand: AgeBand = .unknown, interestCluster: InterestCluster = .unknown,
    statedDimensions: [Int32?] = [], answeredAt: Int64? = nil, consents: ConsentSet = [], withdrawals: ConsentSet = [],
    consentedAt: Int64 = 0
  ) {
    self.agent = agent
    self.region = region
    self.ageBand = ageBand
    self.interestCluster = interestCluster
    self.statedDimensions = statedDimensions
    self.answeredAt = answeredAt
    self.consents = consents
    self.withdrawals = withdrawals
    self.consentedAt = consentedAt
  }
}

/// A five-year age band; `lower` inclusive, `lower + 5` exclusive.
package struct AgeBand: Sendable, Hashable, Comparable {
  /// The lower bound in years, a multiple of 5 in 15...95; 0 when the age is not known.
  package let lower: UInt8

  /// The band of people whose age is not known.
  package static let unknown = AgeBand(uncheckedLower: 0)

  private init(uncheckedLower: UInt8) {
    lower = uncheckedLower
  }

  /// The band that starts at `lower`; `nil` unless it is a multiple of 5 in 15...95.
  package init?(lower: Int) {
    guard (15...95).contains(lower), lower.isMultiple(of: 5) else { return nil }
    self.init(uncheckedLower: UInt8(lower))
  }

  /// The band of a name as written by `name`; `nil` for any other text.
  package init?(name: String) {
    if name == "unknown" {
      self = .unknown
      return
    }
    let parts = name.split(separator: "_")
    guard parts.count == 2, let lower = Int(parts[0]), let upper = Int(parts[1]), upper == lower + 5 else { return nil }
    self.init(lower: lower)
  }

  /// The name on the wire and in files: `25_30`, or `unknown`.
  package var name: String {
    lower == 0 ? "unknown" : "\(lower)_\(lower + 5)"
  }

  package static func < (left: AgeBand, right: AgeBand) -> Bool { left.lower < right.lower }
}

/// The purposes a person can agree to. The raw value is stored.
package struct ConsentSet: OptionSet, Sendable, Hashable {
  package let rawValue: UInt8

  package init(rawValue: UInt8) {
    self.rawValue = rawValue
  }

  /// Statistics of visits and actions.
  package static let behavior = ConsentSet(rawValue: 1)
  /// Statistics of the twelve dimensions.
  package static let personality = ConsentSet(rawValue: 2)
  /// Statistics of connections and adoptions.
  package static let network = ConsentSet(rawValue: 4)
  /// Being assigned in experiments.
  package static let experiments = ConsentSet(rawValue: 8)
  /// Statistics of what people of a place like; holds only together with `behavior`.
  package static let affinity = ConsentSet(rawValue: 16)
  /// Every purpose.
  package static let all: ConsentSet = [.behavior, .personality, .network, .experiments, .affinity]

  /// The purposes that hold: a purpose that needs another is left out without it.
  package var holding: ConsentSet { contains(.behavior) ? self : subtracting(.affinity) }
}
