import Population
import Testing

@Suite("Categories of places", .timeLimit(.minutes(1)))
struct CategoryTests {
  @Test(
    "paths map as the table says",
    arguments: [
      ("Residence>Home (private)", JourneyCategory.home, []),
      ("Professional & Other Places>Office", .work, []),
      ("Professional & Other Places>School>High School", .education, []),
      ("Professional & Other Places>Convention Center", .event, [.social, .highEnergy, .crowded]),
      ("College & University>University", .education, []),
      ("Food>Coffee Shop", .coffee, [.social]), ("Food>Café", .coffee, [.social]),
      ("Food>Tea Room", .coffee, [.social]),
      ("Food>Cafeteria", .food, [.social]), ("food > Pizza Place", .food, [.social]),
      ("Nightlife Spot>Bar>Wine Bar", .nightlife, [.social, .highEnergy, .crowded]),
      ("Shop & Service>Mall", .shopping, [.crowded]), ("Shop & Service>Bank", .shopping, []),
      ("Shop & Service>Gym / Fitness Center>Yoga Studio", .outdoorsSport, [.highEnergy]),
      ("Arts & Entertainment>Museum", .culture, [.social]),
      ("Arts & Entertainment>Stadium>Track Stadium", .culture, [.social, .crowded]),
      ("Outdoors & Recreation>Park", .outdoorsSport, [.highEnergy]),
      ("Travel & Transport>Train Station", .travel, [.crowded]), ("Travel & Transport>Hotel", .travel, []),
      ("", .other, []), ("Light Rail", .other, []),
    ] as [(String, JourneyCategory, PlaceTraits)])
  func table(path: String, category: JourneyCategory, traits: PlaceTraits) {
    #expect(CategoryTable.outcome(for: CategoryPath(path)) == .kept(category, traits))
  }

  @Test(
    "sensitive places are found anywhere in the path, in any case",
    arguments: [
      "Professional & Other Places>Spiritual Center>Church", "PROFESSIONAL & OTHER PLACES>MEDICAL CENTER",
      "Professional & Other Places>Medical Center>Doctor's Office", "Nightlife Spot>Bar>Gay Bar",
      "Nightlife Spot>Strip Club", "Professional & Other Places>Government Building>Courthouse",
      "Professional & Other Places>Military Base", "Residence>Kingdom Hall", "Shop & Service>Adult Boutique",
      "Professional & Other Places>Government Building>Police Station",
    ])
  func sensitive(path: String) {
    #expect(CategoryTable.outcome(for: CategoryPath(path)) == .sensitive)
  }

  @Test(
    "words are matched whole",
    arguments: [
      "Food>Food Court", "Outdoors & Recreation>Athletics & Sports>Basketball Court", "Shop & Service>Credit Union",
      "Food>Churchill Diner",
    ])
  func notSensitive(path: String) {
    #expect(CategoryTable.outcome(for: CategoryPath(path)) != .sensitive)
  }

  @Test(
    "everything under a name that means dwelling is a home, whatever its root",
    arguments: [
      "Residence>Home (private)", "Home", "Residential>Home", "Residences", "home>apartment", "My House",
      "Community and Government>Residential Building",
      "Community and Government > Residential Building > Apartment or Condo",
      "Community and Government > Housing Development", "Community and Government > Trailer Park", "Dwellings",
      "College & University>College Residence Hall", "Condominiums", "Private home", "Fraternity House",
    ])
  func homes(path: String) {
    #expect(CategoryTable.outcome(for: CategoryPath(path)) == .kept(.home, []))
  }

  @Test(
    "a name that only has such a word in it is no home",
    arguments: [
      ("Shop & Service>Furniture / Home Store", JourneyCategory.shopping), ("Food>Ramen /  Noodle House", .food),
      ("Food>Steakhouse", .food), ("Professional & Other Places>Funeral Home", .work),
      ("Arts & Entertainment>Performing Arts Venue>Opera House", .culture),
      ("Community and Government > Housing Authority", .work), ("Food>Coffee House", .food),
    ] as [(String, JourneyCategory)])
  func noHomes(path: String, category: JourneyCategory) {
    #expect(CategoryTable.outcome(for: CategoryPath(path)) == .kept(category, category.traits))
  }

  @Test(
    "the tree of Foursquare's open places maps like that of 2014",
    arguments: [
      ("Dining and Drinking > Cafe, Coffee, and Tea House > Coffee Shop", JourneyCategory.coffee, [.social]),
      ("Dining and Drinking > Cafe, Coffee, and Tea House > Café", .coffee, [.social]),
      ("Dining and Drinking > Restaurant > Pizzeria", .food, [.social]),
      ("Dining and Drinking > Bar > Wine Bar", .nightlife, [.social, .highEnergy, .crowded]),
      ("Dining and Drinking > Juice Bar", .food, [.social]),
      ("Arts and Entertainment > Night Club", .nightlife, [.social, .highEnergy, .crowded]),
      ("Arts and Entertainment > Museum", .culture, [.social]),
      ("Arts and Entertainment > Stadium", .culture, [.social, .crowded]),
      ("Retail > Bookstore", .shopping, []), ("Retail > Shopping Mall", .shopping, [.crowded]),
      ("Sports and Recreation > Gym and Studio", .outdoorsSport, [.highEnergy]),
      ("Landmarks and Outdoors > Park", .outdoorsSport, [.highEnergy]),
      ("Travel and Transportation > Transport Hub > Airport", .travel, [.crowded]),
      ("Business and Professional Services > Office", .work, []),
      ("Business and Professional Services > Health and Beauty Service > Hair Salon", .shopping, []),
      ("Business and Professional Services > Convention Center", .event, [.social, .highEnergy, .crowded]),
      ("Community and Government > Education > College and University > Student Center", .education, []),
      ("Community and Government > Library", .work, []),
      ("Event > Music Festival", .event, [.social, .highEnergy, .crowded]),
    ] as [(String, JourneyCategory, PlaceTraits)])
  func openPlaces(path: String, category: JourneyCategory, traits: PlaceTraits) {
    #expect(CategoryTable.outcome(for: CategoryPath(path)) == .kept(category, traits))
    #expect(CategoryTable.knows(CategoryPath(path)))
  }

