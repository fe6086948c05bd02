import EngineFixtures
import Measures
import Population
import Testing

@Suite("Graph goldens", .timeLimit(.minutes(1)))
struct GraphTests {
  private let graph = KarateClub.graph
  private var statistics: GraphStatistics { GraphStatistics(graph) }

  @Test("density and clustering of the karate club")
  func clustering() throws {
    #expect(graph.edgeCount == 78)
    #expect(abs(try #require(statistics.density) - 0.139037433155) < 1e-12)
    #expect(abs(try #require(statistics.averageClustering) - 0.570638478208) < 1e-12)
  }

  @Test("the two-hop ring of the karate club")
  func rings() throws {
    #expect(abs(try #require(Neighbourhoods.meanTwoHopRing(graph)) - 15.588235294) < 1e-9)
  }

  @Test("statistics do not depend on the order, direction or repetition of edges")
  func permutations() {
    var random = SplitMix64(seed: 1)
    let shuffled = (KarateClub.edges + KarateClub.edges.map { ($1, $0) } + [(4, 4)]).shuffled(using: &random)
    #expect(SocialGraph(nodeCount: 34, edges: shuffled) == graph)
  }

  @Test("reach within three hops and hop rings of a path")
  func reach() throws {
    let path = SocialGraph(nodeCount: 5, edges: (0..<4).map { ($0, $0 + 1) })
    var neighbourhoods = Neighbourhoods(path)
    let rings = [neighbourhoods.rings(of: 0, hops: 3), neighbourhoods.rings(of: 2, hops: 2)]
    #expect(rings == [[1, 1, 1, 1], [1, 2, 2]])
    #expect(abs(try #require(Neighbourhoods.reach(path)) - 18.0 / 20) < 1e-12)
  }
}
