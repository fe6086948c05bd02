package import Population

/// The interest of a base cell.
package enum CellInterest: Sendable, Hashable {
  /// The region is not divided by interest.
  case all
  /// People whose visits fall mostly into this cluster; `unknown` for those with too few visits to say.
  case cluster(InterestCluster)

  /// As written in a cell id: `all` or for example `food_and_coffee`.
  package var name: String {
    switch self {
    case .all: "all"
    case .cluster(let cluster): cluster.name
    }
  }

  /// Reads `name`; nil for any other text.
  package init?(name: String) {
    if name == "all" {
      self = .all
    } else if let cluster = InterestCluster(name: name) {
      self = .cluster(cluster)
    } else {
      return nil
    }
  }

  /// The cluster, unless all.
  package var cluster: InterestCluster? {
    if case .cluster(let cluster) = self { cluster } else { nil }
  }

  /// Whether a person of that cluster belongs here.
  package func contains(_ cluster: InterestCluster) -> Bool {
    self == .all || self == .cluster(cluster)
  }
}

extension InterestCluster {
  /// The clusters that a request may name, in the published order.
  package static let named: [InterestCluster] = allCases.filter { $0 != .unknown }

  /// The names that a request may use, in words.
  package static let allowedNames = named.map(\.name).joined(separator: ", ")
}
