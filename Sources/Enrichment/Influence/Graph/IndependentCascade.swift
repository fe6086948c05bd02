/// How far something spreads when each newly active node gets one try per neighbour (Kempe, Kleinberg and Tardos,
/// KDD 2003).
package enum IndependentCascade {
  /// The mean number of active nodes in the end, the seed included, over `runs` simulated cascades.
  package static func meanSpread(
    _ graph: SocialGraph, from seed: Int, probability: Double, runs: Int, using random: inout SplitMix64
  ) -> Double {
    let total = (0..<runs).reduce(0) { sum, _ in sum + spread(graph, seed, probability, &random) }
    return Double(total) / Double(runs)
  }

  private static func spread(
    _ graph: SocialGraph, _ seed: Int, _ probability: Double, _ random: inout SplitMix64
  ) -> Int {
    var isActive = [Bool](repeating: false, count: graph.nodeCount)
    isActive[seed] = true
    var active = [seed]
    var next = 0
    while next < active.count {
      for neighbour in graph.neighbours(of: active[next]).map(Int.init) where !isActive[neighbour] {
        guard random.unit() < probability else { continue }
        isActive[neighbour] = true
        active.append(neighbour)
      }
      next += 1
    }
    return active.count
  }

  /// The expected number of active nodes in the end, exactly, by summing over which edges let it through; `nil` for
  /// graphs of more than 20 edges.
  package static func expectedSpread(_ graph: SocialGraph, from seed: Int, probability: Double) -> Double? {
    let edges = graph.edges
    guard edges.count <= 20 else { return nil }
    return (0..<(1 << edges.count)).reduce(0.0) { sum, open in
      let passing = edges.indices.filter { open >> $0 & 1 == 1 }
      var chance = 1.0
      for edge in edges.indices { chance *= open >> edge & 1 == 1 ? probability : 1 - probability }
      let subgraph = SocialGraph(nodeCount: graph.nodeCount, edges: passing.map { edges[$0] })
      var neighbourhoods = Neighbourhoods(subgraph)
      return sum + chance * Double(neighbourhoods.rings(of: seed, hops: graph.nodeCount).reduce(0, +))
    }
  }
}
