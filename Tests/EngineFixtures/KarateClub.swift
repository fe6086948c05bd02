package import Measures

/// Zachary's karate club (W. W. Zachary, Journal of Anthropological Research 33, 1977): 34 members, 78 friendships.
package enum KarateClub {
  private static let later: [Int: [Int]] = [
    0: [1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 12, 13, 17, 19, 21, 31], 1: [2, 3, 7, 13, 17, 19, 21, 30],
    2: [3, 7, 8, 9, 13, 27, 28, 32], 3: [7, 12, 13], 4: [6, 10], 5: [6, 10, 16], 6: [16], 8: [30, 32, 33], 9: [33],
    13: [33], 14: [32, 33], 15: [32, 33], 18: [32, 33], 19: [33], 20: [32, 33], 22: [32, 33],
    23: [25, 27, 29, 32, 33], 24: [25, 27, 31], 25: [31], 26: [29, 33], 27: [33], 28: [31, 33], 29: [32, 33],
    30: [32, 33], 31: [32, 33], 32: [33],
  ]

  package static let edges = later.flatMap { node, others in others.map { (node, $0) } }
  package static let graph = SocialGraph(nodeCount: 34, edges: edges)

  /// Who stayed with the instructor (0) and who followed the officers (1).
  package static let clubs: [Int] = {
    let instructor: Set = [0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 12, 13, 16, 17, 19, 21]
    return (0..<34).map { instructor.contains($0) ? 0 : 1 }
  }()
}
