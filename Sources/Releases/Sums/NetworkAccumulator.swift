package import Measures
package import Population

/// The network of a region's people while an epoch is computed. It never leaves the epoch job.
///
/// Holds a number of four bytes for every end of a tie and a pseudonym for every person: about 10 MB for 60,000 people
/// with 20 ties each.
package struct NetworkAccumulator: Sendable {
  /// The family the sums belong to.
  package let family: NetworkFamily
  private let cutOff: Int64
  private var numbers: [AgentID: Int32] = [:]
  /// By person: the others they name; `nil` for somebody who is only named.
  private var named: [[Int32]?] = []
  private var ends: [NetworkStatistic: [Int64]]

  /// No people yet; `cutOff` in microseconds since 1970 UTC.
  package init(family: NetworkFamily, cutOff: Int64) {
    self.family = family
    self.cutOff = cutOff
    ends = family.statistics.reduce(into: [:]) {
      $0[$1] = Array(repeating: 0, count: NetworkFamily.length(of: $1))
    }
  }

  /// Adds a person who is counted for the purpose network, once. Their connections are those whose other end consents.
  package mutating func add(_ records: AgentRecords) {
    let ties = InfluenceMeasures.counted(records.connections, before: cutOff)
    let own = Int(number(of: records.person.agent))
    named[own] = ties.map { number(of: $0.peer) }
    for tie in ties { add(tie) }
  }

  /// The exact sums of every statistic of the family in granules.
  package func exactSums() -> [NetworkStatistic: [Int64]] {
    var sums = ends
    guard !sums.isEmpty else { return sums }
    let shape = NetworkShape(graph)
    sums[.egoDensity] = [shape.egoDensity(granules: 1 << Int64(NetworkStatistic.egoDensity.fractionBits))]
    sums[.twoHopRing] = [shape.twoHopRing]
    sums[.threeHopPairs] = [shape.threeHopPairs / NetworkFamily.pairsPerGranule]
    return sums
  }

  /// The ties between counted people of the region. Both must name each other, so that nobody has more than they name.
  private var graph: SocialGraph {
    var edges: [(Int, Int)] = []
    for (person, others) in named.enumerated() {
      for other in others ?? [] where Int(other) > person && named[Int(other)]?.contains(Int32(person)) == true {
        edges.append((person, Int(other)))
      }
    }
    return SocialGraph(nodeCount: named.count, edges: edges)
  }

  private mutating func number(of agent: AgentID) -> Int32 {
    if let known = numbers[agent] { return known }
    let number = Int32(named.count)
    numbers[agent] = number
    named.append(nil)
    return number
  }

  private mutating func add(_ tie: Tie) {
    if let value = tie.compatibility { add(Double(value) / 1_000_000, to: .compatibility) }
    if let slope = tie.learningSlope { add(Ai2aiMeasures.learning(slope: slope), to: .learning) }
    if let rate = Ai2aiMeasures.sessionsAWeek(tie, until: cutOff) {
      let word = Ai2aiMeasures.Frequency(sessionsAWeek: rate)
      if let bin = Ai2aiMeasures.Frequency.allCases.firstIndex(of: word) { ends[.frequency]?[bin] += 1 }
    }
  }

  /// A share, centred at one half and clamped; an end without a value stays at the centre.
  private mutating func add(_ value: Double, to statistic: NetworkStatistic) {
    let whole = Double(1 << statistic.fractionBits)
    let granules = (min(max(value, 0), 1) * whole).rounded(.toNearestOrEven) - whole / 2
    ends[statistic]?[0] += Int64(granules)
  }
}

/// Integer sums over the people of a graph that say how it hangs together.
package struct NetworkShape: Sendable {
  private let graph: SocialGraph
  /// Sum over people of how many others are exactly two steps away.
  package let twoHopRing: Int64
  /// Ordered pairs of people at most three steps apart.
  package let threeHopPairs: Int64

  /// Looks three steps around everybody.
  package init(_ graph: SocialGraph) {
    self.graph = graph
    var neighbourhoods = Neighbourhoods(graph)
    var (ring, pairs): (Int64, Int64) = (0, 0)
    for person in 0..<graph.nodeCount where graph.degree(of: person) > 0 {
      let rings = neighbourhoods.rings(of: person, hops: 3)
      ring += Int64(rings[2])
      pairs += Int64(rings[1] + rings[2] + rings[3])
    }
    twoHopRing = ring
    threeHopPairs = pairs
  }

  /// Sum over people of the density of ties among their neighbours, each a whole number of `1/granules`.
  package func egoDensity(granules: Int64) -> Int64 {
    let statistics = GraphStatistics(graph)
    return (0..<graph.nodeCount).reduce(0) { sum, person in
      let pairs = Int64(graph.degree(of: person)) * Int64(graph.degree(of: person) - 1)
      guard pairs > 0 else { return sum }
      return sum + (2 * 2 * Int64(statistics.triangles(at: person)) * granules + pairs) / (2 * pairs)
    }
  }
}
