/// What an entry of the segment cache holds, and so for how long it is fresh.
package enum CacheLayer: String, Sendable, Hashable, CaseIterable {
  /// Smoothed estimates and encoded answers of a release: 30 min.
  case statistics
  /// The match of a release with a product state: 15 min.
  case product

  /// Nominal time for which an entry is fresh, µs. Each entry's own is drawn within a tenth of it.
  package var lifetime: Int64 {
    switch self {
    case .statistics: 1_800_000_000
    case .product: 900_000_000
    }
  }
}

/// What a cached value was made from. Everything that can change the value is in the key, so that a new epoch, a new
/// version of a formula or of a policy needs no purge.
package struct CacheKey: Sendable, Hashable {
  /// Layer.
  package let layer: CacheLayer
  /// The key as it is stored: layer, epoch and versions, each closed by a line feed, then the subject.
  package let text: String

  /// A key. `subject` says what the value is of: endpoint, segment, insights, a digest of a product state, ….
  /// The versions are the product's own words and hold no line feed, so no two keys share a text.
  package init(layer: CacheLayer, epoch: Int64, statisticVersion: String, policyVersion: String, subject: String) {
    self.layer = layer
    text = "\(layer.rawValue)\n\(epoch)\n\(statisticVersion)\n\(policyVersion)\n\(subject)"
  }

  /// Equal when the texts are: the layer is part of the text.
  package static func == (left: CacheKey, right: CacheKey) -> Bool { left.text == right.text }

  /// Hashes the text.
  package func hash(into hasher: inout Hasher) { hasher.combine(text) }
}
