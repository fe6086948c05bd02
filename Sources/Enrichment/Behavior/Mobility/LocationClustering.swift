/// From stays to locations: DBSCAN with one point as a core (Ester et al., KDD 1996), which is the connected
/// components of the stays that lie within a distance of each other.
package struct LocationClustering: Sendable, Hashable {
  /// Stays at most this far apart, in kilometres, belong together; above 0.
  package var reach = 0.1

  /// 100 m.
  package init() {}

  /// The number of the location of each position, counted from 0 in order of first occurrence.
  package func locations(of positions: [GeographicPosition]) -> [Int] {
    var groups = DisjointSets(count: positions.count)
    var grid: [SIMD3<Int32>: [Int]] = [:]
    for (index, position) in positions.enumerated() {
      let cell = cell(of: position)
      for neighbour in Self.around(cell) {
        for other in grid[neighbour] ?? [] where positions[other].distance(to: position) <= reach {
          groups.join(index, other)
        }
      }
      grid[cell, default: []].append(index)
    }
    let roots = positions.indices.map { groups.root(of: $0) }
    return SymbolSequence(roots).symbols.map(Int.init)
  }

  /// The cube of space, one reach wide, that holds a position. Cubes know no meridian and no pole.
  private func cell(of position: GeographicPosition) -> SIMD3<Int32> {
    let scaled = (position.unitVector * (GeographicPosition.earthRadius / reach)).rounded(.down)
    let limited = scaled.clamped(lowerBound: SIMD3(repeating: -2e9), upperBound: SIMD3(repeating: 2e9))
    return SIMD3(Int32(limited.x), Int32(limited.y), Int32(limited.z))
  }

  private static func around(_ cell: SIMD3<Int32>) -> [SIMD3<Int32>] {
    let steps: [Int32] = [-1, 0, 1]
    return steps.flatMap { x in steps.flatMap { y in steps.map { z in cell &+ SIMD3(x, y, z) } } }
  }
}

/// Sets that can be joined (union by index, with path halving).
private struct DisjointSets {
  private var parent: [Int]

  init(count: Int) {
    parent = Array(0..<count)
  }

  mutating func root(of element: Int) -> Int {
    var element = element
    while parent[element] != element {
      parent[element] = parent[parent[element]]
      element = parent[element]
    }
    return element
  }

  mutating func join(_ left: Int, _ right: Int) {
    let (left, right) = (root(of: left), root(of: right))
    parent[max(left, right)] = min(left, right)
  }
}
