/// The k-core decomposition by peeling, in O(n + m) (Batagelj and Zaversnik 2003).
package enum CoreNumbers {
  /// For each node, the largest k such that it lies in a part of the graph where everybody has k neighbours.
  package static func of(_ graph: SocialGraph) -> [Int] {
    var degrees = (0..<graph.nodeCount).map { graph.degree(of: $0) }
    var buckets = [[Int]](repeating: [], count: (degrees.max() ?? 0) + 1)
    for node in degrees.indices { buckets[degrees[node]].append(node) }
    var isPeeled = [Bool](repeating: false, count: graph.nodeCount)
    var level = 0
    while level < buckets.count {
      guard let node = buckets[level].popLast() else {
        level += 1
        continue
      }
      if isPeeled[node] || degrees[node] != level { continue }
      isPeeled[node] = true
      for neighbour in graph.neighbours(of: node).map(Int.init) where degrees[neighbour] > level {
        degrees[neighbour] -= 1
        buckets[degrees[neighbour]].append(neighbour)
      }
    }
    return degrees
  }
}
