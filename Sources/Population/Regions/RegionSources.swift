/// What a region's data contains, declared when it is imported. A field without its source is withheld. The raw
/// value is stored.
package struct RegionSources: OptionSet, Sendable, Hashable {
  package let rawValue: UInt16

  package init(rawValue: UInt16) {
    self.rawValue = rawValue
  }

  /// Visits.
  package static let visits = RegionSources(rawValue: 1)
  /// Measured ends of visits; without it dwell is estimated.
  package static let dwell = RegionSources(rawValue: 2)
  /// Coordinates of places.
  package static let coordinates = RegionSources(rawValue: 4)
  /// Connections between people.
  package static let connections = RegionSources(rawValue: 8)
  /// Experiences and shares.
  package static let shares = RegionSources(rawValue: 16)
  /// Adoptions of items.
  package static let adoptions = RegionSources(rawValue: 32)
  /// Onboarding answers.
  package static let onboarding = RegionSources(rawValue: 64)
  /// Price tiers of places.
  package static let price = RegionSources(rawValue: 128)
  /// How well the agents of connected people get on.
  package static let compatibility = RegionSources(rawValue: 256)
  /// When connected agents met.
  package static let sessions = RegionSources(rawValue: 512)
  /// How their compatibility changes from session to session.
  package static let learning = RegionSources(rawValue: 1_024)
  /// Everything.
  package static let all = RegionSources(rawValue: 2_047)
}

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

/// What a region may be called: the one rule for imports, simulated cities and plans.
package enum RegionID {
  /// The rule in words, to follow "allowed".
  package static let allowed = "1 to 64 of a-z, 0-9, - and _, starting with a letter or digit"

  /// Whether `text` is a region id. None has a `/`, which divides the parts of a base cell's id.
  package static func isValid(_ text: String) -> Bool {
    let bytes = text.utf8
    guard (1...64).contains(bytes.count), let first = bytes.first, isPlain(first) else { return false }
    return bytes.allSatisfy { isPlain($0) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_") }
  }

  /// The region id that a folder's name comes closest to: in lower case, `_` for each character that is not allowed;
  /// nil when no letter or digit is in it.
  package static func suggestion(forFolder name: String) -> String? {
    let characters = name.lowercased().map { $0 == "-" || isValid(String($0)) ? $0 : "_" }
    let kept = characters.drop { !isValid(String($0)) }.prefix(64)
    return kept.isEmpty ? nil : String(kept)
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }
}
