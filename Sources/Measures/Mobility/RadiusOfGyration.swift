package import Population

/// How far a person's visits spread: the root mean square distance of the visited positions from their centre
/// (Gonzalez, Hidalgo and Barabasi, Nature 453, 2008).
package enum RadiusOfGyration {
  /// Where the centre of the positions is taken.
  package enum Centre: Sendable, Hashable {
    /// The direction of the sum of the unit vectors, which knows nothing of meridians.
    case unitVectors
    /// The average of the degrees, as published libraries do; wrong across the antimeridian.
    case averageOfDegrees
  }

  /// The radius in kilometres over one position per visit; `nil` without positions.
  package static func kilometres(_ positions: [GeographicPosition], centre: Centre = .unitVectors) -> Double? {
    guard let middle = self.centre(of: positions, by: centre) else { return nil }
    let squares = positions.reduce(0) { sum, position in
      let distance = position.distance(to: middle)
      return sum + distance * distance
    }
    return (squares / Double(positions.count)).squareRoot()
  }

  /// The radius in kilometres over the visits to the `count` most visited positions; ties by first visit.
  package static func kilometres(
    _ positions: [GeographicPosition], mostVisited count: Int, centre: Centre = .unitVectors
  ) -> Double? {
    let top = Set(VisitCounts(positions).ranked.prefix(count).map(\.value))
    return kilometres(positions.filter(top.contains), centre: centre)
  }

  /// The centre of the positions; `nil` without any, or when they balance out around the globe.
  package static func centre(of positions: [GeographicPosition], by centre: Centre) -> GeographicPosition? {
    guard !positions.isEmpty else { return nil }
    switch centre {
    case .unitVectors:
      return GeographicPosition(unitVector: positions.reduce(.zero) { $0 + $1.unitVector })
    case .averageOfDegrees:
      let count = Double(positions.count)
      return GeographicPosition(
        latitudeDegrees: positions.reduce(0) { $0 + $1.latitudeDegrees } / count,
        longitudeDegrees: positions.reduce(0) { $0 + $1.longitudeDegrees } / count)
    }
  }
}
