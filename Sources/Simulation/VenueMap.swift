import Glibc
import Population

/// A place of the city.
struct Venue: Sendable {
  /// Number of the place, which its region registers.
  let place: UInt64
  let category: JourneyCategory
  let traits: PlaceTraits
  /// Offset from the centre of the city in kilometres, east and north.
  let offset: SIMD2<Double>
  let coordinate: CoarseCoordinate?
  let priceTier: UInt8
}

/// The places of the city: by category in order of popularity, which falls with the rank as Zipf's law.
struct VenueMap: Sendable {
  let venues: [Venue]
  /// The neighbourhoods' centres, in kilometres from the centre of the city.
  let neighbourhoods: [SIMD2<Double>]
  private let ranked: [[Int]]
  private let popularity: [WeightedChoice]

  private static let centre = (latitude: 52.52, longitude: 13.40)
  private static let neighbourhoodCount = 40

  init(_ plan: CityPlan) {
    var random = SplitMix64(seed: plan.seed, stream: RandomStream.venues)
    let neighbourhoods = (0..<Self.neighbourhoodCount).map { _ in
      SIMD2(random.normal() * 6, random.normal() * 6)
    }
    let scale = max(0.4, Double(plan.people) / 6_000)
    var venues: [Venue] = []
    var ranked: [[Int]] = []
    for category in JourneyCategory.allCases {
      let habits = CategoryHabits.of(category)
      let count = habits.venues == 0 ? 0 : max(8, Int(habits.venues * scale))
      ranked.append((0..<count).map { venues.count + $0 })
      for _ in 0..<count {
        venues.append(Self.venue(venues.count, category, habits, neighbourhoods, plan, &random))
      }
    }
    self.venues = venues
    self.neighbourhoods = neighbourhoods
    self.ranked = ranked
    popularity = ranked.map { WeightedChoice.zipf(count: max(1, $0.count), exponent: 0.75) }
  }

  private static func venue(
    _ number: Int, _ category: JourneyCategory, _ habits: CategoryHabits, _ neighbourhoods: [SIMD2<Double>],
    _ plan: CityPlan, _ random: inout SplitMix64
  ) -> Venue {
    let near = neighbourhoods[random.below(neighbourhoods.count)]
    let offset = near + SIMD2(random.normal(), random.normal()) * 1.2
    let isCrowded = [.shopping, .culture, .travel].contains(category) && random.unit() < 0.25
    let tier = min(4, max(1, (habits.meanPrice + 0.8 * random.normal()).rounded()))
    return Venue(
      place: PublicID.place(plan.placeID(number).utf8), category: category,
      traits: category.traits.union(isCrowded ? .crowded : []), offset: offset,
      coordinate: coordinate(offset), priceTier: UInt8(tier))
  }

  private static func coordinate(_ offset: SIMD2<Double>) -> CoarseCoordinate? {
    let degree = GeographicPosition.earthRadius * .pi / 180
    return CoarseCoordinate(
      latitudeDegrees: centre.latitude + offset.y / degree,
      longitudeDegrees: centre.longitude + offset.x / (degree * cos(centre.latitude * .pi / 180)))
  }

  /// A place of a category for somebody who lives at `home`: of some popular ones the one that is near and has the
  /// right price. `nil` when the city has no such place.
  func choose(
    _ category: JourneyCategory, near home: SIMD2<Double>, reach: Double, price: Double, _ random: inout SplitMix64
  ) -> Int? {
    let list = ranked[Int(category.rawValue)]
    guard !list.isEmpty else { return nil }
    var best: (venue: Int, score: Double)?
    for _ in 0..<5 {
      let venue = list[popularity[Int(category.rawValue)].draw(&random)]
      let gap = venues[venue].offset - home
      let distance = (gap * gap).sum().squareRoot()
      let score = random.exponential(mean: 1) - distance / reach - 0.7 * abs(Double(venues[venue].priceTier) - price)
      if score > best?.score ?? -.infinity { best = (venue, score) }
    }
    return best?.venue
  }
}
