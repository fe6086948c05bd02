extension Int {
  /// The number with what it counts, whose plural ends in an s: `1 area`, `2 areas`.
  func counting(_ thing: String) -> String { self == 1 ? "1 \(thing)" : "\(self) \(thing)s" }
}
