import Enrichment
import Testing

@Suite("Graph goldens")
struct GraphTests {
  private let graph = KarateClub.graph
  private var statistics: GraphStatistics { GraphStatistics(graph) }

  @Test("density, clustering and transitivity of the karate club")
  func clustering() throws {
    #expect(graph.edgeCount == 78)
    #expect(abs(try #require(statistics.density) - 0.139037433155) < 1e-12)
    #expect(abs(statistics.transitivity - 0.255681818182) < 1e-12)
    #expect(abs(try #require(statistics.averageClustering) - 0.570638478208) < 1e-12)
  }

  @Test("PageRank of the karate club")
  func pageRank() {
    let ranks = PageRank.ranks(graph)
    #expect(abs(ranks[0] - 0.0969972854) < 1e-10)
    #expect(abs(ranks[33] - 0.1009191823) < 1e-10)
    #expect(abs(ranks.reduce(0, +) - 1) < 1e-12)
    let rough = PageRank.ranks(graph, tolerance: 1e-6)
    #expect(abs(rough[0] - ranks[0]) > 1e-9)
  }

  @Test("people without connections hand their rank to everybody alike")
  func dangling() {
    let ranks = PageRank.ranks(SocialGraph(nodeCount: 3, edges: [(0, 1)]))
    #expect(abs(ranks.reduce(0, +) - 1) < 1e-12)
    #expect(ranks[0] == ranks[1] && ranks[2] < ranks[0])
    #expect(PageRank.ranks(SocialGraph(nodeCount: 0, edges: [])).isEmpty)
    #expect(PageRank.cumulativeShares([3, 1, 2, 2]) == [1, 0.25, 0.75, 0.75])
  }

  @Test("core numbers of the karate club")
  func cores() {
    let cores = CoreNumbers.of(graph)
    #expect(cores.reduce(0, +) == 99)
    #expect(cores.max() == 4)
    #expect(cores.count { $0 == 4 } == 10)
  }

  @Test("assortativity of the karate club by club and by degree")
  func assortativity() throws {
    #expect(abs(try #require(statistics.assortativity(groups: KarateClub.clubs)) - 0.717530864198) < 1e-12)
    #expect(abs(try #require(statistics.degreeAssortativity) - -0.475613097685) < 1e-12)
    #expect(statistics.assortativity(groups: Array(repeating: 1, count: 34)) == nil)
  }

  @Test("two-hop ring and largest eigenvalue of the karate club")
  func ringsAndSpectrum() throws {
    #expect(abs(try #require(Neighbourhoods.meanTwoHopRing(graph)) - 15.588235294) < 1e-9)
    #expect(abs(statistics.largestEigenvalue() - 6.725697727632) < 1e-10)
  }

  @Test("statistics do not depend on the order, direction or repetition of edges")
  func permutations() {
    var random = SplitMix64(seed: 1)
    let shuffled = (KarateClub.edges + KarateClub.edges.map { ($1, $0) } + [(4, 4)]).shuffled(using: &random)
    #expect(SocialGraph(nodeCount: 34, edges: shuffled) == graph)
  }

  @Test("a cascade on a path of three at one half reaches 1.75 exactly")
  func exactCascade() {
    let path = SocialGraph(nodeCount: 3, edges: [(0, 1), (1, 2)])
    #expect(IndependentCascade.expectedSpread(path, from: 0, probability: 0.5) == 1.75)
    #expect(IndependentCascade.expectedSpread(KarateClub.graph, from: 0, probability: 0.5) == nil)
    var random = SplitMix64(seed: 9)
    let mean = IndependentCascade.meanSpread(path, from: 0, probability: 0.5, runs: 20_000, using: &random)
    #expect(abs(mean - 1.75) < 0.025)
  }

  @Test("a cascade in the karate club at .1 from the instructor reaches 3.41")
  func cascade() {
    var random = SplitMix64(seed: 9)
    let mean = IndependentCascade.meanSpread(graph, from: 0, probability: 0.1, runs: 20_000, using: &random)
    #expect(abs(mean - 3.41) < 0.08)
  }

  @Test("influence probabilities, saturation and potential follow their formulas")
  func model() {
    #expect(InfluenceModel.edgeProbability(followed: 0, actions: 0) == 0.1)
    #expect(InfluenceModel.edgeProbability(followed: 4, actions: 40) == 0.1)
    #expect(InfluenceModel.saturation(degree: 20) == 0.5)
    #expect(InfluenceModel.saturation(degree: 900) == 50.0 / 70)
    #expect(InfluenceModel.potential([0.5, 0.5]) == 0)
    #expect(abs(InfluenceModel.potential([0.25, 0.25, 0.5]) - 0.5) < 1e-12)
    #expect(InfluenceModel.viralPotential(connections: 10, sharing: 0.4, communityDriven: 0.5) == 0.5)
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
