package import Population

/// The ages of a base cell.
package enum CellAges: Sendable, Hashable {
  /// The cell is not divided by age.
  case all
  /// People who gave no age.
  case unknown
  /// People of these ages.
  case years(AgeRange)

  /// As written in a cell id: `all`, `unknown` or for example `25-30`.
  package var name: String {
    switch self {
    case .all: "all"
    case .unknown: "unknown"
    case .years(let range): "\(range.from)-\(range.to)"
    }
  }

  /// Reads `name`; nil for any other text.
  package init?(name: String) {
    switch name {
    case "all": self = .all
    case "unknown": self = .unknown
    default:
      let ends = name.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
      guard ends.count == 2, let from = ends[0], let to = ends[1], let range = AgeRange(from: from, to: to),
        name == "\(from)-\(to)"
      else { return nil }
      self = .years(range)
    }
  }

  /// The ages, when they are years.
  package var range: AgeRange? {
    if case .years(let range) = self { range } else { nil }
  }

  /// Whether a person of that five-year band belongs here.
  package func contains(_ band: AgeBand) -> Bool {
    switch self {
    case .all: true
    case .unknown: band == .unknown
    case .years(let range): band != .unknown && range.from <= Int(band.lower) && Int(band.lower) + 5 <= range.to
    }
  }
}
