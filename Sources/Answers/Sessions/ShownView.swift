package import EnrichmentSchema
import WireFormat

/// What a client has seen of a session: a fingerprint of each group and of each estimate instead of the view itself,
/// which is some kilobytes.
///
/// Fingerprints are 64 bits of the process's own hash, so they are worth nothing outside of it. Where two fingerprints
/// differ, so do the groups; two groups that differ have equal fingerprints with a probability of 2⁻⁶⁴.
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
    for (field, estimate) in view.estimates {
      let fingerprint = Self.fingerprint(field, estimate)
      estimates.insert(fingerprint)
      if !before.contains(fingerprint) { changed.estimates[field] = estimate }
    }
    return changed == SessionView() ? nil : changed
  }

  private static func change<Group: Message>(_ now: Group?, _ fingerprint: inout Int) -> Group? {
    let before = fingerprint
    fingerprint = now.hashValue
    return fingerprint == before ? nil : now ?? Group()
  }

  private static func fingerprint(_ field: String, _ estimate: Estimate) -> Int {
    var hasher = Hasher()
    hasher.combine(field)
    hasher.combine(estimate)
    return hasher.finalize()
  }
}
