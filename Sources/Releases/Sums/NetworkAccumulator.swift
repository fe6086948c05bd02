import Measures
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

  private mutating func add(_ tie: Connection) {
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
