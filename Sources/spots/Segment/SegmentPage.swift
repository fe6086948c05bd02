import Personality
import EnrichmentSchema

/// A segment as one HTML page that needs no other file.
struct SegmentPage {
  private let facts: SegmentFacts

  /// A page of these facts.
  init(_ facts: SegmentFacts) { self.facts = facts }

  /// The page.
  /// - Throws: `KnotError.identity` if a knot contradicts itself.
  func text() throws(KnotError) -> String {
    let sections = [dimensions, journeys, visits, network, marketing, try knots(), withheld]
    return """
      <!DOCTYPE html>
      <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
      <title>\(PageText.escaped(facts.segment))</title><style>\(Self.style)</style></head><body><main>
      <h1>\(PageText.escaped(facts.segment))</h1>
      \(source)\(sections.joined())</main></body></html>

      """
  }

  private var source: String {
    guard let metadata = facts.behavior.marketSegmentMetadata else { return "" }
    let people = metadata.simulated ? "simulated people" : "people"
    return "<p>About \(metadata.sampleSize) \(people) of \(PageText.escaped(metadata.geographicCoverage)); release "
      + "\(PageText.escaped(metadata.releaseID)), policy \(PageText.escaped(metadata.policy)), epsilon "
      + "\(Lines.number(metadata.epsilon)). Quantum-inspired; everything is computed classically.</p>\n"
  }

  private var dimensions: String {
    let profile = facts.personality.personalityProfile
    let note = "<p>Mean of the people, and one standard deviation to either side; the strokes are the quartiles.</p>\n"
    return PageText.section(
      "Twelve dimensions",
      note + SegmentCharts.dimensions(facts.dimensions)
        + PageText.rows([
          ("archetype", profile?.archetype),
          ("authenticity, what they say against what they do", profile?.authenticityScore.map(Lines.number)),
        ]))
  }

  private var journeys: String {
    let patterns = facts.behavior.realWorldBehavior?.journeyPatterns
    let path = patterns?.typicalPath ?? []
    let moves = JourneyDrawing.svg(steps: patterns?.steps ?? [], path: path)
    let note = "<p>Moves within a day, the broader the more frequent; the typical path is dark.</p>\n"
    return PageText.section(
      "Journeys",
      (moves.map { note + $0 } ?? "") + (path.isEmpty ? absent(of: "typical_path") : "")
        + PageText.rows([
          ("typical path", path.isEmpty ? nil : path.joined(separator: " → ")), ("journeys", patterns?.frequency),
          ("variability, 0 is routine", patterns?.variability.map(Lines.number)),
          ("returns", facts.behavior.realWorldBehavior?.returnVisitRate?.interpretation),
          ("explores", facts.behavior.realWorldBehavior?.explorationTendency?.interpretation),
        ]))
  }

  private var visits: String {
    let behavior = facts.behavior.realWorldBehavior
    let histogram = behavior?.timeSpentAnalysis.flatMap(SegmentCharts.visitLengths)
    let dwell = behavior?.averageDwellTime
    let mean = dwell?.value.map { Lines.number($0) + " minutes" + (dwell?.estimated == true ? ", estimated" : "") }
    return PageText.section(
      "How long they stay",
      (histogram ?? absent(of: "time_spent_analysis")) + PageText.rows([("mean", mean)]))
  }

  private var network: String {
    let patterns = facts.influence.communityInfluencePatterns
    let network = patterns?.influenceNetwork
    let drawn = network?.directConnections.map(SegmentCharts.egoNetwork) ?? absent(of: "direct_connections")
    return PageText.section(
      "The network around a person",
      drawn
        + PageText.rows([
          ("direct connections, mean", network?.directConnections.map { "\($0)" }),
          ("indirect connections", network?.indirectConnections.map { "\($0)" }),
          ("density around a person", network?.networkDensity.map(Lines.number)),
          ("density of the whole", network?.globalDensity.map(Lines.number)),
          ("reach within \(network?.reachHops ?? 0) steps", network?.communityReach.map(Lines.number)),
          ("compatibility of agents", patterns?.ai2aiInsights?.averageCompatibility.map(Lines.number)),
          ("how often agents meet", patterns?.ai2aiInsights?.connectionFrequency),
          ("learning of agents, 0.5 is none", patterns?.ai2aiInsights?.learningRate.map(Lines.number)),
          ("influence", patterns?.influenceScore?.interpretation),
          ("community", patterns?.communitySize?.interpretation),
        ]))
  }

