package import EnrichmentSchema
import WireFormat

extension SessionView {
  /// The groups that differ from an earlier view of the same session, with the errors of their bare numbers that
  /// differ; nil when nothing does. Metadata is left out: the releases behind a session stay the same.
  ///
  /// A group that is no longer there is sent empty, so that a reader can tell it from one that has not changed.
  package func changes(since earlier: SessionView) -> SessionView? {
    var changed = SessionView()
    changed.realWorldBehavior = Self.change(realWorldBehavior, earlier.realWorldBehavior)
    changed.productImplications = Self.change(productImplications, earlier.productImplications)
    changed.quantumCompatibility = Self.change(quantumCompatibility, earlier.quantumCompatibility)
    changed.personalityProfile = Self.change(personalityProfile, earlier.personalityProfile)
    changed.communityInfluencePatterns = Self.change(
      communityInfluencePatterns, earlier.communityInfluencePatterns)
    changed.purchaseBehavior = Self.change(purchaseBehavior, earlier.purchaseBehavior)
    changed.marketingImplications = Self.change(marketingImplications, earlier.marketingImplications)
    changed.estimates = estimates.filter { earlier.estimates[$0.key] != $0.value }
    return changed == SessionView() ? nil : changed
  }

  private static func change<Group: Message>(_ now: Group?, _ before: Group?) -> Group? {
    now == before ? nil : now ?? Group()
  }
}
