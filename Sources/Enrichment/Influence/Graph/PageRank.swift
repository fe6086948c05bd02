/// PageRank of an undirected graph (Brin and Page, 1998): each edge is followed both ways, nodes without edges hand
/// their weight to all nodes alike.
package enum PageRank {
  /// The rank of each node, summing to 1.
  ///
  /// - Parameters:
  ///   - damping: The probability of following an edge, in [0, 1).
  ///   - tolerance: The L1 change at which the iteration ends.
  ///   - iterations: The most steps taken; at damping .85 about 200 reach 1e-14.
  package static func ranks(
    _ graph: SocialGraph, damping: Double = 0.85, tolerance: Double = 1e-14, iterations: Int = 1_000
  ) -> [Double] {
    guard graph.nodeCount > 0 else { return [] }
    var ranks = [Double](repeating: 1 / Double(graph.nodeCount), count: graph.nodeCount)
    for _ in 0..<iterations {
      let next = step(graph, ranks, damping)
      let change = zip(ranks, next).reduce(0) { $0 + abs($1.0 - $1.1) }
      ranks = next
      if change < tolerance { break }
    }
    return ranks
  }

  private static func step(_ graph: SocialGraph, _ ranks: [Double], _ damping: Double) -> [Double] {
    let count = Double(graph.nodeCount)
    var isolated = 0.0
    var shares = ranks
    for node in ranks.indices {
      let degree = graph.degree(of: node)
      if degree == 0 { isolated += ranks[node] } else { shares[node] /= Double(degree) }
    }
    let base = (1 - damping) / count + damping * isolated / count
    return ranks.indices.map { node in
      base + damping * graph.neighbours(of: node).reduce(0) { $0 + shares[Int($1)] }
    }
  }

  /// For each value, the share of all values that are not larger: the empirical distribution function at it.
  package static func cumulativeShares(_ values: [Double]) -> [Double] {
    let sorted = values.sorted()
    return values.map { value in
      var low = 0
      var high = sorted.count
      while low < high {
        let middle = (low + high) / 2
        if sorted[middle] <= value { low = middle + 1 } else { high = middle }
      }
      return Double(low) / Double(sorted.count)
    }
  }
}
