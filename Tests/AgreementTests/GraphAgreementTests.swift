import Enrichment
import Foundation
import Testing

/// Measures of the Jakarta friendships beside those of networkx.
@Suite("graph measures")
struct GraphAgreementTests {
  private struct Graph: Decodable {
    let nodes: Int
    let edges: [[Int]]
    let density: Double
    let transitivity: Double
    let averageClustering: Double
    let degreeAssortativity: Double
    let twoHopRing: Double
    let reach: Double
    let ranks: [Double]
    let cores: [Int]
    let clustering: [Double]
  }

  @Test("of the whole graph and of every node equal those of networkx")
  func agreement() throws {
    guard let folder = PythonRun.folder("jakarta") else { return }
    let other = try #require(try PythonRun.lines(Graph.self, "graph.py", folder.path).first)
    let graph = SocialGraph(nodeCount: other.nodes, edges: other.edges.map { ($0[0], $0[1]) })
    let statistics = GraphStatistics(graph)
    let pairs: [(Double?, Double)] = [
      (statistics.density, other.density), (statistics.transitivity, other.transitivity),
      (statistics.averageClustering, other.averageClustering),
      (statistics.degreeAssortativity, other.degreeAssortativity),
      (Neighbourhoods.meanTwoHopRing(graph), other.twoHopRing), (Neighbourhoods.reach(graph), other.reach),
    ]
    for (index, (own, other)) in pairs.enumerated() {
      #expect(try abs(#require(own) - other) < 1e-9, "measure \(index)")
    }
    #expect(zip(PageRank.ranks(graph), other.ranks).allSatisfy { abs($0 - $1) < 1e-12 })
    #expect(CoreNumbers.of(graph) == other.cores)
    #expect((0..<other.nodes).allSatisfy { abs(statistics.clustering(of: $0) - other.clustering[$0]) < 1e-12 })
    print("agreement: \(pairs.count) measures of the graph, 3 of each of \(other.nodes) nodes")
  }
}
