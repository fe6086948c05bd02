/// Which places sell goods. In check-in data these are the items: a visit to one counts as liking it, and tells nothing of
/// where people are at home.
package enum RetailPlaces {
  /// The roots under which both trees of `CategoryTable` have shops.
  private static let roots: Set<String> = ["shop service", "retail"]

  /// What is bought there is no good: matched as words of the path, in singular or plural.
  private static let services = [
    "atm", "automotive", "bank", "barbershop", "boxing", "car wash", "climbing", "credit union", "cycle studio",
    "daycare", "design studio", "financial", "gas station", "gym", "internet cafe", "laundromat", "laundry", "lottery",
    "martial", "mobile phone service", "motorcycle", "nail", "photography lab", "pool", "post office", "real estate",
    "recording", "rental car", "salon", "spa", "storage", "tanning", "tattoo", "track", "veterinarian", "yoga",
    "car rental", "dry cleaner", "locksmith", "repair service", "shoe repair", "tailor",
  ]

  /// Whether a place of a path is a shop; one without a category is none.
  package static func contains(_ path: CategoryPath) -> Bool {
    guard let root = path.root, roots.contains(root) else { return false }
    return !services.contains(where: path.mentions)
  }
}
