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

  /// The mean number of neighbours; `nil` without nodes.
  package var meanDegree: Double? {
    graph.nodeCount > 0 ? 2 * Double(graph.edgeCount) / Double(graph.nodeCount) : nil
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

  /// Three times the triangles over the connected triples; 0 without triples.
  package var transitivity: Double {
    let closed = (0..<graph.nodeCount).reduce(0) { $0 + triangles(at: $1) }
    let triples = (0..<graph.nodeCount).reduce(0) { sum, node in
      sum + graph.degree(of: node) * (graph.degree(of: node) - 1) / 2
    }
    return triples > 0 ? Double(closed) / Double(triples) : 0
  }

  /// The correlation of the degrees at the two ends of an edge (Newman 2002); `nil` when all degrees are equal.
  package var degreeAssortativity: Double? {
    let ends = graph.edges.flatMap { left, right in
      let degrees = (Double(graph.degree(of: left)), Double(graph.degree(of: right)))
      return [degrees, (degrees.1, degrees.0)]
    }
    guard !ends.isEmpty else { return nil }
    let mean = ends.reduce(0) { $0 + $1.0 } / Double(ends.count)
    let variance = ends.reduce(0) { $0 + ($1.0 - mean) * ($1.0 - mean) }
    let covariance = ends.reduce(0) { $0 + ($1.0 - mean) * ($1.1 - mean) }
    return variance > 0 ? covariance / variance : nil
  }

  /// Homophily: how much more often edges join equal groups than if ends were drawn at random,
  /// (Tr e - sum e^2) / (1 - sum e^2) (Newman 2003). `nil` without edges or when all ends are in one group.
  package func assortativity(groups: [Int]) -> Double? {
    guard groups.count == graph.nodeCount, graph.edgeCount > 0 else { return nil }
    var ends: [Int: Int] = [:]
    var within = 0
    for (left, right) in graph.edges {
      ends[groups[left], default: 0] += 1
      ends[groups[right], default: 0] += 1
      if groups[left] == groups[right] { within += 1 }
    }
    guard ends.count > 1 else { return nil }
    let all = 2 * Double(graph.edgeCount)
    let expected = Double(ends.values.reduce(0) { $0 + $1 * $1 }) / (all * all)
    return (2 * Double(within) / all - expected) / (1 - expected)
  }

  /// The largest eigenvalue of the adjacency matrix, by power iteration on the matrix plus one (so that the largest
  /// eigenvalue alone dominates, also in a bipartite graph); 0 without edges.
  package func largestEigenvalue(tolerance: Double = 1e-13, iterations: Int = 100_000) -> Double {
    guard graph.edgeCount > 0 else { return 0 }
    var vector = [Double](repeating: 1 / Double(graph.nodeCount).squareRoot(), count: graph.nodeCount)
    var value = 0.0
    for _ in 0..<iterations {
      let product = vector.indices.map { node in
        vector[node] + graph.neighbours(of: node).reduce(0) { $0 + vector[Int($1)] }
      }
      let length = product.reduce(0) { $0 + $1 * $1 }.squareRoot()
      let quotient = zip(vector, product).reduce(0) { $0 + $1.0 * $1.1 }
      vector = product.map { $0 / length }
      if abs(quotient - value) < tolerance { return quotient - 1 }
      value = quotient
    }
    return value - 1
  }
}
