extension RegionSources {
  private static let named: [(RegionSources, String)] = [
    (.visits, "visits"), (.dwell, "dwell"), (.coordinates, "coordinates"), (.connections, "connections"),
    (.shares, "shares"), (.adoptions, "adoptions"), (.onboarding, "onboarding"), (.price, "price"),
    (.compatibility, "compatibility"), (.sessions, "sessions"), (.learning, "learning"),
  ]

  /// The names of the sources in the set, in their published order.
  package var names: [String] { Self.named.filter { contains($0.0) }.map(\.1) }

  /// The set of the given names; `nil` when one of them is not a source.
  package init?(names: [String]) {
    self = []
    for name in names {
      guard let source = Self.named.first(where: { $0.1 == name }) else { return nil }
      insert(source.0)
    }
  }
}
