package import Personality
package import Releases
import Synchronization

/// All that answers about one segment are made from, kept and shared by every call and session.
///
/// An object rather than a value: a thousand sessions on one segment hold one of it. Calls that ask for a profile at
/// the same time may each compute it; the results are equal, and the last is kept.
package final class PreparedSource: Sendable {
  /// The segment, its findings and the releases behind them.
  package let source: AnswerSource
  /// The state of the segment's personality, or why there is none.
  package let personality: PersonalityState
  /// What is released of the zones and items of its region; nil where nothing is.
  package let affinity: RegionAffinity?
  /// What its derived numbers are computed from, and checked against.
  package let inputs: DerivedInputs
  private let profiles = Mutex<[ProfileKey: ProfilePart]>([:])

  /// All that the profile of a segment can depend on: there are three for each table of archetypes.
  private struct ProfileKey: Hashable {
    let tableVersion: String
    let isGiven: Bool
    let isWhole: Bool
  }

  /// Prepares a source.
  package init(_ source: AnswerSource, affinity: RegionAffinity? = nil) {
    self.source = source
    self.affinity = affinity
    personality = PersonalityState(source.findings.state)
    inputs = source.findings.derivedInputs
  }

  /// The profile that an answer with these insights begins with.
  package func profile(_ insights: Set<PersonalityInsight>, archetypes: ArchetypeTable) -> ProfilePart {
    let key = ProfileKey(
      tableVersion: archetypes.version, isGiven: !insights.isDisjoint(with: ProfilePart.insights),
      isWhole: insights.contains(.personalityProfile))
    if let known = profiles.withLock({ $0[key] }) { return known }
    let made = ProfilePart(insights, personality, source.findings.profile, archetypes: archetypes)
    profiles.withLock { $0[key] = made }
    return made
  }
}
