package import Population

/// Everything that measuring a person needs beside their rows. All of it is public or a key; none of it comes from
/// the data.
package struct MeasureContext: Sendable {
  /// The span of time.
  package var window: MeasureWindow
  /// Local days of the region.
  package var calendar: RegionCalendar
  /// What the region's data contains.
  package var sources: RegionSources
  /// Which rows stay when there are more than a bound allows.
  package var order: KeyedOrder
  /// How behaviour becomes dimensions.
  package var dimensions: DimensionPolicy
  /// Whether the profile family is measured too, which is drawn more seldom.
  package var measuresProfile: Bool

  /// Least number of visits in the window for statistics of behaviour.
  package static let leastVisits = 10
  /// Most visits of one person that count in dwell statistics (K).
  package static let visitBound = 20
  /// Most adoptions of one person that count (B).
  package static let adoptionBound = 8
  /// Most connections of one person that count (D).
  package static let connectionBound = 50

  /// Makes a context.
  package init(
    window: MeasureWindow, calendar: RegionCalendar, sources: RegionSources, order: KeyedOrder,
    dimensions: DimensionPolicy = .default, measuresProfile: Bool = false
  ) {
    self.window = window
    self.calendar = calendar
    self.sources = sources
    self.order = order
    self.dimensions = dimensions
    self.measuresProfile = measuresProfile
  }
}
