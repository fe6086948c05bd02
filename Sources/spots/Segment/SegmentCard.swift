import EnrichmentSchema

/// A segment laid out for a terminal.
enum SegmentCard {
  /// The card, line by line.
  static func lines(_ facts: SegmentFacts) -> [String] {
    var lines = Lines()
    lines.heading("what they do")
    lines.behavior(facts.behavior.realWorldBehavior)
    lines.implications(facts.behavior.productImplications)
    lines.heading("who they are")
    lines.profile(facts.personality.personalityProfile)
    lines.heading("how they influence each other")
    lines.influence(facts.influence.communityInfluencePatterns)
    lines.purchases(facts.influence.purchaseBehavior)
    lines.marketing(facts.influence.marketingImplications)
    lines.heading("withheld")
    for field in facts.withheld {
      lines.row(field.field.split(separator: ".").dropFirst().joined(separator: "."), why(field))
    }
    lines.heading("where it comes from")
    lines.source(facts.behavior.marketSegmentMetadata, call: nil)
    return ["segment \(facts.segment)"] + lines.text
  }

  private static func why(_ field: Withheld) -> String {
    field.reason + (field.detail.isEmpty ? "" : ": \(field.detail)")
  }
}
