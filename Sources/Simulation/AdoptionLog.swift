/// Who adopted which item when, in order of time: sixteen bytes an adoption, since a city has millions.
struct AdoptionLog: Sendable {
  private struct Entry: Sendable {
    let time: Int64
    let item: Int32
    /// Index of the same person's adoption before it; -1 for the first.
    let previous: Int32
  }

  private var entries: [Entry] = []
  /// Index of each person's newest adoption; -1 without one.
  private var newest: [Int32]

  /// No adoptions yet of people `0..<people`.
  init(people: Int) { newest = Array(repeating: -1, count: people) }

  /// Adds an adoption, not earlier than those before; false when the person has adopted the item.
  mutating func add(_ item: Int32, of person: Int, at time: Int64) -> Bool {
    var index = newest[person]
    while index >= 0 {
      guard entries[Int(index)].item != item else { return false }
      index = entries[Int(index)].previous
    }
    entries.append(Entry(time: time, item: item, previous: newest[person]))
    newest[person] = Int32(entries.count - 1)
    return true
  }

  /// A person's adoptions, by time.
  func entries(of person: Int) -> [(time: Int64, item: Int32)] {
    var found: [(time: Int64, item: Int32)] = []
    var index = newest[person]
    while index >= 0 {
      let entry = entries[Int(index)]
      found.append((entry.time, entry.item))
      index = entry.previous
    }
    return found.reversed()
  }
}
