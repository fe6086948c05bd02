/// An undirected graph without loops and double edges; nodes are 0..<nodeCount.
package struct SocialGraph: Sendable, Hashable {
  /// The number of nodes.
  package let nodeCount: Int
  /// The number of edges.
  package let edgeCount: Int
  private let starts: [Int]
  private let targets: [Int32]

  /// Makes the graph; loops and repeated edges are left out, as are edges to nodes that do not exist.
  package init(nodeCount: Int, edges: some Sequence<(Int, Int)>) {
    var pairs = Set<SIMD2<Int32>>()
    for (left, right) in edges where left != right && (0..<nodeCount).contains(left) && (0..<nodeCount).contains(right)
    {
      pairs.insert(SIMD2(Int32(min(left, right)), Int32(max(left, right))))
    }
    var degrees = [Int](repeating: 0, count: nodeCount)
    for pair in pairs {
      degrees[Int(pair.x)] += 1
      degrees[Int(pair.y)] += 1
    }
    var starts = [0]
    starts.reserveCapacity(nodeCount + 1)
    for degree in degrees { starts.append((starts.last ?? 0) + degree) }
    var next = starts
    var targets = [Int32](repeating: 0, count: 2 * pairs.count)
    for pair in pairs {
      targets[next[Int(pair.x)]] = pair.y
      targets[next[Int(pair.y)]] = pair.x
      next[Int(pair.x)] += 1
      next[Int(pair.y)] += 1
    }
    for node in 0..<nodeCount { targets[starts[node]..<starts[node + 1]].sort() }
    self.nodeCount = nodeCount
    edgeCount = pairs.count
    self.starts = starts
    self.targets = targets
  }

  /// The neighbours of a node, ascending.
  package func neighbours(of node: Int) -> ArraySlice<Int32> {
    targets[starts[node]..<starts[node + 1]]
  }

  /// The number of neighbours of a node.
  package func degree(of node: Int) -> Int {
    starts[node + 1] - starts[node]
  }

  /// The edges, each once with the smaller node first, ascending.
  package var edges: [(Int, Int)] {
    (0..<nodeCount).flatMap { node in
      neighbours(of: node).lazy.map(Int.init).filter { $0 > node }.map { (node, $0) }
    }
  }
}