  @Test(
    "a tree whose roots nobody knows is read by the names of its leaves, then of what is above them",
    arguments: [
      ("amenity=restaurant", JourneyCategory.food, [.social]), ("shop=supermarket", .shopping, []),
      ("Restaurants > Italian", .food, [.social]), ("Active Life > Parks", .outdoorsSport, [.highEnergy]),
      ("tourism > hotel", .travel, []), ("Hotel Bar", .nightlife, [.social, .highEnergy, .crowded]),
      ("Theme Parks", .culture, [.social, .crowded]), ("office=company", .work, []), ("Pet Food Store", .shopping, []),
      ("Train Stations", .travel, [.crowded]), ("Eat & Drink > CAFÉS", .coffee, [.social]),
      ("highway=bus_stop", .travel, []), ("leisure > pitch > soccer", .outdoorsSport, [.highEnergy]),
      ("Universities", .education, []),
    ] as [(String, JourneyCategory, PlaceTraits)])
  func otherTrees(path: String, category: JourneyCategory, traits: PlaceTraits) {
    #expect(CategoryTable.outcome(for: CategoryPath(path)) == .kept(category, traits))
    #expect(CategoryTable.knows(CategoryPath(path)))
  }

  @Test("each name of the list is read as what it stands under, and none stands twice")
  func leafNames() {
    for (category, names) in CategoryNames.names {
      for name in names { #expect(CategoryNames.category(of: CategoryPath(name)) == category, "\(name)") }
    }
    #expect(CategoryNames.category(of: CategoryPath("amenity=bench")) == nil)
    #expect(CategoryTable.text.contains("name coffee: coffee, coffee shop"))
  }

  @Test("roots are known in singular and plural, with & and with and, and a name that is not known is told apart")
  func spelling() {
    for path in ["Arts and Entertainments>Zoo", "ARTS & ENTERTAINMENT>Zoo"] {
      #expect(CategoryTable.outcome(for: CategoryPath(path)) == .kept(.culture, [.social]))
    }
    #expect(
      CategoryTable.outcome(for: CategoryPath("Nightlife Spots>Bar"))
        == .kept(.nightlife, JourneyCategory.nightlife.traits))
    #expect(CategoryTable.outcome(for: CategoryPath("amenity=bench")) == .kept(.other, []))
    #expect(!CategoryTable.knows(CategoryPath("amenity=bench")) && !CategoryTable.knows(CategoryPath("Light Rail")))
    #expect(CategoryTable.knows(CategoryPath("")) && CategoryTable.knows(CategoryPath("Gay Bar")))
  }

  @Test("a damaged name with its root given beside it is still a café")
  func damaged() {
    #expect(CategoryTable.outcome(for: CategoryPath("Caf\u{FFFD}", root: "Food")) == .kept(.coffee, [.social]))
    #expect(CategoryTable.outcome(for: CategoryPath("Cafï¿½", root: "Food")) == .kept(.coffee, [.social]))
  }

  @Test("names of categories, clusters and bands read back")
  func names() {
    for category in JourneyCategory.allCases { #expect(JourneyCategory(name: category.name) == category) }
    for cluster in InterestCluster.allCases { #expect(InterestCluster(name: cluster.name) == cluster) }
    #expect(JourneyCategory.outdoorsSport.name == "outdoors_sport")
    #expect(AgeBand(name: "25_30")?.lower == 25)
    #expect(AgeBand(name: "unknown") == .unknown)
    #expect(AgeBand(name: "25_35") == nil && AgeBand(name: "26_31") == nil && AgeBand(name: "10_15") == nil)
  }

  @Test("a pseudonym keeps its bytes and refuses any other length")
  func pseudonyms() throws {
    let bytes = (0..<32).map { UInt8($0 * 7) }
    let agent = try #require(AgentID(bytes))
    #expect(agent.bytes == bytes)
    #expect(agent.description.count == 64 && agent.description.hasPrefix("00070e15"))
    #expect(AgentID(bytes.dropLast()) == nil && AgentID(bytes + [1]) == nil)
  }

  @Test("coordinates keep a hundredth of a degree and refuse what is not on the globe")
  func coordinates() throws {
    let coordinate = try #require(CoarseCoordinate(latitudeDegrees: 40.719_81, longitudeDegrees: -74.002_58))
    #expect(coordinate.latitude == 4_072 && coordinate.longitude == -7_400)
    #expect(
      CoarseCoordinate(latitudeDegrees: 0, longitudeDegrees: 180)
        == CoarseCoordinate(latitudeDegrees: 0, longitudeDegrees: -180))
    #expect(CoarseCoordinate(latitudeDegrees: 90.1, longitudeDegrees: 0) == nil)
    #expect(CoarseCoordinate(latitudeDegrees: .nan, longitudeDegrees: 0) == nil)
  }
}
