import Population
import Testing

@testable import Simulation

@Suite("Districts of the city", .timeLimit(.minutes(2)))
struct DistrictTests {
  private static let names = Pseudonymizer(secret: Array("a secret for tests".utf8))

  private func plan(localAdoption: Double = CityPlan(seed: 0, cutOff: 0, pseudonymizer: names).localAdoption)
    -> CityPlan
  {
    var plan = CityPlan(
      seed: 21, people: 800, cutOff: 1_767_225_600 * RegionCalendar.second, pseudonymizer: Self.names)
    plan.localAdoption = localAdoption
    return plan
  }

  @Test("thirty-six districts in nine areas of four, named by row and column from the north-west")
  func grid() throws {
    let map = try DistrictGrid.map(items: [])
    #expect(map.zones.count == 36 && map.areas.count == 9)
    #expect(map.zones.first?.id == "district_a1" && map.zones.last?.id == "district_f6")
    for area in map.areas.indices { #expect(map.zones.count { $0.area == area } == 4) }
    #expect(DistrictGrid.district(at: SIMD2(-11.9, 11.9)) == 0)
    #expect(DistrictGrid.district(at: SIMD2(-7.9, 11.9)) == 1 && DistrictGrid.district(at: SIMD2(-11.9, 7.9)) == 6)
    #expect(DistrictGrid.district(at: SIMD2(40, -40)) == 35, "beyond the border the nearest one")
    #expect(map.zones[DistrictGrid.district(at: SIMD2(0.1, 0.1))].area == map.areas.firstIndex(of: "centre"))
  }

  @Test("every place but shops stands in its district, every item where its kind of place is")
  func places() throws {
    let city = try City(plan())
    let registered = try city.registeredMap()
    let shops = city.map.venues.filter { $0.category == .shopping }
    #expect(!shops.isEmpty && shops.allSatisfy { registered.zoneOfPlace[$0.place] == nil })
    for venue in city.map.venues where venue.category != .shopping {
      #expect(registered.zoneOfPlace[venue.place] == DistrictGrid.district(at: venue.offset))
    }
    #expect(registered.map.items.count >= 60 && registered.map.items.allSatisfy { $0.zone != nil })
    let adopted = (0..<800).flatMap { city.records(of: $0).adoptions.map(\.item) }
    #expect(adopted.count > 800 && adopted.allSatisfy { registered.item($0) != nil })
  }

  /// How many times as often people adopt what is sold in their district as they would if all adopted alike.
  private func lift(_ plan: CityPlan) throws -> Double {
    let city = try City(plan)
    let registered = try city.registeredMap()
    var (here, all, sold) = (0.0, 0.0, [Double](repeating: 0, count: 36))
    var homes = [Double](repeating: 0, count: 36)
    for index in 0..<plan.people {
      let home = DistrictGrid.district(at: city.residents[index].home)
      for adoption in city.records(of: index).adoptions {
        let district = try #require(registered.item(adoption.item).flatMap { registered.map.items[$0].zone })
        here += district == home ? 1 : 0
        sold[district] += 1
        homes[home] += 1
        all += 1
      }
    }
    return here / zip(sold, homes).reduce(0) { $0 + $1.0 * $1.1 / all }
  }

  @Test("people adopt what is sold near their home several times as often, and alike where that is not planted")
  func affinity() throws {
    let planted = try lift(plan())
    let none = try lift(plan(localAdoption: 0))
    #expect(planted > 3, "\(planted)")
    #expect(none > 0.7 && none < 1.4, "\(none)")
  }

  @Test("some of the partner's customers are people of the city who consent to everything")
  func customers() throws {
    let city = try City(plan())
    let customers = try city.customers()
    #expect(customers.count == 12 && Set(customers.map(\.person)).count == 12)
    #expect(try customers.first?.customer == Self.names.agent("customer-1".utf8, in: .partner("demo")))
    let willing = Set(city.residents.filter { $0.consents == .all }.map(\.agent))
    #expect(customers.allSatisfy { willing.contains($0.person) })
  }
}
