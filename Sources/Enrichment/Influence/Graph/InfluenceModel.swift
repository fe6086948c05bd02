/// The exact model of influence between two people and of what starts with one.
package enum InfluenceModel {
  /// The probability that v acts after u, given `followed` of v's `actions` came after u's: (followed + 1) /
  /// (actions + 10), the mean under a Beta(1, 9) prior (Goyal, Bonchi and Lakshmanan, WSDM 2010).
  package static func edgeProbability(followed: Int, actions: Int) -> Double {
    Double(followed + 1) / Double(actions + 10)
  }

  /// The influence score of a degree, k / (k + 20) with k at most 50: 0 to .714.
  package static func saturation(degree: Int) -> Double {
    let degree = Double(min(max(0, degree), MeasureContext.connectionBound))
    return degree / (degree + 20)
  }

  /// Expected followers of one person under a distribution of followers; entry k is the probability of k.
  package static func branchingNumber(_ followers: [Double]) -> Double {
    followers.enumerated().reduce(0) { $0 + Double($1.offset) * $1.element }
  }

  /// The probability that what one person starts never dies out: 1 - q with q the smallest root of q = G(q), where G
  /// is the generating function of the followers; 0 when each person has at most one follower on average.
  package static func potential(_ followers: [Double]) -> Double {
    guard branchingNumber(followers) > 1 else { return 0 }
    var low = 0.0
    var high = 1.0
    // G(q) - q is positive below the smallest root and negative between it and 1.
    for _ in 0..<60 {
      let middle = (low + high) / 2
      let value = followers.reversed().reduce(0) { $0 * middle + $1 }
      if value > middle { low = middle } else { high = middle }
    }
    return 1 - (low + high) / 2
  }

  /// The derived viral potential R / (1 + R) with R = kappa x connections x sharing x community-driven share.
  package static func viralPotential(
    connections: Double, sharing: Double, communityDriven: Double, kappa: Double = 0.5
  ) -> Double {
    let rate = kappa * connections * sharing * communityDriven
    return rate / (1 + rate)
  }
}
