extension RegionPlan.Division: CustomStringConvertible {
  /// As an operator writes it: `region`, `cluster` or for example `age_cluster:20-25,25-30`.
  package var description: String {
    switch self {
    case .region: "region"
    case .cluster: "cluster"
    case .ageCluster(let bands): "age_cluster:" + bands.map { "\($0.from)-\($0.to)" }.joined(separator: ",")
    }
  }

  /// Reads `description`; nil for any other text.
  package init?(_ text: String) {
    switch text {
    case "region": self = .region
    case "cluster": self = .cluster
    default:
      guard text.hasPrefix("age_cluster:") else { return nil }
      let names = text.dropFirst("age_cluster:".count).split(separator: ",", omittingEmptySubsequences: false)
      var bands: [AgeRange] = []
      for name in names {
        guard case .years(let range) = CellAges(name: String(name)) else { return nil }
        bands.append(range)
      }
      self = .ageCluster(bands: bands)
    }
  }
}
