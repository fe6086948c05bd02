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

/// The places of the city, by block and category in order of popularity, which falls with the rank as Zipf's law.
struct VenueMap: Sendable {
  let venues: [Venue]
  /// The neighbourhoods' centres, in kilometres from the centre of the city.
  let neighbourhoods: [SIMD2<Double>]
  /// The places of each category in each block, most popular first; entry block x 12 + category.
  private let blocks: [[Int32]]

  private static let centre = (latitude: 52.52, longitude: 13.40)
  private static let neighbourhoodCount = 40
  /// Kilometres along the side of a block.
  private static let blockSize = 1.0
  private static let blockSide = Int(2 * DistrictGrid.reach / blockSize)
  /// The exponent by which popularity falls with the rank.
  private static let popularity = 0.6

  init(_ plan: CityPlan) {
    var random = SplitMix64(seed: plan.seed, stream: RandomStream.venues)
    let neighbourhoods = (0..<Self.neighbourhoodCount).map { _ in Self.neighbourhood(&random) }
    // A town has its shops however few of its people are known: a few thousand places, and more for a large crowd.
    let scale = 3 + Double(plan.people) / 9_000
    var venues: [Venue] = []
    for category in JourneyCategory.allCases {
      let habits = CategoryHabits.of(category)
      let count = habits.venues == 0 ? 0 : max(8, Int(habits.venues * scale))
      for _ in 0..<count {
        venues.append(Self.venue(venues.count, category, habits, neighbourhoods, plan, &random))
      }
    }
    var blocks = [[Int32]](repeating: [], count: Self.blockSide * Self.blockSide * JourneyCategory.allCases.count)
    for (number, venue) in venues.enumerated() {
      blocks[Self.entry(Self.block(at: venue.offset), venue.category)].append(Int32(number))
    }
    self.venues = venues
    self.neighbourhoods = neighbourhoods
    self.blocks = blocks
  }

  /// Neighbourhoods lie around the centre, the last kilometre before the border left free.
  private static func neighbourhood(_ random: inout SplitMix64) -> SIMD2<Double> {
    while true {
      let centre = SIMD2(random.normal(), random.normal()) * 5.5
      if abs(centre.x) < DistrictGrid.reach - 1, abs(centre.y) < DistrictGrid.reach - 1 { return centre }
    }
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

  private static func block(at offset: SIMD2<Double>) -> Int {
    DistrictGrid.cell(at: offset, size: blockSize, side: blockSide)
  }

  private static func entry(_ block: Int, _ category: JourneyCategory) -> Int {
    block * JourneyCategory.allCases.count + Int(category.rawValue)
  }

  /// A place of a category for somebody who gets to a position: in the block there the popular ones rather than others,
  /// and of two the one that has the right price. `nil` when the city has no such place.
  func choose(
    _ category: JourneyCategory, at position: SIMD2<Double>, price: Double, _ random: inout SplitMix64
  ) -> Int? {
    guard let list = nearest(category, to: position) else { return nil }
    let first = popular(list, &random)
    let second = popular(list, &random)
    func gap(_ venue: Int) -> Double { abs(Double(venues[venue].priceTier) - price) }
    return gap(second) < gap(first) ? second : first
  }

  private func popular(_ list: [Int32], _ random: inout SplitMix64) -> Int {
    // The rank below which a share u of Zipf's law lies is about count x u^(1 / (1 - exponent)).
    Int(list[Int(Double(list.count) * pow(random.unit(), 1 / (1 - Self.popularity)))])
  }

  /// The places of a category in the block nearest to a position that has some.
  private func nearest(_ category: JourneyCategory, to position: SIMD2<Double>) -> [Int32]? {
    let centre = Self.block(at: position)
    let (row, column) = (centre / Self.blockSide, centre % Self.blockSide)
    for ring in 0..<Self.blockSide {
      var found: (list: [Int32], distance: Int)?
      for y in max(0, row - ring)...min(Self.blockSide - 1, row + ring) {
        let step = abs(y - row) == ring ? 1 : max(1, 2 * ring)
        for x in stride(from: column - ring, through: column + ring, by: step) where (0..<Self.blockSide).contains(x) {
          let distance = (x - column) * (x - column) + (y - row) * (y - row)
          let list = blocks[Self.entry(y * Self.blockSide + x, category)]
          if !list.isEmpty, distance < found?.distance ?? .max { found = (list, distance) }
        }
      }
      if let found { return found.list }
    }
    return nil
  }
}
