package import Measures

/// Integer sums over the people of a graph that say how it hangs together.
package struct NetworkShape: Sendable {
  private let graph: SocialGraph
  /// Sum over people of how many others are exactly two steps away.
  package let twoHopRing: Int64
  /// Ordered pairs of people at most three steps apart.
  package let threeHopPairs: Int64

  /// Looks three steps around everybody.
  package init(_ graph: SocialGraph) {
    self.graph = graph
    var neighbourhoods = Neighbourhoods(graph)
    var (ring, pairs): (Int64, Int64) = (0, 0)
    for person in 0..<graph.nodeCount where graph.degree(of: person) > 0 {
      let rings = neighbourhoods.rings(of: person, hops: 3)
      ring += Int64(rings[2])
      pairs += Int64(rings[1] + rings[2] + rings[3])
    }
    twoHopRing = ring
    threeHopPairs = pairs
  }

  /// Sum over people of the density of ties among their neighbours, each a whole number of `1/granules`.
  package func egoDensity(granules: Int64) -> Int64 {
    let statistics = GraphStatistics(graph)
    return (0..<graph.nodeCount).reduce(0) { sum, person in
      let pairs = Int64(graph.degree(of: person)) * Int64(graph.degree(of: person) - 1)
      guard pairs > 0 else { return sum }
      return sum + (2 * 2 * Int64(statistics.triangles(at: person)) * granules + pairs) / (2 * pairs)
    }
  }
}
