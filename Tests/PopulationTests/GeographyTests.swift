import Population
import Testing

@Suite("Positions", .timeLimit(.minutes(1)))
struct GeographyTests {
  private func position(_ latitude: Double, _ longitude: Double) -> GeographicPosition {
    GeographicPosition(latitudeDegrees: latitude, longitudeDegrees: longitude)
  }

  @Test("the poles and the antimeridian are on the globe, and 180 east is 180 west")
  func edges() throws {
    #expect(CoarseCoordinate(latitude: 9_000, longitude: 0) != nil)
    #expect(CoarseCoordinate(latitude: -9_000, longitude: -18_000) != nil)
    #expect(try #require(CoarseCoordinate(latitude: 0, longitude: 18_000)).longitude == -18_000)
    #expect(try #require(CoarseCoordinate(latitudeDegrees: 0, longitudeDegrees: 179.996)).longitude == -18_000)
    #expect(try #require(CoarseCoordinate(latitudeDegrees: 0, longitudeDegrees: 179.994)).longitude == 17_999)
    #expect(try #require(CoarseCoordinate(latitudeDegrees: -90, longitudeDegrees: -180)).latitude == -9_000)
  }

  @Test(
    "what is not on the globe is refused",
    arguments: [(9_001, 0), (-9_001, 0), (0, 18_001), (0, -18_001), (.max, 0), (0, .min)] as [(Int, Int)])
  func outside(latitude: Int, longitude: Int) {
    #expect(CoarseCoordinate(latitude: latitude, longitude: longitude) == nil)
  }

  @Test(
    "what is not a finite position is refused",
    arguments: [(0, .nan), (.infinity, 0), (0, -.infinity), (90.001, 0), (0, 180.001)] as [(Double, Double)])
  func notFinite(latitude: Double, longitude: Double) {
    #expect(CoarseCoordinate(latitudeDegrees: latitude, longitudeDegrees: longitude) == nil)
  }

  @Test("no position that is kept is further than 0.8 km from where it was")
  func coarse() throws {
    var random = SplitMix64(seed: 11)
    for _ in 0..<500 {
      let exact = position(random.unit() * 180 - 90, random.unit() * 360 - 180)
      let kept = try #require(
        CoarseCoordinate(latitudeDegrees: exact.latitudeDegrees, longitudeDegrees: exact.longitudeDegrees))
      #expect(kept.position.distance(to: exact) < 0.8)
    }
  }

  @Test(
    "great-circle distances are those of the haversine formula on a sphere of 6,371 km",
    arguments: [
      (52.52, 13.405, 48.8566, 2.3522, 877.463_325_917_5), (-16.8, 179.95, -16.8, -179.95, 10.644_907_017_5),
      (0, 0, 0, 180, 20_015.086_796_020_6), (90, 0, -90, 77, 20_015.086_796_020_6), (12, 34, 12, 34, 0),
    ])
  func distance(_ latitude: Double, _ longitude: Double, _ other: Double, _ otherLongitude: Double, _ expected: Double)
  {
    let (left, right) = (position(latitude, longitude), position(other, otherLongitude))
    #expect(abs(left.distance(to: right) - expected) < 1e-6)
    #expect(abs(right.distance(to: left) - expected) < 1e-6)
  }

  @Test("a direction reads back as its position, and the middle of the Earth as none")
  func direction() throws {
    for (latitude, longitude) in [(0.0, 0.0), (45, -120), (-33.9, 151.2), (89.5, 179.9)] {
      let vector = position(latitude, longitude).unitVector
      #expect(abs((vector * vector).sum() - 1) < 1e-12)
      let back = try #require(GeographicPosition(unitVector: vector * 3))
      #expect(abs(back.latitudeDegrees - latitude) < 1e-9 && abs(back.longitudeDegrees - longitude) < 1e-9)
    }
    #expect(GeographicPosition(unitVector: .zero) == nil)
  }
}
