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
