/// The published table from venue categories to journey categories and place traits. It knows two trees by the names of
/// their branches, Foursquare's of 2014 and that of Foursquare's open places; of others it knows `CategoryNames`.
package enum CategoryTable {
  /// What becomes of a venue.
  package enum Outcome: Sendable, Hashable {
    /// Kept, under a category.
    case kept(JourneyCategory, PlaceTraits)
    /// Dropped, because visiting it says what nobody may be asked.
    case sensitive
  }

  /// Looks a venue up; sensitive places come first, then homes.
  package static func outcome(for path: CategoryPath) -> Outcome {
    if SensitivePlaces.contains(path) { return .sensitive }
    let category = knownCategory(of: path) ?? .other
    return .kept(category, category.traits.union(crowds(at: path, category) ? .crowded : []))
  }

  /// Whether the table knows a name of the path; a place that it does not know is `other`, and so is one without a
  /// category, which says nothing that could be known.
  package static func knows(_ path: CategoryPath) -> Bool {
    path.segments.isEmpty || SensitivePlaces.contains(path) || knownCategory(of: path) != nil
  }

  /// The category of a venue that is not sensitive; `nil` when no name of its path is known.
  private static func knownCategory(of path: CategoryPath) -> JourneyCategory? {
    if Dwellings.contains(path) { return .home }
    if path.mentions("gym") { return .outdoorsSport }
    if path.mentions("event") || path.mentions("convention center") { return .event }
    guard let root = path.root, let category = roots[root] else { return CategoryNames.category(of: path) }
    if category == .food, isCoffee(path) { return .coffee }
    return branches[root]?.first { _, names in names.contains(where: path.mentions) }?.category
      ?? segments[root]?.first { _, names in names.contains(where: path.hasSegment(named:)) }?.category ?? category
  }

  /// The roots of both trees.
  private static let rootNames: [(name: String, category: JourneyCategory)] = [
    ("professional & other places", .work), ("college & university", .education), ("food", .food),
    ("nightlife spot", .nightlife), ("shop & service", .shopping), ("arts & entertainment", .culture),
    ("outdoors & recreation", .outdoorsSport), ("travel & transport", .travel),
    ("business and professional services", .work), ("community and government", .work),
    ("dining and drinking", .food), ("landmarks and outdoors", .outdoorsSport), ("retail", .shopping),
    ("sports and recreation", .outdoorsSport), ("travel and transportation", .travel),
  ]

  private static let roots = Dictionary(
    rootNames.map { (rooted($0.name), $0.category) }, uniquingKeysWith: { first, _ in first })

  private static func rooted(_ name: String) -> String { CategoryPath.words(of: name).joined(separator: " ") }

  /// Branches of a root that belong elsewhere, by words anywhere in the path.
  private static let branches: [String: [(category: JourneyCategory, names: [String])]] = [
    rooted("professional & other places"): [(.education, ["school"])],
    rooted("community and government"): [
      (.education, ["education", "school", "college", "university", "kindergarten"])
    ],
    rooted("business and professional services"): [(.shopping, services)],
    rooted("arts and entertainment"): [(.nightlife, ["night club", "nightclub"])],
  ]

  /// Branches of a root that belong elsewhere, by the whole name of a segment.
  private static let segments: [String: [(category: JourneyCategory, names: [String])]] = [
    rooted("dining and drinking"): [
      (.nightlife, ["bar", "pub", "lounge", "night club", "brewery", "beer garden", "speakeasy"])
    ]
  ]

  /// What the tree of 2014 has under Shop & Service, and the other among its businesses.
  private static let services = [
    "automotive service", "bank", "financial service", "health and beauty service", "hair salon", "barbershop", "spa",
    "nail salon", "tanning salon", "tattoo parlor", "laundry service", "laundromat", "dry cleaner", "pet service",
    "tailor", "photography service", "shoe repair", "car wash", "home improvement service", "rental service",
    "repair service", "locksmith", "atm",
  ]

  private static let coffeeNames = ["coffee shop", "tea room", "cafe", "cafe, coffee, and tea house"]

  private static func isCoffee(_ path: CategoryPath) -> Bool {
    coffeeNames.contains(where: path.hasSegment(named:)) || path.hasSegment("café", damagedAfter: "caf")
  }

  /// Places that are crowded although their category is not.
  private static let crowdedPlaces: [JourneyCategory: [String]] = [
    .shopping: ["mall"], .culture: ["stadium", "theme park", "amusement park"],
    .travel: ["station", "subway", "airport"],
  ]

  private static func crowds(at path: CategoryPath, _ category: JourneyCategory) -> Bool {
    crowdedPlaces[category]?.contains(where: path.mentions) ?? false
  }

  /// The table as text: what the policy version is a hash of.
  package static var text: String {
    let crowds = crowdedPlaces.sorted { $0.key.rawValue < $1.key.rawValue }.map { category, places in
      "crowded \(category.name): \(places.joined(separator: ", "))\n"
    }
    return rootNames.map { "root \($0.name) = \($0.category.name)\n" }.joined()
      + lines("branch", branches) + lines("segment", segments)
      + CategoryNames.text
      + "outdoors_sport gym; event event, convention center; coffee \(coffeeNames.joined(separator: ", "))\n"
      + crowds.joined() + "home \(Dwellings.text)\nsensitive \(SensitivePlaces.phrases.joined(separator: ", "))\n"
  }

  private static func lines(_ kind: String, _ table: [String: [(category: JourneyCategory, names: [String])]]) -> String
  {
    table.sorted { $0.key < $1.key }.flatMap { root, entries in
      entries.map { "\(kind) \(root) = \($0.category.name): \($0.names.joined(separator: ", "))\n" }
    }.joined()
  }
}

/// The published list of places where people live: visits to them lose their place.
package enum Dwellings {
  /// A venue is a home when a segment of its category path mentions one of these, words in a row, whatever its root.
  package static let phrases = [
    "residence", "residential", "dwelling", "apartment", "condo", "condominium", "dormitory", "dorm", "housing",
    "townhouse", "townhome", "household", "domicile", "mobile home", "trailer park", "retirement home",
    "retirement community", "fraternity house", "sorority house", "gated community",
  ]

  /// Segments that mention such a word and are no dwellings.
  static let exceptions = ["housing authority", "housing office", "residential real estate", "residential service"]

  /// A venue is a home when a segment consists of some of these and one of `homes`: `Home (private)`, `My house`.
  static let companions: Set<String> = [
    "private", "my", "our", "your", "family", "single", "parent", "own", "sweet", "holiday", "vacation", "second",
    "pribadi",
  ]
  static let homes: Set<String> = [
    "home", "house", "flat", "rumah", "casa", "maison", "wohnung", "hogar", "vivienda", "residencia", "résidence",
  ]

  /// Whether people live there.
  package static func contains(_ path: CategoryPath) -> Bool {
    path.words.contains { words in
      if words.contains(where: homes.contains), words.allSatisfy({ homes.contains($0) || companions.contains($0) }) {
        return true
      }
      return phraseWords.contains { CategoryPath.hold(words, $0) }
        && !exceptionWords.contains { CategoryPath.hold(words, $0) }
    }
  }

  private static let phraseWords = phrases.map(CategoryPath.words(of:))
  private static let exceptionWords = exceptions.map(CategoryPath.words(of:))

  /// The list as text.
  static var text: String {
    [phrases, homes.sorted(), ["with"], companions.sorted(), ["not"], exceptions].joined().joined(separator: ", ")
  }
}
