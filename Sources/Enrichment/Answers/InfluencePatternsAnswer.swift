package import EnrichmentSchema

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
    for name in ["average_compatibility", "connection_frequency", "learning_rate"] {
      fields.withhold("\(path).ai2ai_insights.\(name)", .notReleased)
    }
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
    size.interpretation = "\(Rounding.grouped(people.rounded)) people with the same interests in \(region)"
    return size
  }

  private static func network(_ findings: SegmentFindings, _ fields: inout AnswerFields) -> InfluenceNetwork? {
    let group = "\(path).influence_network"
    for name in ["indirect_connections", "community_reach", "network_density"] {
      fields.withhold("\(group).\(name)", .notReleased)
    }
    let direct = fields.bare(findings[.directConnections], at: "\(group).direct_connections")
    guard let density = fields.bare(findings.globalDensity, at: "\(group).global_density"), let direct else {
      return nil
    }
    var network = InfluenceNetwork()
    network.directConnections = Int32(direct.value.rounded())
    network.globalDensity = Rounding.share(density.value)
    return network
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
      guard let people = people[.network], people.count >= 2 else {
        return .absent(Absence(.missingInput, "needs a released number of people of at least 2"))
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