  private var marketing: String {
    let purchases = facts.influence.purchaseBehavior
    let strategies = facts.influence.marketingImplications?.recommendedMarketingStrategies ?? []
    return PageText.section(
      "What follows",
      PageText.rows(
        [
          ("adoptions", purchases?.communityDrivenPurchases?.interpretation),
          ("trends", purchases?.trendSetterScore?.interpretation),
          ("sharing", purchases?.socialSharingTendency?.interpretation),
        ] + strategies.map { ($0.strategy, "\(Lines.number($0.effectiveness)): \($0.reasoning)") }))
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
      let threshold = Lines.number(Double(TraitLevels.layerThresholds[index]) / 1_000_000)
      content += "<h3>threshold \(threshold)</h3>\n" + KnotDrawing.svg(traits)
      content += PageText.rows([
        ("Jones", knot.jones.description), ("Alexander", knot.alexander.description),
        ("signature, determinant, Arf", "\(knot.signature), \(knot.determinant), \(knot.arf)"),
        ("crossing number", "\(knot.crossingBounds.lowerBound) to \(knot.crossingBounds.upperBound)"),
      ])
    }
    return PageText.section("Knots of the profile", content)
  }

  private var withheld: String {
    let rows = facts.withheld.map { ($0.field, Optional($0.reason + ($0.detail.isEmpty ? "" : ": \($0.detail)"))) }
    return rows.isEmpty ? "" : PageText.section("Withheld", PageText.rows(rows))
  }

  /// Why what would be drawn is not there.
  private func absent(of name: String) -> String {
    let reasons = facts.withheld.filter { $0.field.contains(name) }.map { "\($0.field): \($0.reason)" }
    return
      "<p class=\"absent\">\(PageText.escaped(reasons.isEmpty ? "withheld" : reasons.joined(separator: "; ")))</p>\n"
  }

  private static let style = """
    body{font:15px/1.5 system-ui,sans-serif;margin:0;background:#fff;color:#1b1f24}
    main{max-width:760px;margin:2rem auto;padding:0 1rem}h1{font-size:1.7rem}h2{font-size:1.2rem;margin-top:2.2rem}
    h3{font-size:1rem;margin-bottom:.2rem}svg{max-width:100%;height:auto;display:block;margin:.6rem 0}
    table{border-collapse:collapse}th{text-align:left;font-weight:500;padding:.15rem 1.2rem .15rem 0;vertical-align:top}
    td{overflow-wrap:anywhere}svg text{font-size:12px;fill:#1b1f24}svg .pole{fill:#68707a;font-size:11px}
    svg .end{text-anchor:end}svg .middle{text-anchor:middle}svg .axis{stroke:#c6ccd3;stroke-width:1.5}
    svg .spread{stroke:#7fa8d9;stroke-width:7;stroke-linecap:round}circle,rect{fill:#2563ab}.self{fill:#b4472f}
    svg .quartile{stroke:#1b1f24;stroke-width:1.5}.move{fill:none;stroke:#b9cfe8;stroke-linecap:butt}
    .head{fill:#b9cfe8}.way .move{stroke:#2563ab}.way .head{fill:#2563ab}
    .knot path{fill:none;stroke:#68707a;stroke-width:4;stroke-linecap:round}.knot .high path{stroke:#2563ab}
    .knot .low path{stroke:#b4472f}.knot .halo,.knot .high .halo,.knot .low .halo{stroke:#fff;stroke-width:12;stroke-linecap:butt}
    span.high{color:#2563ab}span.low{color:#b4472f}.absent{color:#68707a;font-style:italic}
    """
}
