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
