/// A profile's knots: one for each threshold of `TraitLevels.layerThresholds`, lowest first.
package struct KnotLayers: Sendable, Hashable {
  /// The levels of each layer.
  package let traits: [TraitLevels]
  /// The knot of each layer.
  package let portraits: [KnotPortrait]

  /// Draws a profile's knots.
  ///
  /// - Parameters:
  ///   - values: Twelve values in `[0, 1]` in the order of `Dimension`; `nil` counts as neutral.
  ///   - cache: Knots computed before; those of this profile are added.
  /// - Throws: `KnotError.identity` if the computation contradicts itself.
  package init(_ values: [Double?], cache: KnotCache) throws(KnotError) {
    traits = TraitLevels.layers(of: values)
    portraits = try cache.portraits(of: traits)
  }
}
