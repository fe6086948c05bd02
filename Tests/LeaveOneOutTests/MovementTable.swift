import Foundation

/// The largest movement of each statistic that was seen, and who brought it about.
struct MovementTable {
  private var largest: [String: (movement: Movement, person: String)] = [:]

  /// Takes note of what removing a person moved.
  mutating func note(_ movements: [Movement], of person: String) {
    for movement in movements where movement.loss >= largest[movement.statistic]?.movement.loss ?? 0 {
      largest[movement.statistic] = (movement, person)
    }
  }

  /// The largest share of its charge that a statistic lost; 0 for one that nobody moved.
  func share(of statistic: String) -> Double {
    largest[statistic].map { $0.movement.loss / $0.movement.charge } ?? 0
  }

  /// A line for each statistic: bound and largest movement in granules, and whose.
  var text: String {
    let rows = largest.keys.sorted().compactMap { name -> String? in
      guard let (movement, person) = largest[name] else { return nil }
      let share = movement.distance / movement.bound
      return [
        name.padding(toLength: 28, withPad: " ", startingAt: 0), String(format: "%10.1f", movement.bound),
        String(format: "%10.1f", movement.distance), String(format: "%6.3f", share), "  \(person)",
      ].joined(separator: " ")
    }
    return (["statistic                        bound    largest   share   by"] + rows).joined(separator: "\n")
  }
}
