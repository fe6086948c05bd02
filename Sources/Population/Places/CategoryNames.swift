/// The published list of names by which categories of other trees are read, whose roots no table knows: OpenStreetMap's
/// tags, a flat list of names, or a shop's own tree.
package enum CategoryNames {
  /// Names by what they come to, words in a row, in the singular.
  package static let names: [(category: JourneyCategory, names: [String])] = [
    (
      .coffee,
      [
        "coffee", "coffee shop", "coffee bar", "coffee house", "coffeehouse", "espresso bar", "cafe", "café",
        "tea room",
        "tea house", "teahouse", "tea shop", "kafe", "warung kopi",
      ]
    ),
    (
      .food,
      [
        "food", "dining", "eatery", "restaurant", "diner", "bistro", "brasserie", "steakhouse", "pizzeria",
        "pizza place",
        "fast food", "food court", "food truck", "food stand", "bakery", "ice cream", "ice cream shop", "dessert",
        "dessert shop", "burger joint", "sandwich place", "sandwich shop", "noodle house", "bbq joint", "deli",
        "buffet",
        "canteen", "cafeteria", "juice bar", "sushi bar", "salad bar", "snack bar", "gastropub", "rumah makan",
        "warung",
      ]
    ),
    (
      .nightlife,
      [
        "nightlife", "bar", "pub", "tavern", "lounge", "nightclub", "night club", "disco", "discotheque", "dance club",
        "brewery", "beer garden", "biergarten", "speakeasy", "karaoke",
      ]
    ),
    (
      .shopping,
      [
        "shop", "shopping", "store", "retail", "supermarket", "grocery", "market", "marketplace", "minimarket", "mall",
        "boutique", "bookstore", "drugstore", "pharmacy", "florist", "dealership", "department store", "salon",
        "barber", "spa", "bank", "atm", "laundry", "dry cleaner", "gas station", "petrol station", "fuel station",
        "fuel",
      ]
    ),
    (
      .culture,
      [
        "art", "entertainment", "museum", "gallery", "theater", "theatre", "cinema", "movie theater", "concert hall",
        "music venue", "opera house", "stadium", "zoo", "aquarium", "theme park", "amusement park", "casino",
        "bowling alley", "arcade",
      ]
    ),
    (
      .outdoorsSport,
      [
        "outdoor", "recreation", "leisure", "nature", "park", "beach", "trail", "garden", "forest", "mountain", "lake",
        "river", "playground", "campground", "camp site", "camping", "sport", "sport club", "sport center", "fitness",
        "fitness center", "yoga studio", "swimming pool", "golf course", "golf club", "tennis court",
        "basketball court",
        "pitch", "ski area",
      ]
    ),
    (
      .travel,
      [
        "travel", "transport", "transportation", "airport", "airport lounge", "station", "train", "train station",
        "railway", "bus", "bus stop", "metro", "subway", "tram", "ferry", "taxi", "terminal", "platform", "hotel",
        "hotel lobby", "hostel", "motel", "guest house", "resort", "parking", "parking lot", "car park", "rest area",
      ]
    ),
    (
      .education,
      [
        "education", "school", "university", "college", "kindergarten", "academy", "campus", "classroom",
        "lecture hall",
        "student center",
      ]
    ),
    (
      .work,
      [
        "work", "workplace", "office", "coworking space", "company", "factory", "warehouse", "business park",
        "industrial park", "business center", "conference room", "meeting room", "government", "city hall", "town hall",
        "fire station", "power station",
      ]
    ),
  ]

  /// The category of the path's lowest segment that holds a name: of several names the one that ends last, and of those
  /// the longest, since the last word of "hotel bar" says what it is. `nil` when no segment holds one.
  package static func category(of path: CategoryPath) -> JourneyCategory? {
    for words in path.words.reversed() {
      if let category = category(of: words) { return category }
    }
    return nil
  }

  private static func category(of words: [String]) -> JourneyCategory? {
    for end in words.indices.reversed() {
      for start in max(0, end - 2)...end {
        if let category = byName[words[start...end].joined(separator: " ")] { return category }
      }
    }
    return nil
  }

  private static let byName = Dictionary(
    names.flatMap { category, names in names.map { (CategoryPath.words(of: $0).joined(separator: " "), category) } },
    uniquingKeysWith: { first, _ in first })

  /// The list as text.
  static var text: String {
    names.map { category, names in "name \(category.name): \(names.joined(separator: ", "))\n" }.joined()
  }
}
