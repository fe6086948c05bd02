import Population
import Segments
import Testing

@Suite("Base cells", .timeLimit(.minutes(1)))
struct BaseCellTests {
  @Test(
    "an id reads back as the cell it was written for",
    arguments: ["jakarta/all/all", "simcity/25-30/shopping", "a/unknown/unknown", "2013-tokyo/0-120/food_and_coffee"])
  func roundTrip(id: String) { #expect(BaseCell(id: id)?.id == id) }

  @Test(
    "a text that is no id is none",
    arguments: [
      "", "/", "a/all", "a/all/all/all", "A/all/all", "a//all", "a/30-25/all", "a/25-30-35/all", "a/25-/all",
      "a/+25-30/all", "a/all/fun", "a/all/", "/all/all", "a/26-30/all",
    ])
  func noID(id: String) { #expect(BaseCell(id: id) == nil) }

  @Test("ages hold the bands that lie wholly within them, and the unknown ones nobody else's")
  func ages() throws {
    let range = try #require(AgeRange(from: 20, to: 30))
    let held = AgeBandList.all.filter { CellAges.years(range).contains($0) }
    #expect(held.map(\.name) == ["20_25", "25_30"])
    #expect(AgeBandList.all.allSatisfy { CellAges.all.contains($0) })
    #expect(AgeBandList.all.filter { CellAges.unknown.contains($0) } == [.unknown])
    #expect(CellAges.years(range).range == range && CellAges.all.range == nil && CellAges.unknown.range == nil)
  }

  @Test("an interest holds its own people, no interest everybody")
  func interests() {
    for cluster in InterestCluster.allCases {
      #expect(InterestCluster.allCases.filter { CellInterest.cluster(cluster).contains($0) } == [cluster])
      #expect(CellInterest(name: cluster.name)?.cluster == cluster)
    }
    #expect(InterestCluster.allCases.allSatisfy { CellInterest.all.contains($0) })
    #expect(CellInterest(name: "all")?.cluster == nil && CellInterest(name: "Shopping") == nil)
  }

  @Test("a request may name every cluster but the unknown one")
  func named() {
    #expect(
      InterestCluster.allowedNames
        == "shopping, food_and_coffee, nightlife_and_culture, outdoors_and_sport, learning, travel")
  }

  @Test("an age range is two multiples of five in order, as a request or an operator gives them")
  func ranges() throws {
    for (from, to) in [(0, 5), (0, 120), (115, 120), (25, 40)] { #expect(AgeRange(from: from, to: to) != nil) }
    for (from, to) in [(-5, 5), (0, 125), (5, 5), (10, 5), (1, 5), (5, 9), (.min, .max)] {
      #expect(AgeRange(from: from, to: to) == nil)
    }
    #expect(AgeRange([25, 40])?.to == 40)
    for numbers in [[], [25], [25, 30, 35], [30, 25], [.max, .min]] as [[Int32]] { #expect(AgeRange(numbers) == nil) }
    let young = try #require(AgeRange(from: 20, to: 30))
    let wider = try #require(AgeRange(from: 20, to: 40))
    #expect(young < wider && young.distance(to: wider) == 10 && wider.distance(to: young) == 10)
  }
}

/// Every age band, the unknown one first.
private enum AgeBandList {
  static let all = [AgeBand.unknown] + stride(from: 15, through: 95, by: 5).compactMap { AgeBand(lower: $0) }
}
