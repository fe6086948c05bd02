package import EnrichmentSchema
import WireFormat

/// What a client has seen of a session: a fingerprint of each group and of each estimate instead of the view itself,
/// which is some kilobytes.
///
/// Fingerprints are 64 bits of the process's own hash, so they are worth nothing outside of it. Of two that differ the
/// groups differ; that two groups differ and their fingerprints do not has a probability of 2⁻⁶⁴.
package struct ShownView: Sendable, Hashable {
  fileprivate let behavior: Int
  fileprivate let implications: Int
  fileprivate let compatibility: Int
  fileprivate let profile: Int
  fileprivate let influence: Int
  fileprivate let purchases: Int
  fileprivate let marketing: Int
  private let estimates: Set<Int>

  /// Nothing was shown.
  package init() { self.init(SessionView()) }

  /// Takes note of a view.
  package init(_ view: SessionView) {
    behavior = view.realWorldBehavior.hashValue
    implications = view.productImplications.hashValue
    compatibility = view.quantumCompatibility.hashValue
    profile = view.personalityProfile.hashValue
    influence = view.communityInfluencePatterns.hashValue
    purchases = view.purchaseBehavior.hashValue
    marketing = view.marketingImplications.hashValue
    estimates = Set(view.estimates.map { Self.fingerprint($0.key, $0.value) })
  }

  fileprivate func holds(_ key: String, _ estimate: Estimate) -> Bool {
    estimates.contains(Self.fingerprint(key, estimate))
  }

  private static func fingerprint(_ key: String, _ estimate: Estimate) -> Int {
    var hasher = Hasher()
    hasher.combine(key)
    hasher.combine(estimate)
    return hasher.finalize()
  }
}

extension SessionView {
  /// The groups that differ from what was shown of the same session, with the errors of their bare numbers that
  /// differ; nil when nothing does. Metadata is left out: the releases behind a session stay the same.
  ///
  /// A group that is no longer there is sent empty, so that a reader can tell it from one that has not changed.
  package func changes(since shown: ShownView) -> SessionView? {
    var changed = SessionView()
    changed.realWorldBehavior = Self.change(realWorldBehavior, shown.behavior)
    changed.productImplications = Self.change(productImplications, shown.implications)
    changed.quantumCompatibility = Self.change(quantumCompatibility, shown.compatibility)
    changed.personalityProfile = Self.change(personalityProfile, shown.profile)
    changed.communityInfluencePatterns = Self.change(communityInfluencePatterns, shown.influence)
    changed.purchaseBehavior = Self.change(purchaseBehavior, shown.purchases)
    changed.marketingImplications = Self.change(marketingImplications, shown.marketing)
    changed.estimates = estimates.filter { !shown.holds($0.key, $0.value) }
    return changed == SessionView() ? nil : changed
  }

  private static func change<Group: Message>(_ now: Group?, _ before: Int) -> Group? {
    now.hashValue == before ? nil : now ?? Group()
  }
}
