package import EnrichmentSchema
import WireFormat

/// What a client has seen of a session: a fingerprint of each group and of each estimate instead of the view itself,
/// which is some kilobytes.
///
/// Fingerprints are 64 bits of the process's own hash, so they are worth nothing outside of it. Of two that differ the
/// groups differ; that two groups differ and their fingerprints do not has a probability of 2⁻⁶⁴.
package struct ShownView: Sendable, Hashable {
  private var behavior = SessionView().realWorldBehavior.hashValue
  private var implications = SessionView().productImplications.hashValue
  private var compatibility = SessionView().quantumCompatibility.hashValue
  private var profile = SessionView().personalityProfile.hashValue
  private var influence = SessionView().communityInfluencePatterns.hashValue
  private var purchases = SessionView().purchaseBehavior.hashValue
  private var marketing = SessionView().marketingImplications.hashValue
  private var estimates: Set<Int> = []

  /// Nothing was shown.
  package init() {}

  /// Takes note of a view that is shown now, and answers the groups that differ from the one before, with the errors of
  /// their bare numbers that differ; nil when nothing does. Metadata is left out: the releases behind a session stay
  /// the same.
  ///
  /// A group that is no longer there is sent empty, so that a reader can tell it from one that has not changed.
  package mutating func show(_ view: SessionView) -> SessionView? {
    var changed = SessionView()
    changed.realWorldBehavior = Self.change(view.realWorldBehavior, &behavior)
    changed.productImplications = Self.change(view.productImplications, &implications)
    changed.quantumCompatibility = Self.change(view.quantumCompatibility, &compatibility)
    changed.personalityProfile = Self.change(view.personalityProfile, &profile)
    changed.communityInfluencePatterns = Self.change(view.communityInfluencePatterns, &influence)
    changed.purchaseBehavior = Self.change(view.purchaseBehavior, &purchases)
    changed.marketingImplications = Self.change(view.marketingImplications, &marketing)
    let before = estimates
    estimates = Set(minimumCapacity: view.estimates.count)
    changed.estimates = view.estimates.filter { !before.contains(note($0.key, $0.value)) }
    return changed == SessionView() ? nil : changed
  }

  private static func change<Group: Message>(_ now: Group?, _ fingerprint: inout Int) -> Group? {
    let before = fingerprint
    fingerprint = now.hashValue
    return fingerprint == before ? nil : now ?? Group()
  }

  private mutating func note(_ key: String, _ estimate: Estimate) -> Int {
    var hasher = Hasher()
    hasher.combine(key)
    hasher.combine(estimate)
    let fingerprint = hasher.finalize()
    estimates.insert(fingerprint)
    return fingerprint
  }
}
