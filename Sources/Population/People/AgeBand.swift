/// A five-year age band; `lower` inclusive, `lower + 5` exclusive.
package struct AgeBand: Sendable, Hashable, Comparable {
  /// The lower bound in years, a multiple of 5 in 15...95; 0 when the age is not known.
  package let lower: UInt8

  /// The band of people whose age is not known.
  package static let unknown = AgeBand(uncheckedLower: 0)

  private init(uncheckedLower: UInt8) {
    lower = uncheckedLower
  }

  /// The band that starts at `lower`; `nil` unless it is a multiple of 5 in 15...95.
  package init?(lower: Int) {
    guard (15...95).contains(lower), lower.isMultiple(of: 5) else { return nil }
    self.init(uncheckedLower: UInt8(lower))
  }

  /// The band of a name as written by `name`; `nil` for any other text.
  package init?(name: String) {
    if name == "unknown" {
      self = .unknown
      return
    }
    let parts = name.split(separator: "_")
    guard parts.count == 2, let lower = Int(parts[0]), let upper = Int(parts[1]), upper == lower + 5 else { return nil }
    self.init(lower: lower)
  }

  /// The name on the wire and in files: `25_30`, or `unknown`.
  package var name: String {
    lower == 0 ? "unknown" : "\(lower)_\(lower + 5)"
  }

  package static func < (left: AgeBand, right: AgeBand) -> Bool { left.lower < right.lower }
}
