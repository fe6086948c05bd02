/// What an entry of the segment cache holds, and so for how long it is fresh.
package enum CacheLayer: String, Sendable, Hashable, CaseIterable {
  /// Segment definition, cells, release keys: 1 h.
  case segment
  /// Smoothed estimates and encoded answers of a release: 30 min.
  case statistics
  /// The match of a release with a product state: 15 min.
  case product

  /// Nominal time for which an entry is fresh, µs. Each entry's own is drawn within a tenth of it.
  package var lifetime: Int64 {
    switch self {
    case .segment: 3_600_000_000
    case .statistics: 1_800_000_000
    case .product: 900_000_000
    }
  }
}
