import Measures

/// The three purposes that people are counted and cells admitted for. The raw value is stored.
package enum ReleasePurpose: String, Sendable, Hashable, CaseIterable {
  /// Visits and actions.
  case behavior
  /// The twelve dimensions.
  case personality
  /// Connections, sharing and adoptions.
  case network

  /// Position in the vector of counts.
  package var index: Int {
    switch self {
    case .behavior: 0
    case .personality: 1
    case .network: 2
    }
  }
}

/// The public bounds of what one person can hold or touch in the network, and what follows for the statistics.
package enum NetworkBounds {
  /// D: counted connections of one person.
  package static let connections: Int64 = 50
  /// People whose marks one person's adoptions can change.
  package static let markedConnections = Int64(MeasureContext.markedConnections)
  /// Connections at which the saturation is one half.
  package static let halfSaturation: Int64 = 20

  /// `k / (k + 20)` in granules of `2^-12`, `k` clamped to `0 ... 50`, rounded to the nearest in integers.
  package static func saturationGranules(_ degree: Int64) -> Int64 {
    let clamped = min(max(degree, 0), connections)
    let divisor = clamped + halfSaturation
    return (2 * 4_096 * clamped + divisor) / (2 * divisor)
  }

  /// The most that one connection less lowers the saturation, in granules: about `4096 / 21`.
  package static var saturationStep: Int64 {
    (1...connections).reduce(0) { max($0, saturationGranules($1) - saturationGranules($1 - 1)) }
  }

  /// The most that one connection moves a share shrunk by eight, in granules: each of at most eight marks by one half, of
  /// a sum over sixteen.
  package static var sharedMarkGranules: Int64 {
    let marks = Double(MeasureContext.adoptionBound)
    return Int64((marks * AdoptionMarks.largestStep / (marks + 8) * 4_096).rounded(.up))
  }
}
