import Population
import Testing

@Suite("the public map of a region", .timeLimit(.minutes(1)))
struct RegisteredMapTests {
  private let zones = ["north", "south"].map { ZoneMap.Zone(id: $0, area: nil) }

  private func place(_ id: String) -> UInt64 { PublicID.place(id.utf8) }

  @Test("a visit to an item counts for no zone, and one to no place for none either")
  func items() throws {
    let map = try RegisteredMap(
      map: ZoneMap(zones: zones, areas: [], items: [.init(id: "shop", zone: 1)]),
      zoneOfPlace: [place("park"): 0, place("shop"): 1, Visit.noPlace: 0])
    #expect(map.zoneOfPlace == [place("park"): 0])
    #expect(map.item(place("shop")) == 0 && map.item(place("park")) == nil)
    #expect(map.places == [place("park"), place("shop")].sorted())
  }

  @Test("a place in a zone that there is not is refused")
  func nowhere() throws {
    let map = try ZoneMap(zones: zones, areas: [], items: [])
    #expect(throws: ZoneMapError.nowhere("place", "7")) { try RegisteredMap(map: map, zoneOfPlace: [7: 2]) }
  }

  @Test(
    "shops are retail, services and all else are not",
    arguments: [
      ("Shop & Service>Clothing Store", true), ("Shop & Service>Mall", true), ("Retail > Clothing Store", true),
      ("Shop & Service>Drugstore / Pharmacy", true), ("Shop & Service>Mobile Phone Shop", true),
      ("Shop & Service>Bank", false), ("Shop & Service>Salon / Barbershop", false),
      ("Shop & Service>Gas Station / Garage", false), ("Shop & Service>Gym>Yoga Studio", false),
      ("Shop & Service>Financial or Legal Service", false), ("Food>Bakery", false), ("", false),
    ])
  func retail(path: String, isRetail: Bool) {
    #expect(RetailPlaces.contains(CategoryPath(path)) == isRetail)
  }
}
