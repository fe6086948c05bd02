import Population

/// How people use the places of a category.
struct CategoryHabits: Sendable {
  /// Local hours in which places are open; beyond 24 is the night after.
  let opening: ClosedRange<Double>
  /// Hours at which people like to come.
  let preferred: ClosedRange<Double>
  /// Median stay in minutes.
  let medianStay: Double
  /// Standard deviation of the logarithm of the stay.
  let staySigma: Double
  /// Places of the category per thousand venues.
  let venues: Double
  /// Mean price tier.
  let meanPrice: Double

  /// The habits of a category. The medians give a median of about 100 minutes over all visits, as measured stays do
  /// (Wang et al., StudentLife, UbiComp 2014).
  static func of(_ category: JourneyCategory) -> CategoryHabits {
    switch category {
    case .home: .make(0...30, 6...9, stay: 270, 0.8, venues: 0, price: 1)
    case .work: .make(0...30, 7.5...10, stay: 260, 0.6, venues: 120, price: 1)
    case .education: .make(7...22, 8...16, stay: 110, 0.75, venues: 60, price: 1.4)
    case .coffee: .make(6...20, 7.5...17, stay: 48, 0.75, venues: 110, price: 2.1)
    case .food: .make(7...23.5, 11.5...20, stay: 66, 0.75, venues: 230, price: 2.2)
    case .nightlife: .make(17...28, 18.5...21.8, stay: 125, 0.5, venues: 90, price: 2.6)
    case .shopping: .make(9...21, 10...19, stay: 48, 0.955, venues: 190, price: 2.4)
    case .culture: .make(10...24, 11...21, stay: 118, 0.7, venues: 60, price: 2.3)
    case .outdoorsSport: .make(6...22, 7...19.5, stay: 90, 0.75, venues: 80, price: 1.5)
    case .travel: .make(0...30, 6...21, stay: 48, 0.95, venues: 40, price: 1.9)
    case .event: .make(15...25, 17...21, stay: 165, 0.6, venues: 15, price: 2.7)
    case .other: .make(0...30, 8...20, stay: 70, 0.8, venues: 5, price: 2)
    }
  }

  private static func make(
    _ opening: ClosedRange<Double>, _ preferred: ClosedRange<Double>, stay: Double, _ sigma: Double, venues: Double,
    price: Double
  ) -> CategoryHabits {
    CategoryHabits(
      opening: opening, preferred: preferred, medianStay: stay, staySigma: sigma, venues: venues, meanPrice: price)
  }

  /// How the outings of an interest split into categories, by age: the young go out and study, their elders go to
  /// concerts and shops.
  ///
  /// - Parameter youth: 1 for the youngest, 0 for the oldest.
  static func outings(of cluster: InterestCluster, youth: Double) -> [(category: JourneyCategory, weight: Double)] {
    switch cluster {
    case .shopping: [(.shopping, 1)]
    case .foodAndCoffee: [(.food, 0.55 - 0.1 * youth), (.coffee, 0.45 + 0.1 * youth)]
    case .nightlifeAndCulture: [(.nightlife, 0.25 + 0.4 * youth), (.culture, 0.6 - 0.4 * youth), (.event, 0.15)]
    case .outdoorsAndSport: [(.outdoorsSport, 1)]
    case .learning: [(.education, 1)]
    case .travel: [(.travel, 1)]
    case .unknown: [(.other, 1)]
    }
  }

  /// How much of their outings people give to an interest that is not their own, the median interest 1: everybody eats,
  /// and shops more the older they are.
  static func weight(of cluster: InterestCluster, youth: Double) -> Double {
    switch cluster {
    case .foodAndCoffee: 3.8
    case .shopping: 1.3 - 0.4 * youth
    case .nightlifeAndCulture: 0.6 + 0.7 * youth
    case .outdoorsAndSport: 1.1 - 0.2 * youth
    case .learning: 0.2 + 0.5 * youth
    case .travel: 0.6
    case .unknown: 0
    }
  }
}
