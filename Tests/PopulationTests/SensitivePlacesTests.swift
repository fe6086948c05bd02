import Population
import Testing

@Suite("Places nobody may be asked about", .timeLimit(.minutes(1)))
struct SensitivePlacesTests {
  /// What the published list drops, in a path as a venue has it.
  private static let kinds = [
    "Spiritual Center", "Church", "Mosque", "Temple", "Synagogue", "Shrine", "Monastery", "Prayer Room",
    "Medical Center", "Hospital", "Doctor's Office", "Dentist's Office", "Clinics", "Rehab Center", "Emergency Room",
    "Mental Health Office", "Gay Bar", "Strip Club", "Adult Boutique", "Sex Shop", "Campaign Office", "Labor Union",
    "Military Base", "Embassy / Consulate", "Courthouse", "Police Station", "Prison", "Churches", "Embassies",
    "Oncologist", "Family Planning Center", "LGBTQ+ Bar", "Women's Health Clinic", "Polling Places", "Veterans' Club",
    "Weight Loss Centers", "Sports Medicine", "Physical Therapy", "Ophthalmologists",
  ]

  @Test("each kind on the published list is dropped under any root", arguments: Self.kinds)
  func dropped(kind: String) {
    for path in [kind, "Professional & Other Places>\(kind)", "Food>\(kind)>Café", kind.uppercased()] {
      #expect(CategoryTable.outcome(for: CategoryPath(path)) == .sensitive, "\(path)")
    }
    #expect(CategoryTable.outcome(for: CategoryPath("Corner", root: kind)) == .sensitive, "as a root given beside it")
  }

  @Test("every phrase of the list drops a venue of that name, in the plural too", arguments: SensitivePlaces.phrases)
  func phrases(phrase: String) {
    #expect(SensitivePlaces.contains(CategoryPath(phrase)))
    #expect(SensitivePlaces.contains(CategoryPath("Shop>Old \(phrase)s of town")))
    #expect(phrase == phrase.lowercased(), "phrases are matched on lower case")
  }

  @Test(
    "sensitive branches of Foursquare's open places are dropped, whole",
    arguments: [
      "Health and Medicine > Physician > Oncologist", "Health and Medicine", "Health and Medicine > Nutritionist",
      "Community and Government > Spiritual Center > Churches", "Community and Government > Polling Place",
      "Community and Government > Education > Religious School", "Community and Government > Rehabilitation Center",
      "Community and Government > Government Building > Embassy or Consulate",
      "Community and Government > Government Building > Law Enforcement and Public Safety > Fire Station",
      "Community and Government > Organization > LGBTQ Organization", "Community and Government > Assisted Living",
      "Community and Government > Organization > Labor Union", "Arts and Entertainment > Strip Club",
      "Dining and Drinking > Bar > Gay Bar", "Community and Government > Government Lobbyist",
      "Community and Government > Domestic Abuse Treatment Center", "Landmarks and Outdoors > Nudist Beach",
      "Community and Government > Disabled Persons Service", "Retail > Cannabis Store",
      "Business and Professional Services > Legal Service > Immigration Attorney",
    ])
  func openPlaces(path: String) {
    #expect(CategoryTable.outcome(for: CategoryPath(path)) == .sensitive)
  }

  @Test(
    "phrases do not match across the words of a longer name", arguments: ["Templeton Diner", "Embassyland", "Gaylord"])
  func whole(name: String) {
    #expect(!SensitivePlaces.contains(CategoryPath(name)))
  }

  @Test("the table's text holds every phrase, root and crowd, so that the policy's version changes with them")
  func text() {
    let text = CategoryTable.text
    for phrase in SensitivePlaces.phrases { #expect(text.contains(phrase)) }
    for root in ["food = food", "nightlife spot = nightlife", "travel & transport = travel", "crowded shopping: mall"] {
      #expect(text.contains(root))
    }
    #expect(CategoryTable.text == text)
  }
}

@Suite("Paths of categories", .timeLimit(.minutes(1)))
struct CategoryPathTests {
  @Test("are split at >, trimmed, in lower case, without empty parts")
  func segments() {
    #expect(CategoryPath(" Food >  Coffee Shop> ").segments == ["food", "coffee shop"])
    #expect(CategoryPath(">>").segments.isEmpty && CategoryPath("").root == nil)
  }

  @Test("get a root that they do not begin with, and no root twice")
  func root() {
    #expect(CategoryPath("Bar", root: "Nightlife Spot").segments == ["nightlife spot", "bar"])
    #expect(CategoryPath("Food>Bar", root: "FOOD ").segments == ["food", "bar"])
    #expect(CategoryPath("", root: "Food").root == "food")
  }

  @Test("mention whole words in a row, the last with or without s")
  func mentions() {
    let path = CategoryPath("Arts & Entertainment>Theme Parks / Rides")
    for phrase in ["theme park", "entertainment", "theme parks", "entertainment theme"] {
      #expect(path.mentions(phrase), "\(phrase)")
    }
    for phrase in ["", "park ride theme", "hem", "parks rides now", "art theme"] {
      #expect(!path.mentions(phrase), "\(phrase)")
    }
  }

  @Test("know a segment whose last letters did not survive an encoding")
  func damaged() {
    #expect(CategoryPath("Food>Caf\u{FFFD}").hasSegment("café", damagedAfter: "caf"))
    #expect(!CategoryPath("Food>Cafeteria").hasSegment("café", damagedAfter: "caf"))
    #expect(!CategoryPath("Food>Caf").hasSegment("café", damagedAfter: "caf"))
    #expect(!CategoryPath("Food>Caf\u{FFFD}").hasSegment("café"))
  }

  @Test(
    "each category is of the interest cluster that the published list puts it in",
    arguments: [
      (.shopping, .shopping), (.food, .foodAndCoffee), (.coffee, .foodAndCoffee), (.nightlife, .nightlifeAndCulture),
      (.culture, .nightlifeAndCulture), (.event, .nightlifeAndCulture), (.outdoorsSport, .outdoorsAndSport),
      (.education, .learning), (.travel, .travel), (.home, nil), (.work, nil), (.other, nil),
    ] as [(JourneyCategory, InterestCluster?)])
  func cluster(category: JourneyCategory, cluster: InterestCluster?) {
    #expect(InterestCluster(of: category) == cluster)
  }
}
