import Foundation
import Measures
import Testing

/// Measures of the Jakarta friendships beside those of networkx.
@Suite("graph measures", .timeLimit(.minutes(5)))
struct GraphAgreementTests {
  private struct Graph: Decodable {
    let nodes: Int
    let edges: [[Int]]
    let density: Double
    let averageClustering: Double
    let twoHopRing: Double
    let reach: Double
    let clustering: [Double]
  }

  @Test("of the whole graph and of every node equal those of networkx")
  func agreement() throws {
    guard let folder = PythonRun.folder("jakarta") else { return }
    let other = try #require(try PythonRun.lines(Graph.self, "graph.py", folder.path).first)
    let graph = SocialGraph(nodeCount: other.nodes, edges: other.edges.map { ($0[0], $0[1]) })
    let statistics = GraphStatistics(graph)
    let pairs: [(Double?, Double)] = [
      (statistics.density, other.density), (statistics.averageClustering, other.averageClustering),
      (Neighbourhoods.meanTwoHopRing(graph), other.twoHopRing), (Neighbourhoods.reach(graph), other.reach),
    ]
    for (index, (own, other)) in pairs.enumerated() {
      #expect(try abs(#require(own) - other) < 1e-9, "measure \(index)")
    }
    #expect((0..<other.nodes).allSatisfy { abs(statistics.clustering(of: $0) - other.clustering[$0]) < 1e-12 })
    print("agreement: \(pairs.count) measures of the graph, 1 of each of \(other.nodes) nodes")
  }
}
