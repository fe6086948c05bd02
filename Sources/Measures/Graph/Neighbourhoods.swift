/// How many people a node reaches within a number of hops.
package struct Neighbourhoods: Sendable {
  private let graph: SocialGraph
  private var mark: [Int32]
  private var stamp: Int32 = 0
  private var reached: [Int32] = []

  /// Neighbourhoods of a graph.
  package init(_ graph: SocialGraph) {
    self.graph = graph
    mark = Array(repeating: 0, count: graph.nodeCount)
  }

  /// The number of nodes at exactly 0, 1, …, `hops` steps from `node`.
  package mutating func rings(of node: Int, hops: Int) -> [Int] {
    stamp += 1
    mark[node] = stamp
    reached.removeAll(keepingCapacity: true)
    reached.append(Int32(node))
    var sizes = [1]
    var ring = 0..<1
    for _ in 0..<hops {
      for index in ring {
        for neighbour in graph.neighbours(of: Int(reached[index])) where mark[Int(neighbour)] != stamp {
          mark[Int(neighbour)] = stamp
          reached.append(neighbour)
        }
      }
      ring = ring.upperBound..<reached.count
      sizes.append(ring.count)
    }
    return sizes
  }

  /// The mean size of the ring at exactly two hops; `nil` without nodes.
  package static func meanTwoHopRing(_ graph: SocialGraph) -> Double? {
    guard graph.nodeCount > 0 else { return nil }
    var neighbourhoods = Neighbourhoods(graph)
    let sum = (0..<graph.nodeCount).reduce(0) { $0 + neighbourhoods.rings(of: $1, hops: 2)[2] }
    return Double(sum) / Double(graph.nodeCount)
  }

  /// The mean share of the other nodes reached within `hops` steps; `nil` with fewer than two nodes.
  package static func reach(_ graph: SocialGraph, hops: Int = 3) -> Double? {
    guard graph.nodeCount > 1 else { return nil }
    var neighbourhoods = Neighbourhoods(graph)
    let sum = (0..<graph.nodeCount).reduce(0) { sum, node in
      sum + neighbourhoods.rings(of: node, hops: hops).dropFirst().reduce(0, +)
    }
    return Double(sum) / (Double(graph.nodeCount) * Double(graph.nodeCount - 1))
  }
}
