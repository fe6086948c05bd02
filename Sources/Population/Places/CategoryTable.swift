/// The published table from venue categories to journey categories and place traits.
package enum CategoryTable {
  /// What becomes of a venue.
  package enum Outcome: Sendable, Hashable {
    /// Kept, under a category.
    case kept(JourneyCategory, PlaceTraits)
    /// Dropped, because visiting it says what nobody may be asked.
    case sensitive
  }

  /// Looks a venue up; sensitive places come first.
  package static func outcome(for path: CategoryPath) -> Outcome {
    if SensitivePlaces.contains(path) { return .sensitive }
    let category = category(of: path)
    return .kept(category, category.traits.union(crowds(at: path, category) ? .crowded : []))
  }

  /// The category of a venue that is not sensitive.
  private static func category(of path: CategoryPath) -> JourneyCategory {
    if path.root == "residence" { return .home }
    if path.mentions("gym") { return .outdoorsSport }
    if path.mentions("event") || path.mentions("convention center") { return .event }
    if path.root == "food", isCoffee(path) { return .coffee }
    if path.root == "professional & other places", path.mentions("school") { return .education }
    return path.root.flatMap { roots[$0] } ?? .other
  }

  private static let roots: [String: JourneyCategory] = [
    "professional & other places": .work, "college & university": .education, "food": .food,
    "nightlife spot": .nightlife, "shop & service": .shopping, "arts & entertainment": .culture,
    "outdoors & recreation": .outdoorsSport, "travel & transport": .travel,
  ]

  private static func isCoffee(_ path: CategoryPath) -> Bool {
    path.hasSegment("coffee shop") || path.hasSegment("tea room") || path.hasSegment("cafe")
      || path.hasSegment("café", damagedAfter: "caf")
  }

  /// Places that are crowded although their category is not.
  private static let crowdedPlaces: [JourneyCategory: [String]] = [
    .shopping: ["mall"], .culture: ["stadium", "theme park"], .travel: ["station", "subway", "airport"],
  ]

  private static func crowds(at path: CategoryPath, _ category: JourneyCategory) -> Bool {
    crowdedPlaces[category]?.contains(where: path.mentions) ?? false
  }

  /// The table as text: what the policy version is a hash of.
  package static var text: String {
    let lines = roots.sorted { $0.key < $1.key }.map { "root \($0.key) = \($0.value.name)\n" }
    let crowds = crowdedPlaces.sorted { $0.key.rawValue < $1.key.rawValue }.map { category, places in
      "crowded \(category.name): \(places.joined(separator: ", "))\n"
    }
    return lines.joined() + "home residence; outdoors_sport gym; event event, convention center; coffee coffee shop, "
      + "tea room, cafe; education school\n" + crowds.joined()
      + "sensitive \(SensitivePlaces.phrases.joined(separator: ", "))\n"
  }
}

/// The published list of places that are dropped at import: religion, health, sexuality, politics, justice, arms.
package enum SensitivePlaces {
  /// A venue is dropped when its category path mentions one of these, words in a row, in any case.
  package static let phrases: [String] = religion + health + sexuality + politics + justiceAndArms

  private static let religion = [
    "spiritual center", "church", "cathedral", "chapel", "mosque", "temple", "synagogue", "shrine", "monastery",
    "prayer room", "place of worship", "cemevi", "gurdwara", "kingdom hall", "confucian temple",
  ]

  private static let health = [
    "medical center", "medical lab", "hospital", "hospital ward", "doctor", "dentist", "clinic", "rehab",
    "rehab center", "emergency room", "urgent care", "maternity", "mental health", "psychologist", "psychiatrist",
    "chiropractor", "acupuncturist", "physical therapist", "alternative healer", "addiction", "hospice",
  ]

  private static let sexuality = [
    "gay", "lesbian", "strip club", "adult boutique", "adult shop", "adult store", "sex shop", "bath house", "brothel",
  ]

  private static let politics = [
    "political", "campaign office", "voting booth", "labor union", "trade union", "union hall", "union office",
    "embassy", "consulate",
  ]

  private static let justiceAndArms = [
    "courthouse", "law court", "supreme court", "police", "prison", "jail", "military", "army base", "naval base",
  ]

  /// Whether a venue is on the list.
  package static func contains(_ path: CategoryPath) -> Bool {
    phrases.contains(where: path.mentions)
  }
}
