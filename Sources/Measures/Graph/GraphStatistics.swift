/// Statistics of a whole graph, exact.
package struct GraphStatistics: Sendable {
  private let graph: SocialGraph

  /// Statistics of a graph.
  package init(_ graph: SocialGraph) {
    self.graph = graph
  }

  /// Edges over possible edges, 2m / (n (n - 1)); `nil` with fewer than two nodes.
  package var density: Double? {
    guard graph.nodeCount > 1 else { return nil }
    return 2 * Double(graph.edgeCount) / (Double(graph.nodeCount) * Double(graph.nodeCount - 1))
  }

  /// The edges among the neighbours of a node.
  package func triangles(at node: Int) -> Int {
    let neighbours = graph.neighbours(of: node)
    return neighbours.reduce(0) { $0 + Self.common(graph.neighbours(of: Int($1)), neighbours) } / 2
  }

  private static func common(_ left: ArraySlice<Int32>, _ right: ArraySlice<Int32>) -> Int {
    var (i, j, count) = (left.startIndex, right.startIndex, 0)
    while i < left.endIndex, j < right.endIndex {
      if left[i] == right[j] {
        (i, j, count) = (i + 1, j + 1, count + 1)
      } else if left[i] < right[j] {
        i += 1
      } else {
        j += 1
      }
    }
    return count
  }

  /// Ego density of a node, 2t / (k (k - 1)); 0 with fewer than two neighbours.
  package func clustering(of node: Int) -> Double {
    let degree = graph.degree(of: node)
    return degree < 2 ? 0 : 2 * Double(triangles(at: node)) / Double(degree * (degree - 1))
  }

  /// The mean ego density; `nil` without nodes.
  package var averageClustering: Double? {
    guard graph.nodeCount > 0 else { return nil }
    return (0..<graph.nodeCount).reduce(0) { $0 + clustering(of: $1) } / Double(graph.nodeCount)
  }
}
