package import EnrichmentSchema
import Measures
import Pages
import Releases

/// The network around a segment.
package enum InfluencePatternsAnswer {
  private static let path = "community_influence_patterns"

  /// The patterns that can be shown; nil when none can.
  ///
  /// - Parameter region: region the community lives in, for the words of its size.
  package static func patterns(
    _ findings: SegmentFindings, region: String, _ fields: inout AnswerFields
  ) -> CommunityInfluencePatterns? {
    var answer = CommunityInfluencePatterns()
    answer.influenceScore = fields.share(findings[.influenceScore], at: "\(path).influence_score") {
      Sentence.level(of: "influence in community", $0, top: DerivedInput.largestInfluence)
    }
    answer.communitySize = communitySize(findings, region: region, &fields)
    answer.influenceNetwork = network(findings, &fields)
    answer.ai2aiInsights = ai2ai(findings.network, &fields)
    return answer == CommunityInfluencePatterns() ? nil : answer
  }

  /// A noisy count has no confidence of its own. It is shown when the network of the segment may be.
  private static func communitySize(
    _ findings: SegmentFindings, region: String, _ fields: inout AnswerFields
  ) -> CommunitySize? {
    guard let people = findings.community, findings.networkAbsence == nil else {
      fields.withhold("\(path).community_size", findings.networkAbsence ?? .notReleased)
      return nil
    }
    var size = CommunitySize()
    size.value = Int32(clamping: people.rounded)
    size.interpretation = "\(NumberText.grouped(people.rounded)) people with the same interests in \(region)"
    return size
  }

  private static func network(_ findings: SegmentFindings, _ fields: inout AnswerFields) -> InfluenceNetwork? {
    let group = "\(path).influence_network"
    var network = InfluenceNetwork()
    if let direct = fields.bare(findings[.directConnections], at: "\(group).direct_connections") {
      network.directConnections = Int32(direct.value.rounded())
    }
    let global = fields.bare(findings.globalDensity, at: "\(group).global_density")
    network.globalDensity = global.map { Rounding.significant($0.value) }
    if let indirect = fields.bare(findings.network[.indirectConnections], at: "\(group).indirect_connections") {
      network.indirectConnections = Int32(indirect.value.rounded())
    }
    if let reach = fields.bare(findings.network[.communityReach], at: "\(group).community_reach") {
      network.communityReach = Rounding.share(reach.value)
      network.reachHops = NetworkField.reachHops
    }
    let density = fields.bare(findings.network[.networkDensity], at: "\(group).network_density")
    network.networkDensity = density.map { Rounding.share($0.value) }
    return network == InfluenceNetwork() ? nil : network
  }

  private static func ai2ai(_ network: NetworkFindings, _ fields: inout AnswerFields) -> Ai2aiInsights? {
    let group = "\(path).ai2ai_insights"
    var insights = Ai2aiInsights()
    let compatibility = fields.bare(network[.averageCompatibility], at: "\(group).average_compatibility")
    insights.averageCompatibility = compatibility.map { Rounding.share($0.value) }
    insights.connectionFrequency = fields.word(
      network.frequency, of: Ai2aiMeasures.Frequency.allCases.map(\.rawValue), purpose: .network,
      from: Estimate(asOf: network.asOf, scope: network.scope), at: "\(group).connection_frequency")
    let learning = fields.bare(network[.learningRate], at: "\(group).learning_rate")
    insights.learningRate = learning.map { Rounding.share($0.value) }
    return insights == Ai2aiInsights() ? nil : insights
  }
}

extension SegmentFindings {
  /// Tolerance of the global density.
  package static let densityTolerance = 0.05

  /// Why the network of the segment may not be shown: not enough people, or no connections in the data.
  package var networkAbsence: Absence? {
    guard let absence = self[.directConnections].absence,
      absence.reason == .notAdmitted || absence.reason == .noSource
    else { return nil }
    return absence
  }

  /// Mean connections over the number of other people, `k / (n - 1)`, from two released numbers.
  package var globalDensity: Finding {
    switch self[.directConnections].shown {
    case .absent(let absence): return .absent(absence)
    case .known(let direct):
      guard let people = people[.network], people.count >= 3 else {
        return .absent(Absence(.missingInput, "needs a released number of people of at least 3"))
      }
      let others = people.count - 1
      var count = Quantity(
        value: people.count, standardError: people.noiseDeviation, tolerance: 0, range: 0...Double(Int32.max))
      count.scope = direct.scope
      return .known(
        Quantity(
          value: min(1, direct.value / others),
          of: [(1 / others, direct), (-direct.value / (others * others), count)], tolerance: Self.densityTolerance))
    }
  }
}
