import EnrichmentSchema
import Pages
import Personality

/// A segment as one HTML page that needs no other file.
struct SegmentWebPage {
  private let facts: SegmentFacts

  /// A page of these facts.
  init(_ facts: SegmentFacts) { self.facts = facts }

  /// The page.
  /// - Throws: `KnotError.identity` if a knot contradicts itself.
  func text() throws(KnotError) -> String {
    let sections = [
      dimensions, journeys, visits, network, facts.zones?.section ?? "", marketing, try knots(), withheld,
    ]
    let heading = "<h1>\(HTML.escaped(facts.segment))</h1>\n"
    return Page(title: facts.segment, style: Self.style, content: heading + source + sections.joined()).html
  }

  private var source: String {
    guard let metadata = facts.behavior.marketSegmentMetadata else { return "" }
    let people = metadata.simulated ? "simulated people" : "people"
    return HTML.paragraph(
      "About \(metadata.sampleSize) \(people) of \(metadata.geographicCoverage); release \(metadata.releaseID), policy "
        + "\(metadata.policy), epsilon \(NumberText.brief(metadata.epsilon)). Quantum-inspired; everything is computed "
        + "classically.")
  }

  private var dimensions: String {
    let profile = facts.personality.personalityProfile
    let note = HTML.paragraph(
      "Mean of the people, and one standard deviation to either side; the strokes are the quartiles.")
    return HTML.section(
      "Twelve dimensions",
      content: note + SegmentCharts.dimensions(facts.dimensions)
        + HTML.table([
          ("archetype", profile?.archetype),
          ("authenticity, what they say against what they do", profile?.authenticityScore.map(NumberText.brief)),
        ]))
  }

  private var journeys: String {
    let patterns = facts.behavior.realWorldBehavior?.journeyPatterns
    let path = patterns?.typicalPath ?? []
    let moves = JourneyDrawing.svg(steps: patterns?.steps ?? [], path: path)
    let note = HTML.paragraph("Moves within a day, the broader the more frequent; the typical path stands out.")
    return HTML.section(
      "Journeys",
      content: (moves.map { note + $0 } ?? "") + (path.isEmpty ? absent(of: "typical_path") : "")
        + HTML.table([
          ("typical path", path.isEmpty ? nil : path.joined(separator: " → ")), ("journeys", patterns?.frequency),
          ("variability, 0 is routine", patterns?.variability.map(NumberText.brief)),
          ("returns", facts.behavior.realWorldBehavior?.returnVisitRate?.interpretation),
          ("explores", facts.behavior.realWorldBehavior?.explorationTendency?.interpretation),
        ]))
  }

  private var visits: String {
    let behavior = facts.behavior.realWorldBehavior
    let histogram = behavior?.timeSpentAnalysis.flatMap(SegmentCharts.visitLengths)
    let dwell = behavior?.averageDwellTime
    let mean = dwell?.value.map { NumberText.brief($0) + " minutes" + (dwell?.estimated == true ? ", estimated" : "") }
    return HTML.section(
      "How long they stay",
      content: (histogram ?? absent(of: "time_spent_analysis")) + HTML.table([("mean", mean)]))
  }

  private var network: String {
    let patterns = facts.influence.communityInfluencePatterns
    let network = patterns?.influenceNetwork
    let drawn = network?.directConnections.map(SegmentCharts.egoNetwork) ?? absent(of: "direct_connections")
    return HTML.section(
      "The network around a person",
      content: drawn
        + HTML.table([
          ("direct connections, mean", network?.directConnections.map { "\($0)" }),
          ("indirect connections", network?.indirectConnections.map { "\($0)" }),
          ("density around a person", network?.networkDensity.map(NumberText.brief)),
          ("density of the whole", network?.globalDensity.map(NumberText.fine)),
          ("reach within \(network?.reachHops ?? 0) steps", network?.communityReach.map(NumberText.brief)),
          ("compatibility of agents", patterns?.ai2aiInsights?.averageCompatibility.map(NumberText.brief)),
          ("how often agents meet", patterns?.ai2aiInsights?.connectionFrequency),
          ("learning of agents, 0.5 is none", patterns?.ai2aiInsights?.learningRate.map(NumberText.brief)),
          ("influence", patterns?.influenceScore?.interpretation),
          ("community", patterns?.communitySize?.interpretation),
        ]))
  }

  private var marketing: String {
    let purchases = facts.influence.purchaseBehavior
    let strategies = facts.influence.marketingImplications?.recommendedMarketingStrategies ?? []
    return HTML.section(
      "What follows",
      content: HTML.table(
        [
          ("adoptions", purchases?.communityDrivenPurchases?.interpretation),
          ("trends", purchases?.trendSetterScore?.interpretation),
          ("sharing", purchases?.socialSharingTendency?.interpretation),
        ] + strategies.map { ($0.strategy, "\(NumberText.brief($0.effectiveness)): \($0.reasoning)") }))
  }

  /// The knots of the five layers; a dimension that is withheld counts as neutral.
  private func knots() throws(KnotError) -> String {
    let layers = try KnotLayers(facts.dimensions.map(\.value), cache: KnotCache())
    var content =
      "<p>At each layer the traits further from neutral than its threshold are full twists of the braid: "
      + "<span class=\"high\">high</span> ones positive, <span class=\"low\">low</span> ones negative. Drawn from the "
      + "released means, which adds no information to them.</p>\n"
    for (index, traits) in layers.traits.enumerated() {
      let knot = layers.portraits[index].invariants
      let threshold = NumberText.brief(Double(TraitLevels.layerThresholds[index]) / 1_000_000)
      content += "<h3>threshold \(threshold)</h3>\n" + KnotDrawing.svg(traits)
      content += HTML.table([
        ("Jones", knot.jones.description), ("Alexander", knot.alexander.description),
        ("signature, determinant, Arf", "\(knot.signature), \(knot.determinant), \(knot.arf)"),
        ("crossing number", "\(knot.crossingBounds.lowerBound) to \(knot.crossingBounds.upperBound)"),
      ])
    }
    return HTML.section("Knots of the profile", content: content)
  }

  private var withheld: String {
    let rows = facts.withheld.map { ($0.field, Optional($0.reason + ($0.detail.isEmpty ? "" : ": \($0.detail)"))) }
    return rows.isEmpty ? "" : HTML.section("Withheld", content: HTML.table(rows))
  }

  /// Why what would be drawn is not there.
  private func absent(of name: String) -> String {
    let reasons = facts.withheld.filter { $0.field.contains(name) }.map { "\($0.field): \($0.reason)" }
    return HTML.paragraph(reasons.isEmpty ? "withheld" : reasons.joined(separator: "; "), kind: "absent")
  }

  private static let style = """
    svg{margin:10px 0}svg .axis{stroke-width:1.5}svg .spread{stroke:var(--pale);stroke-width:7;stroke-linecap:round}
    svg .quartile{stroke:var(--ink);stroke-width:1.5}svg .self{fill:var(--b)}
    .move{fill:none;stroke:var(--pale);stroke-linecap:butt}.head{fill:var(--pale)}
    .way .move{stroke:var(--a)}.way .head{fill:var(--a)}
    .knot path{fill:none;stroke:var(--soft);stroke-width:4;stroke-linecap:round}.knot .high path{stroke:var(--a)}
    .knot .low path{stroke:var(--b)}
    .knot .halo,.knot .high .halo,.knot .low .halo{stroke:var(--paper);stroke-width:12;stroke-linecap:butt}
    span.high{color:var(--a)}span.low{color:var(--b)}.absent{color:var(--soft);font-style:italic}
    """
}
